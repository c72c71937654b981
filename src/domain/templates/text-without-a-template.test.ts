/** Document mode, begin tokens and own words: what stands in a row when no template puts it there. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { RowToken } from '#domain/tokens/token';
import { type Beginning, type Prompt, type PromptMessage, renderPrompt, textOfRow } from './prompt.ts';
import { type Template, TemplateRefused } from './template.ts';
import { tinyEncoder } from './tiny-encoder.contract.ts';

const message = (text: string, more: Partial<PromptMessage> = {}): PromptMessage => ({ id: 'm', role: 'user', text, ...more });
const document = (messages: PromptMessage[], beginning?: Beginning, kept?: RowToken[]): Prompt =>
  renderPrompt({ mode: 'document', messages, ...(kept && { kept }) }, beginning, tinyEncoder);
const ids = ({ tokens }: Prompt): (number | undefined)[] => tokens.map(({ id }) => id);

const BEGINNINGS: [what: string, beginning: Beginning | undefined, expected: (number | undefined)[]][] = [
  ['no model', undefined, [120]],
  ['a model without a begin token', { addsBegin: false }, [120]],
  ['a model that wants one, without saying which', { addsBegin: true }, [120]],
  ['a model that has one and does not want it there', { begin: 1, beginText: '<s>', addsBegin: false }, [120]],
  ['a model that wants its own', { begin: 1, beginText: '<s>', addsBegin: true }, [1, 120]],
];
for (const [what, beginning, expected] of BEGINNINGS)
  test(`a text for ${what} is the row ${expected.join(' ')}`, () => {
    assert.deepEqual(ids(document([message('x')], beginning)), expected);
  });

test("the begin token is the template's, special, and named as the model names it", () => {
  const [begin] = document([message('x')], { begin: 1, beginText: '<s>', addsBegin: true }).tokens;
  assert.deepEqual(begin, { id: 1, bytes: '3c733e', text: '<s>', owner: 'template', special: true });
});

test('a begin token without a name is spelled as the vocabulary spells it', () => {
  const [begin] = document([message('x')], { begin: 65, addsBegin: true }).tokens;
  assert.equal(begin?.text, 'A');
});

test('an empty document is its begin token, or nothing', () => {
  assert.deepEqual(ids(document([], { begin: 1, beginText: '<s>', addsBegin: true })), [1]);
  assert.deepEqual(ids(document([])), []);
});

test('a text that is the begin token already gets no second one', () => {
  assert.deepEqual(ids(document([message('A')], { begin: 65, addsBegin: true })), [65]);
});

test('of several at the beginning one is left', () => {
  assert.deepEqual(ids(document([message('AAAx')], { begin: 65, addsBegin: true })), [65, 120]);
});

test('further on the same token is left alone', () => {
  assert.deepEqual(ids(document([message('AxAA')], { begin: 65, addsBegin: true })), [65, 120, 65, 65]);
});

test('texts of a document stand one after the other, encoded as one, each token with its owner', () => {
  const prompt = document([
    message('x', { id: 'a', role: 'system' }),
    message('\n', { id: 'b' }),
    message('\nH', { id: 'c', role: 'assistant' }),
  ]);
  assert.deepEqual(
    prompt.tokens.map(({ text, owner }) => [text, [owner].flat().join('+')]),
    [
      ['x', 'system'],
      ['\n\n', 'person+model'],
      ['H', 'model'],
    ],
  );
});

test('a document is of no template, and exact', () => {
  const prompt = document([message('x')]);
  assert.equal('template' in prompt, false);
  assert.equal(prompt.grade, 'exact');
});

test('names of special tokens are plain text in a document', () => {
  const prompt = document([message('<s>')], { begin: 1, beginText: '<s>', addsBegin: false });
  assert.deepEqual(ids(prompt), tinyEncoder.encode('<s>'));
});

test('a row with a token whose id is not published is estimated', () => {
  const kept: RowToken[] = [{ bytes: '78', text: 'x', owner: 'model' }];
  assert.equal(document([], undefined, kept).grade, 'estimated');
});

for (const beginning of [undefined, { begin: 1, addsBegin: true }])
  test(`a chat without a template is refused, ${beginning ? 'with' : 'without'} a begin token`, () => {
    assert.throws(
      () => renderPrompt({ mode: 'chat', messages: [message('x')] }, beginning, tinyEncoder),
      (error) => error instanceof TemplateRefused && /Use Document mode/.test(error.message),
    );
  });

const chatOf = (source: string): Template => ({ source, hash: 'h', addsBegin: false, specials: [] });
const RAW = chatOf('{% for m in messages %}[{{ m.content }}]{% endfor %}');
const TRIMMING = chatOf('{% for m in messages %}[{{ m.content | trim }}]{% endfor %}');
const answer = (text: string, tokens: number[]): PromptMessage => ({ id: 'a', role: 'assistant', text, tokens });

/** `Hi` is one token of the tiny encoding, 270; a model may as well have written `H`, `i`: 72, 105. */
const OWN: [what: string, template: Template, own: PromptMessage, expected: number[]][] = [
  ['not the shortest spelling', RAW, answer('Hi', [72, 105]), [91, 72, 105, 93]],
  ['the shortest spelling', RAW, answer('Hi', [270]), [91, 270, 93]],
  ['other words', RAW, answer('Hi', [72]), [91, 270, 93]],
  ['no words', RAW, answer('Hi', []), [91, 270, 93]],
  ['ids outside the vocabulary', RAW, answer('Hi', [99_999]), [91, 270, 93]],
  ['words that are not trimmed', TRIMMING, answer('Hi', [72, 105]), [91, 72, 105, 93]],
  ['words that are trimmed', TRIMMING, answer('Hi ', [72, 105, 32]), [91, 270, 93]],
];
for (const [what, template, own, expected] of OWN)
  test(`own ids of ${what}: the row is ${expected.join(' ')}`, () => {
    const prompt = renderPrompt({ mode: 'chat', messages: [own], opensAnswer: false }, template, tinyEncoder);
    assert.deepEqual(ids(prompt), expected);
  });

test('own ids never change what the row spells', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom('Hi', 'H', '\n', ' the', 'é', '<|') }), (text) => {
      const bytes = [...new TextEncoder().encode(text)];
      const row = (messages: PromptMessage[]) => renderPrompt({ mode: 'chat', messages }, RAW, tinyEncoder).text;
      assert.equal(row([answer(text, bytes)]), row([{ role: 'assistant', text }]));
    }),
  );
});

const token = (bytes: string, text?: string): RowToken => ({ id: 0, bytes, owner: 'model', ...(text !== undefined && { text }) });
const SPELLED: [what: string, tokens: RowToken[], text: string][] = [
  ['nothing', [], ''],
  ['whole tokens', [token('61', 'a'), token('62', 'b')], 'ab'],
  ['two halves', [token('e7bb'), token('bd')], '绽'],
  ['two halves between whole tokens', [token('61', 'a'), token('e7bb'), token('bd'), token('62', 'b')], 'a绽b'],
  ['a half before a whole token', [token('e7'), token('61', 'a')], '\ufffda'],
  ['a half at the end', [token('61', 'a'), token('e7bb')], 'a\ufffd\ufffd'],
  ['a special token by its name, not its bytes', [token('', '<s>')], '<s>'],
];
for (const [what, tokens, text] of SPELLED)
  test(`a row of ${what} spells ${JSON.stringify(text)}`, () => {
    assert.equal(textOfRow(tokens), text);
  });
