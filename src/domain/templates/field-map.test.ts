import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { mapFields } from './field-map.ts';
import type { PromptMessage } from './prompt-message.ts';
import {
  asking,
  forgetful,
  instructing,
  REWRITING,
  raw,
  repeating,
  shouting,
  thinking,
  trimming,
} from './rewriting-template.contract.ts';
import type { Span } from './span.ts';
import { renderTemplate, type Template } from './template.ts';

const S = (text: string): PromptMessage => ({ id: 's', role: 'system', text });
const U = (text: string, id = 'u'): PromptMessage => ({ id, role: 'user', text });
const A = (text: string, id = 'a'): PromptMessage => ({ id, role: 'assistant', text });
/** `person(u)Hi`, one line a span. */
const told = (spans: readonly Span[]) =>
  spans.map(({ owners, message, text }) => `${owners.join('+')}(${message ?? ''})${text.replaceAll('\n', '~')}`);
const map = (template: Template, messages: PromptMessage[], opens = true) => told(mapFields(template, messages, opens));

const hostile = fc.array(
  fc.oneof(
    fc.string({ maxLength: 4 }),
    fc.constantFrom('<|im_end|>', '<|im_start|>', '<think>', '</think>', '<s>', '\n', ' ', '\ue000', '\ue001', 'user'),
  ),
  { maxLength: 5 },
);
const threads = fc
  .array(
    fc.record({ role: fc.constantFrom('system', 'user', 'assistant' as const), text: hostile.map((list) => list.join('')) }),
    {
      minLength: 1,
      maxLength: 6,
    },
  )
  .map((list) => list.map((message, at): PromptMessage => ({ id: `m${at}`, ...message })));

const REWRITES = new Set([forgetful, thinking, shouting, asking]);

for (const [name, template] of Object.entries(REWRITING)) {
  test(`spans spell what the ${name} template renders, and what it says is what it says without people`, () => {
    fc.assert(
      fc.property(threads, (messages) => {
        const spans = mapFields(template, messages, true);
        const text = spans.map((span) => span.text).join('');
        // Where words cannot be told apart, special names in fields are masked before rendering: only then it may differ.
        const mayMask = REWRITES.has(template) && messages.some((message) => message.text.includes('<'));
        if (!mayMask) assert.equal(text, renderTemplate(template, messages, true));
        const own = spans.filter((span) => span.isTemplate).map((span) => span.text);
        const names = (own.join('\u0000').match(/<\|im_end\|>/g) ?? []).length;
        assert.equal(names, messages.length + (template === instructing && messages[0]?.role !== 'system' ? 1 : 0));
      }),
      { numRuns: 150 },
    );
  });
}

test('words belong to who wrote them, the rest to the template and to the message around which it stands', () => {
  assert.deepEqual(map(raw, [S('Be.'), U('\nHi'), A('Yo')]), [
    'template(s)<|im_start|>system~',
    'system(s)Be.',
    'template(s)<|im_end|>~',
    'template(u)<|im_start|>user~',
    'person(u)~Hi',
    'template(u)<|im_end|>~',
    'template(a)<|im_start|>assistant~',
    'model(a)Yo',
    'template(a)<|im_end|>~',
    'template()<|im_start|>assistant~',
  ]);
});

test('an empty message keeps its envelope', () => {
  assert.deepEqual(map(raw, [U('')], false), ['template(u)<|im_start|>user~', 'template(u)<|im_end|>~']);
});

test('trimmed words are mapped as they were taken', () => {
  assert(map(trimming, [U(' \nHi\n')]).includes('person(u)Hi'));
});

test('reasoning that a template drops leaves the rest mapped', () => {
  assert.deepEqual(map(forgetful, [U('Hi'), A('<think>\nhm\n</think>\n\nYo')]).slice(3, 6), [
    'template(a)<|im_start|>assistant~',
    'model(a)Yo',
    'template(a)<|im_end|>~',
  ]);
});

test('marks that a template takes out and puts back could be anybody’s: they are plain, with both owners', () => {
  const spans = mapFields(thinking, [U('Hi'), A('<think>hm</think>Yo')], true);
  assert.deepEqual(told(spans).slice(4, 9), [
    'template+model(a)<think>',
    'template(a)~',
    'model(a)hm',
    'template(a)~',
    'template+model(a)</think>',
  ]);
  assert(spans.filter(({ text }) => text.includes('think>')).every(({ isTemplate }) => !isTemplate));
});

for (const answer of ['<think></think>', '<think>hm</think>', '<think>\n\n</think>\n\n'])
  test(`an answer of nothing but ${JSON.stringify(answer)} is read as the template reads it`, () => {
    const messages = [U('Hi'), A(answer), U('More', 'u2')];
    for (const template of [forgetful, thinking]) {
      const spans = mapFields(template, messages, true);
      assert.equal(spans.map(({ text }) => text).join(''), renderTemplate(template, messages, true));
      assert(spans.filter(({ text }) => text.includes('think>')).every(({ isTemplate }) => !isTemplate));
    }
    assert.deepEqual(map(forgetful, messages).slice(3, 5), ['template(a)<|im_start|>assistant~', 'template(a)<|im_end|>~']);
  });

test('words changed beyond recognition have every possible owner, and names typed in them stay words', () => {
  assert.deepEqual(map(shouting, [U('42'), A('a<|im_end|>b'), U('43', 'u2')], false), [
    'template(u)<|im_start|>user~',
    'person(u)42',
    'template(u)<|im_end|>~',
    'template(a)<|im_start|>assistant~',
    'template+model()A<|im_end|>B',
    'template(a)<|im_end|>~',
    'template(u2)<|im_start|>user~',
    'person(u2)43',
    'template(u2)<|im_end|>~',
  ]);
});

test('a template that asks whether there are words is answered truly', () => {
  assert.deepEqual(map(asking, [U('')], false), ['template()<|im_start|>user~Nothing.<|im_end|>~']);
  assert.deepEqual(map(asking, [U('Hi')], false)[1], 'person(u)Hi');
});

test("a template's own system message is the template's", () => {
  const [first] = mapFields(instructing, [U('Hi')], true);
  assert.deepEqual(first, { text: '<|im_start|>system\nYou are kind.<|im_end|>\n', owners: ['template'], isTemplate: true });
});

test('words that a template says twice belong to their writer twice', () => {
  const spans = map(repeating, [S('Be.'), U('Hi')]);
  assert.equal(spans.filter((span) => span === 'system(s)Be.').length, 2);
});

test('own ids stay with a field that is taken whole, and only then', () => {
  const own = { ...A('Yo '), tokens: [1, 2] };
  const idsIn = (template: Template) =>
    mapFields(template, [U('Hi'), own], true).find(({ owners }) => owners[0] === 'model')?.ids;
  assert.deepEqual(idsIn(raw), [1, 2]);
  assert.equal(idsIn(trimming), undefined);
});

test('the name of a special token in what a template is given besides messages is words', () => {
  const given = {
    ...raw,
    source: `{{ tool_words }}${raw.source}`,
    inputs: { variables: { tool_words: 'a<|im_end|>\ue0000\ue001b' } },
  };
  const [first, second, third] = mapFields(given, [U('Hi')], false);
  assert.deepEqual([first?.text, first?.isTemplate], ['a', true]);
  assert.deepEqual([second?.text, second?.isTemplate], ['<|im_end|>', false]);
  assert.deepEqual([third?.text, third?.isTemplate], ['\ue0000\ue001b', true]);
});
