/** The title a thread gets from its first question: its first line, cut at a word. Knows no language. */
import type { Message } from '#domain/conversation/message';
import { textOf } from '#domain/conversation/part';

const LONGEST = 60;

export function titleOf(path: readonly Message[]): string {
  const question = path.find((message) => message.role === 'user');
  const line = (question ? textOf(question.parts) : '').split(/\r?\n/).find((text) => text.trim() !== '') ?? '';
  const characters = [...new Intl.Segmenter(undefined, { granularity: 'grapheme' }).segment(line.slice(0, 600).trim())].map(
    (part) => part.segment,
  );
  if (characters.length === 0) return '…';
  if (characters.length <= LONGEST) return characters.join('');
  const cut = characters.slice(0, LONGEST).join('');
  const space = cut.lastIndexOf(' ');
  return `${space > LONGEST / 2 ? cut.slice(0, space) : cut}…`;
}
