/** The place of Look inside: a column that can be made wider, or the whole screen where the window is narrow. */
import { CatchBoundary, type ErrorRouteComponent } from '@tanstack/react-router';
import { type ComponentType, useEffect, useState } from 'react';
import { useLanguage } from '../i18n/language.tsx';
import type { InsideProps } from '../inside/inside-props.ts';
import { useLiveTurn } from '../live/live-turns.ts';
import { usePreferences } from '../shell/preferences.ts';
import { Sheet } from '../shell/sheet.tsx';
import { useChat } from './chat-context.ts';
import { NEW, useDraft } from './draft.ts';
import { USUAL_WIDTH } from './panel-edge.tsx';

let loaded: ComponentType<InsideProps> | undefined;

const loadInside = () =>
  import('../inside/inside.tsx').then((module) => {
    loaded = module.default;
  });

/** Brings the panel's code while the page has nothing else to do, so that its first opening need not wait for it. */
export function useInsideSoon(): void {
  useEffect(() => {
    // A failure is told when the panel is opened; Safari has no such call, and loads then.
    const idle = window.requestIdleCallback?.(() => void loadInside().catch(() => {}));
    return () => {
      if (idle !== undefined) cancelIdleCallback(idle);
    };
  }, []);
}

/**
 * The panel, undefined until its code has come. Not by `Suspense`: what follows its fallback is held back for 300 ms, which is all
 * the time that opening may take.
 */
function useInside(): ComponentType<InsideProps> | undefined {
  const [Inside, setInside] = useState(() => loaded);
  useEffect(() => {
    if (loaded) return;
    const fail = (error: unknown) =>
      setInside(() => {
        throw error;
      });
    loadInside().then(() => setInside(() => loaded), fail);
  }, []);
  return Inside;
}

type Props = { turn?: string; isOver: boolean; onClose: () => void };

export function InsideHost({ turn, isOver, onClose }: Props) {
  const { t } = useLanguage();
  const { panelWidth = USUAL_WIDTH } = usePreferences();
  const panel = <Panel {...(turn !== undefined && { turn })} onClose={onClose} />;
  if (!isOver)
    return (
      <div className="shrink-0 border-l border-hairline bg-surface" style={{ width: panelWidth }}>
        {panel}
      </div>
    );
  return (
    <Sheet label={t('chat.insideButton')} form="whole" hasHeading={false} onClose={onClose}>
      {panel}
    </Sheet>
  );
}

function Panel(props: { turn?: string; onClose: () => void }) {
  return (
    <CatchBoundary getResetKey={() => props.turn ?? ''} errorComponent={PanelBroken as ErrorRouteComponent}>
      <PanelOfThread {...props} />
    </CatchBoundary>
  );
}

function PanelOfThread({ turn, onClose }: { turn?: string; onClose: () => void }) {
  const { view, model, actions } = useChat();
  const draft = useDraft(view.id ?? NEW);
  const live = useLiveTurn(turn)?.turn;
  const Inside = useInside();
  if (!Inside) return null;
  return (
    <Inside
      model={model}
      draft={draft}
      onContinue={(from, at, token) => actions.goOn(from, at, token)}
      onClose={onClose}
      {...(view.id !== undefined && { thread: view.id })}
      {...(turn !== undefined && { turn })}
      {...(live && { live })}
    />
  );
}

/** An error in the panel leaves the chat as it is. */
function PanelBroken({ error }: { error: Error }) {
  const { t } = useLanguage();
  return (
    <p role="alert" className="p-6 text-danger">
      {t('app.broken', { message: error.message })}
    </p>
  );
}
