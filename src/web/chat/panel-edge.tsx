/** The edge between chat and panel: dragged, or moved with the arrow keys. */
import { type KeyboardEvent, type PointerEvent, useRef } from 'react';
import { useLanguage } from '../i18n/language.tsx';
import { previewPreferences, setPreferences, usePreferences } from '../shell/preferences.ts';

/** Widths of the panel, px. */
const NARROWEST = 320;
const WIDEST = 720;
export const USUAL_WIDTH = 432;
const STEP = 24;

export function PanelEdge() {
  const { t } = useLanguage();
  const { panelWidth = USUAL_WIDTH } = usePreferences();
  const isDragged = useRef(false);
  const keep = (value: number) => void setPreferences({ panelWidth: within(value) }).catch(() => {});
  const widthAt = (event: PointerEvent) => within(window.innerWidth - event.clientX);
  const onKey = (event: KeyboardEvent) => {
    const by = { ArrowLeft: STEP, ArrowRight: -STEP }[event.key];
    if (by !== undefined) keep(panelWidth + by);
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: an hr cannot be moved
    <div
      role="separator"
      aria-orientation="vertical"
      aria-label={t('inside.width')}
      aria-valuemin={NARROWEST}
      aria-valuemax={WIDEST}
      aria-valuenow={panelWidth}
      tabIndex={0}
      className="absolute inset-y-0 -right-1 z-10 w-2 cursor-col-resize touch-none hover:bg-line focus-visible:bg-accent"
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        isDragged.current = true;
      }}
      onPointerMove={(event) => isDragged.current && previewPreferences({ panelWidth: widthAt(event) })}
      onPointerUp={(event) => {
        if (isDragged.current) keep(widthAt(event));
        isDragged.current = false;
      }}
      onDoubleClick={() => keep(USUAL_WIDTH)}
      onKeyDown={onKey}
    />
  );
}

const within = (width: number): number => Math.round(Math.max(NARROWEST, Math.min(WIDEST, width)));
