/**
 * When those around a field are told what was typed into it: after the frame that draws it, and before whatever else the
 * person does.
 */
export type Telling = { soon(): void; now(): void };

/** A frame and a little: who is told must not keep the browser from drawing what was typed. */
const AFTER_FRAME_MS = 20;

/** Of all fields that have something to tell. */
const waiting = new Set<() => void>();

/** For whoever keeps what was typed, when the page goes. */
export function tellAllNow(): void {
  for (const now of waiting) now();
}

const ACTS = [
  ...['keydown', 'pointerdown', 'pointermove', 'click', 'compositionstart', 'paste', 'cut', 'copy', 'dragstart', 'drop'],
  ...['blur', 'change'],
];
if (typeof document !== 'undefined') for (const name of ACTS) document.addEventListener(name, tellAllNow, true);

/** Tells after the next frame, once for all that was typed until then, or now if there is something to tell. */
export function telling(tell: () => void): Telling {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const now = () => {
    if (timer === undefined) return;
    try {
      tell();
    } finally {
      clearTimeout(timer);
      timer = undefined;
      waiting.delete(now);
    }
  };
  return {
    soon: () => {
      timer ??= setTimeout(now, AFTER_FRAME_MS);
      waiting.add(now);
    },
    now,
  };
}
