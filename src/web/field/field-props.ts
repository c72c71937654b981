/** What a text field is given, and what its two kinds have in common. */
import type { RefObject } from 'react';

export type FieldHandle = {
  focus(): void;
  blur(): void;
  /** Puts another text in, as if it were typed: Undo leads back from it. */
  replace(text: string): void;
};

export type FieldProps = {
  text: string;
  onText: (text: string) => void;
  label: string;
  placeholder?: string | undefined;
  id?: string;
  /** May prevent what the key does by itself. */
  onKey?: (event: KeyboardEvent) => void;
  spellCheck?: boolean;
  /** As tall as its text, up to so many pixels; without it the classes alone give the height. */
  tallest?: number;
  className: string;
  /** Added while the text is long: it needs a height. */
  longClassName: string;
  handle?: RefObject<FieldHandle | null>;
};

/** What one kind of field leaves to the other that takes its place. */
export type Left = { from: number; to: number; hasFocus: boolean };

/** A field of one kind. It holds its own text, and gets one only that was not typed into it. */
export type InnerProps = FieldProps & {
  readOnly?: boolean;
  left: RefObject<Left | undefined>;
  /** Whether a text came from this field: it may come back when more was typed already. */
  isOwn: (text: string) => boolean;
};

/**
 * Characters beyond which a text is long. A key in the browser's field costs a layout of the whole text: 17 to 24 ms for
 * 400,000 characters (Chromium, bench `keystroke`), so less than 2 ms here; in the editor it costs the same however long.
 */
export const LONG = 32_000;
