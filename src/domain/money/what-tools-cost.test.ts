import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Tool } from '#domain/templates/tool-namespace';
import type { Encoder } from '#domain/tokens/encoder';
import {
  ACCOUNTING,
  type AccountingName,
  type CountedMessage,
  countMessages,
  countTools,
  countToolsByConstants,
} from './accounting.ts';

/** A token a letter, so that every sum can be reckoned by hand. */
const letters: Encoder = {
  encoding: 'letters',
  encode: (text) => Array.from(text, (letter) => letter.codePointAt(0) ?? 0),
  bytesOf: (id) => Uint8Array.of(id),
};

const RULES: [rules: AccountingName, messages: CountedMessage[], count: number][] = [
  // primer alone
  ['im', [], 3],
  ['im-0301', [], 3],
  ['im-reasoning', [], 2],
  ['contents', [], 0],
  ['brackets', [], 1],
  // envelope + role (4 letters) + words (2 letters) + primer
  ['im', [{ role: 'user', text: 'Hi' }], 3 + 4 + 2 + 3],
  ['im-0301', [{ role: 'user', text: 'Hi' }], 4 + 4 + 2 + 3],
  ['im-reasoning', [{ role: 'user', text: 'Hi' }], 3 + 4 + 2 + 2],
  ['contents', [{ role: 'user', text: 'Hi' }], 1 + 2],
  ['brackets', [{ role: 'user', text: 'Hi' }], 2 + 2 + 1],
  // an answer in history: one mark behind it for Mistral, the usual for the others
  ['im', [{ role: 'assistant', text: 'Hi' }], 3 + 9 + 2 + 3],
  ['contents', [{ role: 'assistant', text: 'Hi' }], 1 + 2],
  ['brackets', [{ role: 'assistant', text: 'Hi' }], 1 + 2 + 1],
  // names: one more, or the role's place
  ['im', [{ role: 'user', text: 'Hi', name: 'bob' }], 3 + 4 + 2 + (3 + 1) + 3],
  ['im-0301', [{ role: 'user', text: 'Hi', name: 'bob' }], 4 + 4 + 2 + (3 - 1) + 3],
  ['contents', [{ role: 'user', text: 'Hi', name: 'bob' }], 1 + 2 + 3],
  ['im', [{ role: 'user', text: 'Hi', name: '' }], 3 + 4 + 2 + 1 + 3],
  // a call: its name, its arguments, three more; a function's result: two fewer
  ['im', [{ role: 'assistant', text: '', call: { name: 'now', arguments: '{}' } }], 3 + 9 + 0 + (3 + 2 + 3) + 3],
  ['im', [{ role: 'function', text: 'ok', name: 'now' }], 3 + 8 + 2 + (3 + 1) - 2 + 3],
  ['im', [{ role: 'tool', text: 'ok' }], 3 + 4 + 2 + 3],
  // several
  [
    'brackets',
    [
      { role: 'user', text: 'a' },
      { role: 'assistant', text: 'b' },
      { role: 'user', text: 'c' },
    ],
    1 + 3 + 2 + 3,
  ],
];
for (const [rules, messages, count] of RULES)
  test(`${rules}: ${messages.map(({ role, name, call }) => role + (name === undefined ? '' : ` ${name}`) + (call ? ' with a call' : '')).join(', ') || 'nothing'} is ${count}`, () => {
    assert.equal(countMessages(messages, ACCOUNTING[rules], letters), count);
  });

test('an empty message has its envelope all the same', () => {
  assert.equal(countMessages([{ role: 'user', text: '' }], ACCOUNTING.im, letters), 3 + 4 + 3);
});

const NOW: Tool = { name: 'now' };
/** `namespace functions {\n\ntype now = () => any;\n\n} // namespace functions`, by hand. */
const NOW_LETTERS = 'namespace functions {'.length + 2 + 'type now = () => any;'.length + 2 + '} // namespace functions'.length;

test('tools are their namespace and nine more', () => {
  assert.equal(countTools([NOW], 'auto', [], letters), NOW_LETTERS + 9);
});

test('no tools are no tokens, whatever else is said', () => {
  assert.equal(countTools([], { name: 'now' }, [{ role: 'system', text: 'Be.' }], letters), 0);
});

test('a system message shares its envelope with them: four fewer, and a newline that ends it', () => {
  assert.equal(countTools([NOW], 'auto', [{ role: 'system', text: 'Be.' }], letters), NOW_LETTERS + 9 - 4 + 1);
});

test('a system message that ends in a newline needs no more of them', () => {
  assert.equal(countTools([NOW], 'auto', [{ role: 'system', text: 'Be.\n' }], letters), NOW_LETTERS + 9 - 4);
});

test('an empty system message is not padded', () => {
  assert.equal(countTools([NOW], 'auto', [{ role: 'system', text: '' }], letters), NOW_LETTERS + 9 - 4);
});

test('only the first system message shares, and messages of others never do', () => {
  const messages = [
    { role: 'user', text: 'Hi' },
    { role: 'system', text: 'A\n' },
    { role: 'system', text: 'B' },
  ];
  assert.equal(countTools([NOW], 'auto', messages, letters), NOW_LETTERS + 9 - 4);
  assert.equal(countTools([NOW], 'auto', messages.slice(0, 1), letters), NOW_LETTERS + 9);
});

test('to forbid tools is one token, to force one is its name and four', () => {
  const auto = countTools([NOW], 'auto', [], letters);
  assert.equal(countTools([NOW], 'none', [], letters), auto + 1);
  assert.equal(countTools([NOW], { name: 'now' }, [], letters), auto + 3 + 4);
});

/** By the cookbook's constants. `count` of a function is `name:description`, of a property `key:type:description`. */
const CONSTANTS: [what: string, tools: Tool[], o200k: number, cl100k: number][] = [
  ['no tools', [], 0, 0],
  ['a bare function', [{ name: 'now' }], 12 + 7 + 4, 12 + 10 + 4],
  ['its description, without the stop at its end', [{ name: 'now', description: 'Tell.' }], 12 + 7 + 8, 12 + 10 + 8],
  ['a stop within it stays', [{ name: 'now', description: 'A. B' }], 12 + 7 + 8, 12 + 10 + 8],
  [
    'a property',
    [{ name: 'f', parameters: { type: 'object', properties: { x: { type: 'string', description: 'It.' } } } }],
    12 + (7 + 2) + 3 + (3 + 'x:string:It'.length),
    12 + (10 + 2) + 3 + (3 + 'x:string:It'.length),
  ],
  [
    'an enum: three off, and three a value',
    [{ name: 'f', parameters: { type: 'object', properties: { x: { type: 'string', enum: ['a', 'bc'] } } } }],
    12 + (7 + 2) + 3 + (3 + 'x:string:'.length) - 3 + (3 + 1) + (3 + 2),
    12 + (10 + 2) + 3 + (3 + 'x:string:'.length) - 3 + (3 + 1) + (3 + 2),
  ],
  [
    'an object without properties adds nothing',
    [{ name: 'f', parameters: { type: 'object', properties: {} } }],
    12 + 7 + 2,
    12 + 10 + 2,
  ],
  ['two functions have one end', [{ name: 'f' }, { name: 'g' }], 12 + 2 * (7 + 2), 12 + 2 * (10 + 2)],
];
for (const [what, tools, o200k, cl100k] of CONSTANTS)
  test(`by the cookbook's constants, ${what}: ${o200k} on o200k, ${cl100k} on cl100k`, () => {
    assert.equal(countToolsByConstants(tools, 'o200k', letters), o200k);
    assert.equal(countToolsByConstants(tools, 'cl100k', letters), cl100k);
  });
