import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { type Drawing, drawAroundTestedWords, drawBehindTestedWords, drawFilled, drawWhole, guard, takenForms } from './field.ts';
import type { PromptMessage } from './prompt-message.ts';

const user = (text: string): PromptMessage => ({ role: 'user', text });
const putBack = ({ messages, parts, pattern }: Drawing, at: number): string =>
  (messages[at]?.text ?? '')
    .split(pattern)
    .map((piece, place) => {
      const part = parts[Number(piece)];
      return place % 2 && part ? part.message.text.slice(part.from, part.to) : piece;
    })
    .join('');
const texts = fc.array(fc.oneof(fc.string(), fc.constantFrom('\ue000\ue001', '\ue0000\ue001', '</think>', ' ', '\n')), {
  maxLength: 8,
});

test('a drawing with its words put back is the message, whatever characters that uses', () => {
  const source = "{% if '</think>' in message.content %}\ue002{% endif %}";
  fc.assert(
    fc.property(
      fc.array(
        texts.map((list) => list.join('')),
        { minLength: 1, maxLength: 4 },
      ),
      (list) => {
        const messages = list.map(user);
        for (const draw of [drawWhole, drawFilled, drawAroundTestedWords, drawBehindTestedWords]) {
          const drawing = draw(messages, source);
          messages.forEach((message, at) => {
            assert.equal(putBack(drawing, at), message.text);
          });
        }
      },
    ),
  );
});

test('empty fields are drawn, or not, as asked', () => {
  assert.equal(drawWhole([user('')], '').parts.length, 1);
  assert.equal(drawFilled([user(''), user(' \n'), user('a')], '').parts.length, 1);
  assert.equal(drawFilled([user(' \n')], '').messages[0]?.text, ' \n');
});

test('words that a template looks for stay as they are', () => {
  const source = `{% if "</think>" in c and not c.startswith('<tool>\\n') %}{{ c.split('<think>')[-1] }}{% endif %}`;
  const drawing = drawAroundTestedWords([user('<think>\na</think>\n\nb<tool>')], source);
  assert.match(drawing.messages[0]?.text ?? '', /^<think>.0.<\/think>.1.$/u);
  assert.deepEqual([...drawing.undrawn.values()], [['<think>', '</think>']]);
});

test('guarded words are gone from the messages, and come back', () => {
  const messages = [user('a<s><|im|>'), user('b')];
  const { messages: guarded, restore } = guard(messages, '', ['<s>', '<|im|>', '<s><|']);
  assert.equal(
    guarded.some(({ text }) => /<s>|<\|im/.test(text)),
    false,
  );
  assert.deepEqual(
    guarded.map(({ text }) => restore(text)),
    ['a<s><|im|>', 'b'],
  );
  assert.equal(guarded[1], messages[1]);
});

test('a message that is changed by guarding loses its own ids: they spell something else', () => {
  const { messages } = guard([{ ...user('<s>'), tokens: [1] }], '', ['<s>']);
  assert.equal(messages[0]?.tokens, undefined);
});

test('the forms in which fields are taken: raw first, then cut at blank ends', () => {
  assert.deepEqual(takenForms('\n a \n'), ['\n a \n', 'a', 'a \n', '\n a', ' a \n', '\n a ', ' a ']);
});

test('where all private-use characters of the plane are used, those of another mark the fields', () => {
  const every = Array.from({ length: 0xf900 - 0xe000 }, (_, at) => String.fromCharCode(0xe000 + at)).join('');
  const drawing = drawWhole([user(every)], '');
  assert.equal(drawing.messages[0]?.text.codePointAt(0), 0xf0000);
  assert.equal(putBack(drawing, 0), every);
});
