/** The browser's own text field, for texts that are not long. */
import { type ClipboardEvent, type RefObject, useImperativeHandle, useLayoutEffect, useRef, useState } from 'react';
import { directionOf } from './direction.ts';
import { type InnerProps, type Left, LONG } from './field-props.ts';
import { type Telling, telling } from './telling.ts';

export function BrowserField(props: InnerProps) {
  const { text, onText, label, onKey, tallest, className, handle, left, longClassName: _, isOwn: __, ...rest } = props;
  const field = useRef<HTMLTextAreaElement>(null);
  const latest = useRef(props);
  latest.current = props;
  const tell = useText(field, text, left, latest);
  useGrowth(field, text, tallest);
  useImperativeHandle(
    handle,
    () => ({
      focus: () => field.current?.focus({ preventScroll: true }),
      blur: () => field.current?.blur(),
      replace: (next) => {
        field.current?.focus({ preventScroll: true });
        field.current?.select();
        // The only way that Undo knows of; of a text that it would change, or that takes it seconds, Undo knows nothing.
        const isTyped = next.length <= SURELY_TALL && !next.includes('\r') && document.execCommand('insertText', false, next);
        if (isTyped) tell.now();
        else latest.current.onText(next);
      },
    }),
    [tell],
  );

  /** Chromium takes seconds to put thousands of lines in as if they were typed. */
  const paste = (event: ClipboardEvent<HTMLTextAreaElement>) => {
    const pasted = event.clipboardData.getData('text/plain').replaceAll(/\r\n?/g, '\n');
    const { value, selectionStart, selectionEnd } = event.currentTarget;
    if (value.length + pasted.length <= LONG) return;
    event.preventDefault();
    const caret = selectionStart + pasted.length;
    left.current = { from: caret, to: caret, hasFocus: true };
    onText(value.slice(0, selectionStart) + pasted + value.slice(selectionEnd));
  };

  return (
    <textarea
      ref={field}
      rows={1}
      dir={directionOf(text)}
      aria-label={label}
      autoCorrect="off"
      autoCapitalize="off"
      autoComplete="off"
      className={tallest === undefined ? className : `${className} field-sizing-content`}
      style={{ maxHeight: tallest }}
      onChange={tell.soon}
      onPaste={paste}
      onKeyDown={(event) => onKey?.(event.nativeEvent)}
      {...rest}
    />
  );
}

/**
 * React writes a controlled field's text into the document a second time at each key, which took 3 ms at 400,000 characters;
 * so the field is not controlled.
 */
function useText(
  field: RefObject<HTMLTextAreaElement | null>,
  text: string,
  left: RefObject<Left | undefined>,
  latest: RefObject<InnerProps>,
): Telling {
  const shown = useRef('');
  /** What the browser made of it: line ends are LF there. */
  const held = useRef('');
  const [tell] = useState(() =>
    telling(() => {
      // Nothing typed: browsers tell of a change when the focus goes, also of one that was none of theirs.
      if (!field.current || field.current.value === held.current) return;
      held.current = field.current.value;
      shown.current = held.current;
      latest.current.onText(held.current);
    }),
  );
  useLayoutEffect(() => {
    if (!field.current || shown.current === text) return;
    field.current.value = text;
    shown.current = text;
    held.current = field.current.value;
  }, [field, text]);
  useLayoutEffect(() => {
    if (!field.current || !left.current) return;
    const { from, to, hasFocus } = left.current;
    left.current = undefined;
    field.current.setSelectionRange(from, to);
    if (hasFocus) field.current.focus({ preventScroll: true });
  });
  useLayoutEffect(() => {
    const element = field.current;
    return () => {
      tell.now();
      if (element)
        left.current ??= {
          from: element.selectionStart,
          to: element.selectionEnd,
          hasFocus: document.activeElement === element,
        };
    };
  }, [field, left, tell]);
  return tell;
}

/** A text of more characters is as tall as it gets; measuring it at each key would cost a layout of all of it. */
const SURELY_TALL = 8000;

/** For browsers whose fields do not grow by themselves: as tall as its text, up to a limit. */
function useGrowth(field: RefObject<HTMLTextAreaElement | null>, text: string, tallest: number | undefined): void {
  useLayoutEffect(() => {
    const element = field.current;
    if (!element || tallest === undefined || CSS.supports('field-sizing', 'content')) return;
    element.style.height = text.length > SURELY_TALL ? `${tallest}px` : 'auto';
    if (text.length <= SURELY_TALL) element.style.height = `${Math.min(tallest, element.scrollHeight)}px`;
  }, [field, text, tallest]);
}
