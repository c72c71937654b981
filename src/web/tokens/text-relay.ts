/**
 * Texts on their way to the token worker. A text of many pages differs from the one before it by a key: only that goes over,
 * where sending 400,000 characters took 3 ms of the page at each key. Both sides hold the last text.
 */
import type { Ask } from './ask.ts';
import { editBetween, type TextEdit } from './text-edit.ts';

/** With `edit` the text of the ask is empty, and is made of the last one. */
export type Sent = { ask: Ask; edit?: TextEdit };

type TextAsk = Extract<Ask, { text: string }>;
const hasText = (ask: Ask): ask is TextAsk => 'text' in ask;

/** Shorter texts go as they are. */
const SHORT = 4096;

export function textSender(): (ask: Ask) => Sent {
  let held = '';
  return (ask) => {
    if (!hasText(ask)) return { ask };
    const before = held;
    held = ask.text;
    if (ask.text.length < SHORT) return { ask };
    const edit = editBetween(before, ask.text);
    return edit.insert.length * 2 > ask.text.length ? { ask } : { ask: { ...ask, text: '' }, edit };
  };
}

export function textReceiver(): (sent: Sent) => Ask {
  let held = '';
  return ({ ask, edit }) => {
    if (!hasText(ask)) return ask;
    held = edit ? held.slice(0, edit.from) + edit.insert + held.slice(edit.to) : ask.text;
    return { ...ask, text: held };
  };
}
