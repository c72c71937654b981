/**
 * A typed character is drawn by the browser first, and read by the editor after that frame: reading it at once is a third of
 * what a key costs before it is seen (decision 0007).
 */
import type { EditorView } from '@codemirror/view';
import type { Telling } from './telling.ts';

/**
 * What CodeMirror keeps to itself. It reads nothing while `delayedFlush` is not negative; `forceFlush` ends that, and
 * CodeMirror calls it at each key and in the frame in which it measures, if one is scheduled.
 */
type Inside = {
  observer: { delayedFlush: number; editContext: unknown; forceFlush(): void };
  measureScheduled: number;
};

/** No frame has this number, so ending the wait cancels none. */
const HELD = 0;

/**
 * @param host contains the editor
 * @returns lets the editor read at once: before it is changed or asked
 */
export function drawFirst(view: EditorView, host: HTMLElement, tell: Telling): () => void {
  const inside = view as unknown as Inside;
  const { observer } = inside;
  const read = () => {
    if (observer.delayedFlush === HELD) observer.forceFlush();
  };
  // In the capturing phase, to be there before the editor is.
  host.addEventListener(
    'beforeinput',
    (event) => {
      if (!isPlain(event, view) || observer.editContext) return tell.now();
      if (observer.delayedFlush < 0) observer.delayedFlush = HELD;
      cancelAnimationFrame(inside.measureScheduled);
      inside.measureScheduled = -1;
      tell.soon();
    },
    true,
  );
  // What the editor does by itself, some time after it got the focus or a composition ended, would take back what it has not read.
  const update = view.update.bind(view);
  view.update = (transactions) => {
    if (transactions.length === 0) read();
    update(transactions);
  };
  return read;
}

/** One character into the text, nothing replaced: what the browser makes of it is what the editor would. */
const isPlain = ({ inputType, data, isComposing }: InputEvent, view: EditorView): boolean =>
  inputType === 'insertText' && data?.length === 1 && !isComposing && view.state.selection.main.empty;
