/**
 * A field for text of any length. Up to some pages it is the browser's own; beyond that an editor takes its place, which
 * draws only what is in sight and arrives when it is first needed.
 */
import { useEffect, useRef, useState } from 'react';
import { BrowserField } from './browser-field.tsx';
import { type FieldProps, type InnerProps, type Left, LONG } from './field-props.ts';

type Editor = typeof import('./long-field.tsx').LongField;

export function TextField(props: FieldProps) {
  const { text, onText } = props;
  const left = useRef<Left>(undefined);
  /** Texts that the field told and that have not come back. */
  const own = useRef<string[]>([]);
  const short = useRef<string>(undefined);
  const { editor, isComing } = useEditor(text.length > LONG);
  const unused = useRef<Left>(undefined);
  const [isLong, setLong] = useState(false);
  const isOwn = (given: string): boolean => {
    const at = own.current.lastIndexOf(given);
    own.current.splice(0, Math.max(0, at));
    return at >= 0;
  };
  // A person who shortens a text stays in the editor, where Undo knows it; another text brings the other field.
  const staysLong = isOwn(text) && isLong;
  const shouldBeLong = editor !== undefined && (text.length > LONG || staysLong);
  if (shouldBeLong !== isLong) setLong(shouldBeLong);
  if (!isLong && text.length <= LONG) short.current = text;
  const inner: InnerProps = {
    ...props,
    left,
    isOwn,
    onText: (next) => {
      own.current.push(next);
      onText(next);
    },
  };
  const Editor = isLong ? editor : undefined;
  if (Editor) return <Editor {...inner} before={short.current} />;
  // The caret waits for the editor: in a text that is cut it may have no place.
  const isCut = isComing && (text.length > HUGE || hasGiantLine(text));
  const cut = isCut && { left: unused, text: text.slice(0, LONG), readOnly: true };
  return <BrowserField {...inner} {...cut} />;
}

/** Characters that are laid out in seconds, where they are many lines: 4.5 million in 900,000 lines took 18 s. */
const HUGE = 200_000;

/** The browser shapes a line in one: 100,000 combining marks took 12.9 s, and the page stood still. */
function hasGiantLine(text: string): boolean {
  for (let at = 0; at + LONG < text.length; ) {
    const end = text.indexOf('\n', at);
    if (end < 0 || end - at > LONG) return true;
    at = end + 1;
  }
  return false;
}

/** The editor, fetched when it is first needed. */
function useEditor(isNeeded: boolean): { editor?: Editor; isComing: boolean } {
  const [editor, setEditor] = useState<{ component?: Editor }>();
  useEffect(() => {
    if (!isNeeded || editor) return;
    let isWanted = true;
    import('./long-field.tsx').then(
      ({ LongField }) => isWanted && setEditor({ component: LongField }),
      () => isWanted && setEditor({}), // Without it the browser's field serves, more slowly.
    );
    return () => {
      isWanted = false;
    };
  }, [isNeeded, editor]);
  return { ...(editor?.component && { editor: editor.component }), isComing: isNeeded && !editor };
}
