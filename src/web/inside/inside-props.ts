/**
 * What the chat page gives to Look inside. The page owns threads, streams and the composer; the panel only shows,
 * and asks the page to continue. The panel is the default export of `inside.tsx`, loaded when it is first opened.
 */
import type { Turn } from '#domain/conversation/turn';
import type { Mode, TurnSettings } from '#domain/conversation/turn-event';

/** What stands in the composer and has not been sent. */
export type Draft = { text: string; system?: string; mode: Mode; settings: TurnSettings };

export type InsideProps = {
  /** Absent in a new chat. */
  thread?: string;
  /** The turn to show: the one a person chose, else the last of the path; absent while nothing was asked. */
  turn?: string;
  /** The same turn, folded so far, while it runs and just after: a new object at each batch. */
  live?: Turn;
  /** The model the next turn goes to: `local/smollm2-135m`. */
  model: string;
  draft: Draft;
  /** A branch whose token at position `at` of the row is `token`. */
  onContinue: (turn: string, at: number, token: number) => void;
  onClose: () => void;
};
