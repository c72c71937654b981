/** The title a thread gets from its first question: its first line, cut at a word. Knows no language. */
import type { Message } from '#domain/conversation/message';
import { textOf } from '#domain/conversation/part';

/** In what a person sees as characters; and in UTF-16 units, for those that are made of hundreds. */
const LONGEST = 60;
const LONGEST_UNITS = 600;

export function titleOf(path: readonly Message[]): string {
  const question = path.find((message) => message.role === 'user');
  const line = (question ? textOf(question.parts) : '').split(/[\r\n\u2028\u2029]/).find((text) => text.trim() !== '') ?? '';
  const whole = line.trim();
  const cut = beginningOf(whole);
  if (cut === whole && whole !== '') return whole;
  const space = cut.lastIndexOf(' ');
  return `${space > LONGEST / 2 ? cut.slice(0, space) : cut}…`;
}

function beginningOf(text: string): string {
  let end = 0;
  let count = 0;
  for (const { index, segment } of new Intl.Segmenter(undefined, { granularity: 'grapheme' }).segment(text)) {
    if (++count > LONGEST || index + segment.length > LONGEST_UNITS) break;
    end = index + segment.length;
  }
  return text.slice(0, end);
}
