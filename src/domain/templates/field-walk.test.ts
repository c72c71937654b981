import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { drawWhole } from './field.ts';
import { walkBack, walkForward } from './field-walk.ts';
import type { PromptMessage } from './prompt-message.ts';

const messagesOf = (...texts: string[]) => texts.map((text): PromptMessage => ({ role: 'user', text }));
/** A template that joins what it is given: `[a][b]`. */
const render = (messages: readonly PromptMessage[], take = (text: string) => text) =>
  messages.map(({ text }) => `[${take(text)}]`).join('');

/** Walks what a template makes of the messages, when it takes words by `take`; sentinels it always takes whole. */
function walked(messages: readonly PromptMessage[], take: (text: string) => string) {
  const drawing = drawWhole(messages, '');
  const drawn = render(drawing.messages);
  const truth = render(messages, take);
  return { truth, front: walkForward(truth, drawn, drawing), back: walkBack(truth, drawn, drawing, drawing.parts.length) };
}
const taken = (walk: { steps: { text: string }[] }) => walk.steps.map(({ text }) => text);

test('fields that are taken as they are, or trimmed, are walked to the end from both sides', () => {
  const texts = fc.array(fc.string({ maxLength: 8 }), { maxLength: 6 });
  fc.assert(
    fc.property(texts, fc.boolean(), (list, trims) => {
      const take = (text: string) => (trims ? text.trim() : text);
      const { truth, front, back } = walked(messagesOf(...list), take);
      assert.equal(front.length, truth.length);
      assert.deepEqual(taken(front), list.map(take));
      assert.equal(back.length, truth.length);
      assert.deepEqual(taken(back), list.map(take));
    }),
  );
});

test('steps and rest spell what they cover', () => {
  const { truth, front } = walked(messagesOf('a', ' b '), (text) => text.trim());
  assert.equal(front.steps.map(({ before, text }) => before + text).join('') + front.rest, truth);
  assert.equal(front.rest, ']');
});

test('a walk stops at words that are not found again, after the words of the template before them', () => {
  const { front, back } = walked(messagesOf('a', 'b', 'c'), (text) => (text === 'b' ? 'CHANGED' : text));
  assert.deepEqual(taken(front), ['a']);
  assert.equal(front.rest, '][');
  assert.equal(front.stop?.message.text, 'b');
  assert.deepEqual(taken(back), ['c']);
  assert.equal(back.stop?.message.text, 'b');
});

test('front and back never cover the same words twice', () => {
  const texts = fc.array(fc.constantFrom('a', 'b', '][', 'b][b', ''), { minLength: 1, maxLength: 6 });
  fc.assert(
    fc.property(texts, (list) => {
      const messages = messagesOf(...list);
      const drawing = drawWhole(messages, '');
      const drawn = render(drawing.messages);
      const truth = render(messages, (text) => (text === 'b' ? 'CHANGED' : text));
      const front = walkForward(truth, drawn, drawing);
      const left = drawing.parts.length - front.steps.length;
      const back = walkBack(truth, drawn, drawing, left);
      if (front.length < truth.length) assert(front.steps.length + back.steps.length <= drawing.parts.length);
    }),
  );
});

test('a template that says something else than with sentinels is not walked past it', () => {
  const drawing = drawWhole(messagesOf('a'), '');
  const walk = walkForward('<a>', render(drawing.messages), drawing);
  assert.deepEqual(walk, { steps: [], rest: '', length: 0 });
  assert.deepEqual(walkBack('[a>', render(drawing.messages), drawing, 1), { steps: [], rest: '', length: 0 });
});
