import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { RowToken } from '#domain/tokens/token';
import { builtIn } from './built-in.ts';
import { type PromptMessage, renderPrompt, textOfRow } from './prompt.ts';
import { beginning, instructing, REWRITING, raw } from './rewriting-template.contract.ts';
import { renderTemplate, type Template } from './template.ts';
import { tinyEncoder } from './tiny-encoder.contract.ts';

const U = (text: string, id = 'u'): PromptMessage => ({ id, role: 'user', text });
const A = (text: string, id = 'a'): PromptMessage => ({ id, role: 'assistant', text });
const chat = (messages: PromptMessage[], template: Template = raw, more = {}) =>
  renderPrompt({ mode: 'chat', messages, ...more }, template, tinyEncoder);
const document = (messages: PromptMessage[], template?: Template, more = {}) =>
  renderPrompt({ mode: 'document', messages, ...more }, template, tinyEncoder);
const texts = (tokens: readonly RowToken[]) => tokens.map(({ text }) => text);

const words = fc
  .array(
    fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 4 }),
      fc.constantFrom('<|im_end|>', '<|im_start|>', '<think>', '<s>', '\n', 'Hi'),
    ),
    { maxLength: 5 },
  )
  .map((list) => list.join(''));
const threads = fc
  .array(fc.record({ role: fc.constantFrom('user', 'assistant', 'system' as const), text: words }), {
    minLength: 1,
    maxLength: 6,
  })
  .map((list) => list.map((message, at): PromptMessage => ({ id: `m${at}`, ...message })));

test('a prompt spells what the template renders, by name of its special tokens, and says which template', () => {
  fc.assert(
    fc.property(threads, (messages) => {
      const prompt = chat(messages);
      assert.equal(prompt.text, renderTemplate(raw, messages, true));
      assert.equal(prompt.text, textOfRow(prompt.tokens));
      assert.equal(prompt.template, raw.hash);
      assert.equal(prompt.encoding, 'tiny');
    }),
  );
});

test('typed names never become special tokens, in any template and in a document', () => {
  fc.assert(
    fc.property(threads, (messages) => {
      const harmless = messages.map((message) => ({ ...message, text: 'Hi' }));
      const specials = (tokens: readonly RowToken[]) => tokens.filter((token) => token.special || (token.id ?? 0) >= 900).length;
      for (const template of [raw, REWRITING.trimming, beginning]) {
        assert.equal(specials(chat(messages, template).tokens), specials(chat(harmless, template).tokens));
      }
      assert.equal(specials(document(messages, raw).tokens), 0);
    }),
  );
});

test('every token has an owner, and every message its words', () => {
  fc.assert(
    fc.property(threads, (messages) => {
      const { tokens } = chat(messages);
      for (const { owner } of tokens) assert([owner].flat().length > 0);
      for (const { id } of messages) assert(tokens.some(({ message }) => message === id));
    }),
  );
});

test('the opening of the answer is there, or not, as asked', () => {
  assert.deepEqual(texts(chat([U('Hi')]).tokens).slice(-3), ['<|im_start|>', 'assistant', '\n']);
  assert.deepEqual(texts(chat([U('Hi')], raw, { opensAnswer: false }).tokens).slice(-2), ['<|im_end|>', '\n']);
});

test('kept tokens stand at the end, as they are', () => {
  const kept: RowToken[] = [{ id: 72, bytes: '48', text: 'H', owner: 'model', message: 'a', logprob: -1 }];
  const prompt = chat([U('Hi')], raw, { kept });
  assert.deepEqual(prompt.tokens.at(-1), kept[0]);
  assert(prompt.text.endsWith('assistant\nH'));
});

test('own words keep their ids where those spell them, and are encoded where they do not', () => {
  const answer = (tokens: number[]) => chat([U('a'), { ...A('x. y'), tokens }]).tokens.filter(({ owner }) => owner === 'model');
  const ids = (tokens: number[]) => answer(tokens).map(({ id }) => id);
  assert.deepEqual(ids([120, 46, 32, 121]), [120, 46, 32, 121]);
  assert.deepEqual(ids([120]), tinyEncoder.encode('x. y'));
  assert.deepEqual(ids([120, 99_999]), tinyEncoder.encode('x. y'));
});

test('the row of the next turn begins with the row of this one and its answer', () => {
  fc.assert(
    fc.property(words, words, (question, answer) => {
      const first = chat([U(question)]);
      const own = [...new TextEncoder().encode(answer)];
      const next = chat([U(question), { ...A(answer), tokens: own }, U('Hi', 'u2')]);
      const seen = [...first.tokens.map(({ id }) => id), ...own];
      assert.deepEqual(
        next.tokens.slice(0, seen.length).map(({ id }) => id),
        seen,
      );
    }),
  );
});

const begins = (tokens: readonly RowToken[]) => tokens.filter(({ id }) => id === 904).length;

test('the begin token is there once: from the template, or put there where the model wants it', () => {
  assert.equal(begins(chat([U('Hi')], beginning).tokens), 1);
  const silent = { ...raw, begin: 904, beginText: '<s>', addsBegin: true };
  const { tokens, text } = chat([U('Hi')], silent);
  assert.deepEqual(tokens[0], { id: 904, bytes: '3c733e', text: '<s>', owner: 'template', special: true });
  assert(text.startsWith('<s><|im_start|>'));
  assert.equal(begins(chat([U('Hi')], { ...silent, addsBegin: false }).tokens), 0);
});

test('a begin token that a template says twice is there once', () => {
  assert.equal(begins(chat([U('Hi')], { ...beginning, source: `{{ bos_token }}${beginning.source}` }).tokens), 1);
});

test('a begin token that also opens messages is not taken for one', () => {
  const both = { ...raw, begin: 900, beginText: '<|im_start|>' };
  assert.equal(chat([U('Hi')], both).tokens.filter(({ id }) => id === 900).length, 2);
});

test("a template's own system message is owned by the template and by no message", () => {
  const { tokens } = chat([U('Hi')], instructing);
  const own = tokens.slice(
    0,
    tokens.findIndex(({ text }) => text === '<|im_end|>'),
  );
  assert(own.length > 0 && own.every(({ owner, message }) => owner === 'template' && message === undefined));
});

test('a document is the texts as they stand after a begin token, without template', () => {
  const prompt = document([U('Once '), A('upon')], beginning);
  assert.equal(prompt.text, '<s>Once upon');
  assert.deepEqual(
    prompt.tokens.map(({ owner }) => owner),
    ['template', ...Array(5).fill('person'), ...Array(4).fill('model')],
  );
  assert.equal(prompt.template, undefined);
});

test('a document needs no template at all, and chat needs one', () => {
  assert.equal(document([U('Hi')]).text, 'Hi');
  assert.throws(
    () => renderPrompt({ mode: 'chat', messages: [U('Hi')] }, undefined, tinyEncoder),
    /brings no chat template.*Document mode/,
  );
  const base = { begin: 904, beginText: '<s>', addsBegin: true };
  assert.equal(renderPrompt({ mode: 'document', messages: [U('Hi')] }, base, tinyEncoder).text, '<s>Hi');
});

test('a row is exact where every id is known, else estimated', () => {
  assert.equal(chat([U('Hi')]).grade, 'exact');
  assert.equal(chat([U('Hi')], builtIn('openai')).grade, 'estimated');
});

test('a row that ends in half a character says so in its text', () => {
  assert.equal(
    textOfRow([
      { bytes: 'e6', owner: 'model' },
      { bytes: '96', owner: 'model' },
    ]),
    '\ufffd\ufffd',
  );
  assert.equal(
    textOfRow([
      { bytes: 'e6', owner: 'model' },
      { bytes: '9687', owner: 'model' },
      { bytes: '61', text: 'a', owner: 'model' },
    ]),
    '文a',
  );
});
