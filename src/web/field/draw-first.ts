/**
 * A typed character is drawn by the browser first, and read by the editor after that frame: reading it at once is a third of
 * what a key costs before it is seen (decision 0007).
 */
import type { EditorView } from '@codemirror/view';
import type { Telling } from './telling.ts';

/**
 * What CodeMirror keeps to itself. It reads nothing while `delayedFlush` is not negative, which `forceFlush` ends; it calls
 * that at each key and before it measures.
 */
type Inside = {
  observer: { delayedFlush: number; editContext: unknown; forceFlush(): void; readSelectionRange(): boolean };
  measureScheduled: number;
  measure(flush?: boolean): void;
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
  /** While the editor handles a key that will be written: nothing is there yet that it could read. */
  let isWriting = false;
  const isHeld = () => observer.delayedFlush === HELD;
  const forceFlush = observer.forceFlush.bind(observer);
  const read = () => {
    if (isHeld()) forceFlush();
  };
  // In the capturing phase, to be there before the editor is.
  host.addEventListener('keydown', (event) => (isWriting = isLetter(event)), true);
  host.addEventListener('keydown', () => (isWriting = false));
  host.addEventListener(
    'beforeinput',
    (event) => {
      if (!isPlain(event, view) || observer.editContext) return tell.now();
      if (observer.delayedFlush < 0) observer.delayedFlush = HELD;
      tell.soon();
    },
    true,
  );
  observer.forceFlush = () => {
    if (!isWriting) forceFlush();
  };
  const readSelectionRange = observer.readSelectionRange.bind(observer);
  observer.readSelectionRange = () => !isHeld() && readSelectionRange();
  // In a frame, and where the letter made the text scroll: reading asks for it again.
  const measure = inside.measure.bind(view);
  inside.measure = (flush) => {
    if (isHeld()) inside.measureScheduled = -1;
    else measure(flush);
  };
  // What the editor does by itself, some time after it got the focus or a composition ended, would take back what it has not read.
  const update = view.update.bind(view);
  view.update = (transactions) => {
    if (transactions.length === 0) read();
    update(transactions);
  };
  return read;
}

const isLetter = ({ key, ctrlKey, altKey, metaKey, isComposing }: KeyboardEvent): boolean =>
  key.length === 1 && !ctrlKey && !altKey && !metaKey && !isComposing;

/** One character into the text, nothing replaced: what the browser makes of it is what the editor would. */
const isPlain = ({ inputType, data, isComposing }: InputEvent, view: EditorView): boolean =>
  inputType === 'insertText' && data?.length === 1 && !isComposing && view.state.selection.main.empty;
