import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { columnsOf, extendColumns, type RowColumns, tokensOf } from './row-columns.ts';
import { type Alternative, type Owner, type RowToken, toHex } from './token.ts';
import { toUtf8, wholeTextOf } from './utf8.ts';

const OWNERS: Owner[] = ['template', 'system', 'person', 'model', 'tool'];
const hexOf = (text: string) => toHex(toUtf8(text));
const word = (text: string, id: number, owner: RowToken['owner'] = 'person', message = 'a'): RowToken => ({
  id,
  bytes: hexOf(text),
  text,
  owner,
  message,
});
/** There and back, as the wire and the store do it. */
const again = (tokens: RowToken[]): RowToken[] => tokensOf(JSON.parse(JSON.stringify(columnsOf(tokens))));

const hostile = fc.constantFrom(
  '',
  '\0',
  '\ufeff',
  '"\\',
  '<|im_end|>',
  '__proto__',
  '\ud800',
  '👩‍👩‍👧',
  '绽',
  'e\u0301',
  '=',
  ' undefined',
);
const bytes = fc.oneof(
  hostile.map(hexOf),
  fc.string({ unit: 'grapheme' }).map(hexOf),
  fc.constantFrom('e7bb', 'bd', 'f09f', 'ff', 'c0af', 'eda080'),
  fc.uint8Array({ maxLength: 6 }).map(toHex),
);
const logprob = fc.double({ max: 0, noNaN: true, noDefaultInfinity: true }).map((value) => value || 0);
const alternative: fc.Arbitrary<Alternative> = fc.record({ id: fc.nat(12), bytes, logprob }, { noNullPrototype: true });
/** Few ids, so that the same id comes with other bytes, texts and flags too. */
const token: fc.Arbitrary<RowToken> = fc
  .record(
    {
      id: fc.nat(12),
      bytes,
      text: fc.oneof(hostile, fc.string({ unit: 'binary' })),
      owner: fc.oneof(fc.constantFrom(...OWNERS), fc.uniqueArray(fc.constantFrom(...OWNERS), { minLength: 1, maxLength: 3 })),
      message: fc.constantFrom('a', 'b', '', '__proto__'),
      special: fc.boolean(),
      logprob,
      alternatives: fc.array(alternative, { maxLength: 4 }),
    },
    { requiredKeys: ['bytes', 'owner'], noNullPrototype: true },
  )
  .chain((one) => fc.boolean().map((isSpelled) => (isSpelled ? withOwnText(one) : one)));

function withOwnText({ text: _, ...rest }: RowToken): RowToken {
  const text = wholeTextOf(Uint8Array.from(rest.bytes.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16)));
  return { ...rest, ...(text !== undefined && { text }) };
}

test('any row comes back equal, through JSON', () => {
  fc.assert(
    fc.property(fc.array(token, { maxLength: 40 }), (tokens) => assert.deepEqual(again(tokens), tokens)),
    { numRuns: 2000 },
  );
});

test('the columns of what came back are the columns that went in', () => {
  fc.assert(
    fc.property(fc.array(token, { maxLength: 20 }), (tokens) => {
      const columns = columnsOf(tokens);
      assert.deepEqual(columnsOf(tokensOf(columns)), columns);
    }),
  );
});

test('a row that goes on has the columns of the whole, and those of its beginning stay as they were', () => {
  const row = fc.array(token, { maxLength: 20 });
  fc.assert(
    fc.property(row, row, (begin, more) => {
      const columns = columnsOf(begin);
      const before = structuredClone(columns);
      assert.deepEqual(extendColumns(columns, more), columnsOf([...begin, ...more]));
      assert.deepEqual(columns, before);
    }),
    { numRuns: 500 },
  );
});

test('an empty row has empty columns', () => {
  assert.deepEqual(columnsOf([]), { items: [], row: [], owners: [], odds: [] });
  assert.deepEqual(again([]), []);
});

test('a token that stands twice is said once', () => {
  const { items, row } = columnsOf([word('the', 5), word(' row', 6), word('the', 5)]);
  assert.deepEqual(items, [
    { id: 5, bytes: '746865' },
    { id: 6, bytes: '20726f77' },
  ]);
  assert.deepEqual(row, [0, 1, 0]);
});

test('a text is left out where the bytes spell it, and only there', () => {
  const special: RowToken = { id: 2, bytes: '', text: '<|im_end|>', owner: 'template', special: true };
  const silent: RowToken = { id: 3, bytes: '61', owner: 'person' };
  const half: RowToken = { id: 4, bytes: 'e7bb', owner: 'person' };
  assert.deepEqual(columnsOf([special, silent, half]).items, [
    { id: 2, bytes: '', text: '<|im_end|>', special: true },
    { id: 3, bytes: '61', hasNoText: true },
    { id: 4, bytes: 'e7bb' },
  ]);
});

test('one id with other bytes, text or kind is another item', () => {
  const tokens: RowToken[] = [
    { id: 1, bytes: '61', text: 'a', owner: 'model' },
    { id: 1, bytes: '62', text: 'b', owner: 'model' },
    { id: 1, bytes: '61', text: 'A', owner: 'model' },
    { id: 1, bytes: '61', text: 'a', special: true, owner: 'model' },
    { id: 1, bytes: '61', text: 'a', special: false, owner: 'model' },
  ];
  assert.deepEqual(columnsOf([...tokens, ...tokens]).row, [0, 1, 2, 3, 4, 0, 1, 2, 3, 4]);
});

test('a share ends where the owner or the message changes', () => {
  const tokens = [
    word('a', 1),
    word('b', 2),
    word('c', 3, 'person', 'b'),
    word('d', 4, ['template', 'person'], 'b'),
    word('e', 5, ['template', 'person'], 'b'),
    word('f', 6, ['person', 'template'], 'b'),
  ];
  assert.deepEqual(
    columnsOf(tokens).owners.map(({ count }) => count),
    [2, 1, 2, 1],
  );
});

test('a token of no message is not one of an empty name', () => {
  const tokens: RowToken[] = [
    { bytes: '61', text: 'a', owner: 'template' },
    { bytes: '61', text: 'a', owner: 'template', message: '' },
  ];
  assert.equal(columnsOf(tokens).owners.length, 2);
  assert.equal('message' in (again(tokens)[0] ?? {}), false);
});

test('alternatives name items: the token itself among them is not said again', () => {
  const chosen: RowToken = {
    ...word(' word', 7, 'model'),
    logprob: -0.5,
    alternatives: [
      { id: 7, bytes: hexOf(' word'), logprob: -0.5 },
      { id: 9, bytes: 'e7bb', logprob: -2 },
    ],
  };
  const { items, odds } = columnsOf([chosen]);
  assert.equal(items.length, 2);
  assert.deepEqual(odds, [{ at: 0, logprob: -0.5, alternatives: [0, -0.5, 1, -2] }]);
});

test('an empty list of alternatives stays one', () => {
  assert.deepEqual(again([{ ...word('a', 1), alternatives: [] }])[0]?.alternatives, []);
});

test('tokens that say the same are one object, and one with a probability is its own', () => {
  const [first, second, third] = tokensOf(columnsOf([word('a', 1), word('a', 1), { ...word('a', 1), logprob: -1 }]));
  assert.equal(first, second);
  assert.notEqual(first, third);
  assert.equal(first?.logprob, undefined);
});

test('a long text in few words takes less than 6 bytes a token', () => {
  const tokens = Array.from({ length: 30_000 }, (_, at) => word(` word${at % 1000}`, at % 1000));
  const bytes = JSON.stringify(columnsOf(tokens)).length / tokens.length;
  assert.ok(bytes < 6, `${bytes} bytes`);
});

const columns = columnsOf([word('a', 1), { ...word('b', 2), alternatives: [{ id: 1, bytes: '61', logprob: -1 }] }]);
const damaged: [string, Partial<RowColumns>, RegExp][] = [
  ['an item that is not there', { row: [0, 7] }, /Position 1 of this row names item 7; there are 2/],
  ['owners that are too short', { owners: [{ count: 1, owner: 'person' }] }, /have 1 tokens; it has 2/],
  ['owners that are too long', { owners: [{ count: 3, owner: 'person' }] }, /Position 2 of this row names item -1/],
  ['a probability beyond the end', { odds: [{ at: 2, logprob: -1 }] }, /at position 2; it has 2 tokens/],
  ['an alternative that is not there', { odds: [{ at: 0, alternatives: [5, -1] }] }, /names item 5/],
  [
    'an alternative without an id',
    { items: [{ bytes: '61' }, { id: 2, bytes: '62' }], odds: [{ at: 1, alternatives: [0, -1] }] },
    /An alternative at position 1 of this row has no id/,
  ],
];
for (const [what, damage, sentence] of damaged)
  test(`damaged columns are refused with a sentence: ${what}`, () => {
    assert.throws(() => tokensOf({ ...columns, ...damage }), sentence);
  });
