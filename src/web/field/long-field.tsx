/**
 * An editor for long texts: CodeMirror, which lays out and draws only the lines in sight. It lives in a shadow root, because
 * only there it keeps its style in a sheet of its own, which a strict policy allows.
 */
import { history, historyKeymap, insertNewline, isolateHistory, standardKeymap } from '@codemirror/commands';
import { Annotation, type ChangeSet, EditorState, Prec } from '@codemirror/state';
import { EditorView, keymap, placeholder as placeholderOf } from '@codemirror/view';
import { type RefObject, useImperativeHandle, useLayoutEffect, useRef } from 'react';
import { editBetween } from '../tokens/text-edit.ts';
import { directionOf } from './direction.ts';
import { drawFirst } from './draw-first.ts';
import type { InnerProps } from './field-props.ts';
import { type Telling, telling } from './telling.ts';

/** Of a change that came from outside, not from the person. */
const isGiven = Annotation.define<boolean>();

/** @param before the text before it became long, to which Undo leads back; undefined where it always was */
export function LongField(props: InnerProps & { before: string | undefined }) {
  const host = useRef<HTMLDivElement>(null);
  const { view, tellNow } = useEditor(host, props);
  useImperativeHandle(
    props.handle,
    () => ({
      focus: () => view.current?.focus(),
      blur: () => view.current?.contentDOM.blur(),
      replace: (next) => {
        view.current?.focus();
        tellNow.current();
        const changes = { from: 0, to: view.current?.state.doc.length ?? 0, insert: next };
        view.current?.dispatch({ changes, annotations: isolateHistory.of('full') });
        tellNow.current();
      },
    }),
    [view, tellNow],
  );
  return <div ref={host} className={`${props.className} ${props.longClassName} contain-strict`} />;
}

function useEditor(host: RefObject<HTMLDivElement | null>, props: InnerProps & { before: string | undefined }) {
  const { left } = props;
  // As the browser's field has it: one character a line break.
  const text = props.text.includes('\r') ? props.text.replaceAll(/\r\n?/g, '\n') : props.text;
  const view = useRef<EditorView>(undefined);
  const shown = useRef(text);
  /** What was typed into `shown` and not told yet. */
  const typed = useRef<ChangeSet>(undefined);
  /** Lets the editor read what the browser has drawn already. */
  const read = useRef(() => {});
  const tellNow = useRef(() => {});
  const latest = useRef(props);
  latest.current = props;

  // biome-ignore lint/correctness/useExhaustiveDependencies: made once; what changes later is read from `latest`
  useLayoutEffect(() => {
    if (!host.current) return;
    const root = host.current.shadowRoot ?? host.current.attachShadow({ mode: 'open' });
    const before = props.before ?? text;
    const tell = telling(() => {
      read.current();
      if (!typed.current) return;
      shown.current = changed(shown.current, typed.current);
      typed.current = undefined;
      latest.current.onText(shown.current);
    });
    const editor = new EditorView({ root, parent: root, state: stateOf(before, latest, typed, tell) });
    view.current = editor;
    tellNow.current = tell.now;
    read.current = drawFirst(editor, host.current, tell);
    const { from, to, hasFocus } = left.current ?? { from: text.length, to: text.length, hasFocus: false };
    left.current = undefined;
    shown.current = text;
    editor.dispatch({
      changes: editBetween(before, text),
      selection: { anchor: from, head: to },
      annotations: isGiven.of(true),
      scrollIntoView: true,
    });
    if (hasFocus) editor.focus();
    return () => {
      tell.now();
      const { anchor, head } = editor.state.selection.main;
      left.current = { from: Math.min(anchor, head), to: Math.max(anchor, head), hasFocus: editor.hasFocus };
      editor.destroy();
    };
  }, [host]);

  useLayoutEffect(() => {
    if (!view.current || latest.current.isOwn(text) || shown.current === text) return;
    read.current();
    shown.current = text;
    typed.current = undefined;
    view.current.dispatch({ changes: editBetween(view.current.state.doc.toString(), text), annotations: isGiven.of(true) });
  }, [text]);
  return { view, tellNow };
}

function stateOf(
  doc: string,
  latest: RefObject<InnerProps>,
  typed: RefObject<ChangeSet | undefined>,
  tell: Telling,
): EditorState {
  const { id, label, placeholder, spellCheck = true } = latest.current;
  return EditorState.create({
    doc,
    extensions: [
      history(),
      keymap.of([{ key: 'Enter', run: insertNewline, shift: insertNewline }, ...standardKeymap, ...historyKeymap]),
      EditorView.lineWrapping,
      EditorView.perLineTextDirection.of(true),
      EditorView.contentAttributes.of({
        ...(id !== undefined && { id }),
        'aria-label': label,
        dir: directionOf(doc),
        spellcheck: String(spellCheck),
        tabindex: '0',
      }),
      placeholder === undefined ? [] : placeholderOf(placeholder),
      Prec.highest(
        EditorView.domEventHandlers({
          keydown: (event) => {
            latest.current.onKey?.(event);
            return event.defaultPrevented;
          },
        }),
      ),
      EditorView.updateListener.of(({ docChanged, changes, transactions }) => {
        if (!docChanged || transactions.some((transaction) => transaction.annotation(isGiven))) return;
        typed.current = typed.current?.compose(changes) ?? changes;
        tell.soon();
      }),
      style,
    ],
  });
}

/** The text after changes. Cheaper at each key than joining thousands of lines anew. */
function changed(text: string, changes: ChangeSet): string {
  const parts: string[] = [];
  let at = 0;
  changes.iterChanges((from, to, _from, _to, inserted) => {
    parts.push(text.slice(at, from), inserted.toString());
    at = to;
  });
  return parts.join('') + text.slice(at);
}

const style = EditorView.theme({
  '&': { height: '100%' },
  '&.cm-focused': { outline: 'none' },
  '.cm-scroller': { fontFamily: 'inherit', lineHeight: 'inherit', overflow: 'auto' },
  '.cm-content': { padding: '0', caretColor: 'currentColor' },
  '.cm-line': { padding: '0' },
});
