import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { PromptMessage } from '#domain/templates/prompt';
import { TemplateRefused } from '#domain/templates/template';
import type { RowToken } from '#domain/tokens/token';
import { familyOf } from './families.ts';
import type { Family } from './family.ts';
import { answerRow, type RowInputs, rowFor, templateOf } from './model-row.ts';
import { publicEncoder } from './public-encoder.contract.ts';

function family(model: string): Family {
  const found = familyOf(model);
  assert(found, model);
  return found;
}
const THREAD: PromptMessage[] = [
  { id: 's', role: 'system', text: 'Be brief.' },
  { id: 'u', role: 'user', text: 'Hi' },
];
const row = (model: string, inputs?: RowInputs, messages = THREAD) => {
  const drawn = rowFor(family(model), messages, publicEncoder(family(model).encoding), inputs);
  assert(drawn, model);
  return drawn.prompt.tokens;
};
const ids = (tokens: readonly RowToken[]) => tokens.map(({ id }) => id);
const spelled = (tokens: readonly RowToken[]) => tokens.map(({ text }) => text).join('');

/** `Be brief.` and `Hi` in each family's form, to the id. */
const KNOWN: Record<string, (number | undefined)[]> = {
  'gpt-4o': [
    undefined,
    17360,
    undefined,
    3238,
    14567,
    13,
    undefined,
    undefined,
    1428,
    undefined,
    12194,
    undefined,
    undefined,
    173781,
    undefined,
  ],
  'gpt-4': [100264, 9125, 100266, 3513, 10015, 13, 100265, 100264, 882, 100266, 13347, 100265, 100264, 78191, 100266],
  'llama3-8b': [
    128000, 128006, 9125, 128007, 271, 3513, 10015, 13, 128009, 128006, 882, 128007, 271, 13347, 128009, 128006, 78191, 128007,
    271,
  ],
  'qwen3-8b': [151644, 8948, 198, 3430, 9814, 13, 151645, 198, 151644, 872, 198, 13048, 151645, 198, 151644, 77091, 198],
  'deepseek-v3': [0, 7153, 9708, 16, 128803, 23166, 128804],
  'gemma-3-4b': [2, 105, 2364, 107, 3912, 8652, 236761, 108, 10979, 106, 107, 105, 4368, 107],
};

for (const [model, expected] of Object.entries(KNOWN)) {
  test(`the row of ${model} is known to the id`, () => {
    assert.deepEqual(ids(row(model)), expected);
  });
}

test('every token of a reconstruction has an owner, and its words their message', () => {
  for (const model of Object.keys(KNOWN)) {
    const tokens = row(model);
    assert.equal(spelled(tokens.filter(({ owner }) => owner === 'system')), 'Be brief.', model);
    assert.equal(spelled(tokens.filter(({ message, owner }) => message === 'u' && owner === 'person')), 'Hi', model);
  }
});

test('names of special tokens that a person types stay words in every family', () => {
  for (const model of [...Object.keys(KNOWN), 'gpt-oss', 'deepseek-r1', 'llama-3.3-70b', 'o3']) {
    const names = templateOf(family(model), {})?.specials.map(({ text }) => text) ?? [];
    const typed: PromptMessage[] = [{ id: 'u', role: 'user', text: names.join('') }];
    const special = (tokens: readonly RowToken[]) => tokens.filter((token) => token.special).length;
    assert.equal(special(row(model, {}, typed)), special(row(model, {}, [{ id: 'u', role: 'user', text: 'Hi' }])), model);
  }
});

test('an answer of each family ends with the token that hands the word back', () => {
  const ends = Object.fromEntries(
    ['gpt-4o', 'gpt-4', 'gpt-oss', 'llama3', 'qwen3', 'deepseek-v3', 'gemma-3-4b'].map((model) => {
      const end = answerRow(family(model), 'Hi', publicEncoder(family(model).encoding)).at(-1);
      return [model, [end?.id, end?.text, end?.owner]];
    }),
  );
  assert.deepEqual(ends, {
    'gpt-4o': [undefined, '<|im_end|>', 'model'],
    'gpt-4': [100265, '<|im_end|>', 'model'],
    'gpt-oss': [200002, '<|return|>', 'model'],
    llama3: [128009, '<|eot_id|>', 'model'],
    qwen3: [151645, '<|im_end|>', 'model'],
    'deepseek-v3': [1, '<｜end▁of▁sentence｜>', 'model'],
    'gemma-3-4b': [106, '<end_of_turn>', 'model'],
  });
});

test('an answer of a family without a public format is its words', () => {
  assert.deepEqual(ids(answerRow(family('claude-opus-5'), 'Hi', publicEncoder('o200k'))), [12194]);
});

test('without its opening a row ends with the last message', () => {
  assert.deepEqual(ids(row('qwen3-8b', { opensAnswer: false })).slice(-2), [151645, 198]);
});

test('the day is printed where the format prints one, and absent where it is not known', () => {
  const atMs = Date.UTC(2026, 10, 26);
  assert.match(spelled(row('llama-3.3-70b', { atMs })), /Today Date: 26 Nov 2026/);
  assert.match(spelled(row('gpt-oss', { atMs })), /Current date: 2026-11-26/);
  assert.doesNotMatch(spelled(row('gpt-oss')), /Current date/);
});

test('tools stand in the row of an open model as it reads them, owned by the template', () => {
  const tools = [{ name: 'look', description: 'Looks.', parameters: { type: 'object', properties: { at: { type: 'string' } } } }];
  const tokens = row('gpt-oss', { tools });
  assert.match(
    spelled(tokens),
    /# Tools\n\n## functions\n\nnamespace functions \{\n\n\/\/ Looks\.\ntype look = \(_: \{\nat\?: string,\n\}\) => any;/,
  );
  assert.equal(tokens.find(({ text }) => text === ' namespace' || text === 'namespace')?.owner, 'template');
});

test('messages that a family does not take are refused in a sentence', () => {
  const twice: PromptMessage[] = [...THREAD, { id: 'v', role: 'user', text: 'Again' }];
  assert.throws(() => row('gemma-3-4b', {}, twice), TemplateRefused);
});

test('a reconstruction tells the name of the model that was asked for', () => {
  const drawn = rowFor(family('openai/o3'), THREAD, publicEncoder('o200k'), { model: 'openai/o3' });
  assert.match(drawn?.reconstruction ?? '', /^What o3 reads is not published whole/);
});
