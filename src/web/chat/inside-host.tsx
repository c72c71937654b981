/** The place of Look inside: a column that can be made wider, or the whole screen where the window is narrow. */
import { CatchBoundary, type ErrorRouteComponent } from '@tanstack/react-router';
import { type KeyboardEvent, lazy, type PointerEvent, type ReactNode, Suspense, useState } from 'react';
import { useLanguage } from '../i18n/language.tsx';
import { useLiveTurn } from '../live/live-turns.ts';
import { useMedia } from '../shell/media.ts';
import { setPreferences, usePreferences } from '../shell/preferences.ts';
import { Sheet } from '../shell/sheet.tsx';
import { useChat } from './chat-context.ts';
import { NEW, useDraft } from './draft.ts';

const Inside = lazy(() => import('../inside/inside.tsx'));

const NARROWEST = 320;
const WIDEST = 720;
const USUAL = 432;
const STEP = 24;

export function InsideHost({ turn, onClose }: { turn?: string; onClose: () => void }) {
  const { t } = useLanguage();
  const isNarrow = useMedia('(max-width: 860px)');
  const panel = <Panel {...(turn !== undefined && { turn })} onClose={onClose} />;
  if (!isNarrow) return <Column>{panel}</Column>;
  return (
    <Sheet label={t('chat.insideButton')} form="whole" hasHeading={false} onClose={onClose}>
      {panel}
    </Sheet>
  );
}

function Panel({ turn, onClose }: { turn?: string; onClose: () => void }) {
  const { view, model, actions } = useChat();
  const draft = useDraft(view.id ?? NEW);
  const live = useLiveTurn(turn)?.turn;
  return (
    <CatchBoundary getResetKey={() => turn ?? ''} errorComponent={PanelBroken as ErrorRouteComponent}>
      <Suspense>
        <Inside
          model={model}
          draft={draft}
          onContinue={(from, at, token) => actions.goOn(from, at, token)}
          onClose={onClose}
          {...(view.id !== undefined && { thread: view.id })}
          {...(turn !== undefined && { turn })}
          {...(live && { live })}
        />
      </Suspense>
    </CatchBoundary>
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

function Column({ children }: { children: ReactNode }) {
  const { t } = useLanguage();
  const { panelWidth = USUAL } = usePreferences();
  const [dragged, setDragged] = useState<number>();
  const width = dragged ?? panelWidth;
  const keep = (value: number) => void setPreferences({ panelWidth: within(value) }).catch(() => {});
  const onDrag = (event: PointerEvent<HTMLDivElement>) => {
    event.currentTarget.setPointerCapture(event.pointerId);
    setDragged(within(window.innerWidth - event.clientX));
  };
  const onKey = (event: KeyboardEvent) => {
    const by = { ArrowLeft: STEP, ArrowRight: -STEP }[event.key];
    if (by !== undefined) keep(width + by);
  };
  return (
    <div className="relative shrink-0 border-l border-hairline bg-surface" style={{ width }}>
      {/* biome-ignore lint/a11y/useSemanticElements: an hr cannot be moved */}
      <div
        role="separator"
        aria-orientation="vertical"
        aria-label={t('inside.width')}
        aria-valuemin={NARROWEST}
        aria-valuemax={WIDEST}
        aria-valuenow={width}
        tabIndex={0}
        className="absolute inset-y-0 -left-1 z-10 w-2 cursor-col-resize touch-none hover:bg-line focus-visible:bg-accent"
        onPointerDown={onDrag}
        onPointerMove={(event) => dragged !== undefined && onDrag(event)}
        onPointerUp={() => {
          if (dragged !== undefined) keep(dragged);
          setDragged(undefined);
        }}
        onDoubleClick={() => keep(USUAL)}
        onKeyDown={onKey}
      />
      {children}
    </div>
  );
}

const within = (width: number): number => Math.round(Math.max(NARROWEST, Math.min(WIDEST, width)));
