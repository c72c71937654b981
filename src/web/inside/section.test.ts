import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Owner, RowToken } from '#domain/tokens/token';
import { countByOwner, growSections, ownerOf, type Section, sectionsOf } from './section.ts';

const token = (owner: Owner | Owner[], message?: string, special = false): RowToken => ({
  bytes: '61',
  owner,
  ...(message !== undefined && { message }),
  ...(special && { special }),
});
const many = (count: number, ...given: Parameters<typeof token>): RowToken[] =>
  Array.from({ length: count }, () => token(...given));

/** The worked example: 22 tokens given, 20 of the model, the token that hands the word back. */
const haiku = [
  token('template', 'q', true),
  token('template', 'q'),
  token('template', 'q', true),
  ...many(15, 'person', 'q'),
  token('template', 'q', true),
  token('template', 'a', true),
  token('template', 'a'),
  token('template', 'a', true),
  ...many(20, 'model', 'a'),
  token('template', 'a', true),
];

test('what is given, then the model has the word: 22 and 20', () => {
  const sections = sectionsOf(haiku);
  assert.deepEqual(
    sections.map(({ speaker, tokens, owners, first }) => ({ speaker, tokens, owners, first })),
    [
      { speaker: 'given', tokens: 22, owners: ['template', 'person'], first: 0 },
      { speaker: 'model', tokens: 20, owners: ['template', 'model'], first: 22 },
    ],
  );
  assert.equal(sections[1]?.isClosed, true);
});

test('an end token that the model owns is not one of its words either', () => {
  const row = [...haiku.slice(0, -1), token('model', 'a', true)];
  assert.equal(sectionsOf(row)[1]?.tokens, 20);
});

test('words and end token together are what the model is metered for', () => {
  const row = [...haiku.slice(0, -1), token('model', 'a', true)];
  const [, { tokens = 0, ends = 0 } = {}] = sectionsOf(row);
  assert.deepEqual([tokens, ends, countByOwner(row).model], [20, 1, 21]);
  assert.equal(sectionsOf(haiku)[1]?.ends, 0);
});

test('the rest of an envelope stays with its message, the next message begins a section', () => {
  const row = [...haiku, token('template', 'a'), token('template', 'q2', true), token('person', 'q2')];
  assert.deepEqual(
    sectionsOf(row).map((section) => section.first),
    [0, 22, 44],
  );
});

test('without names of messages a special token closes the answer and the next one opens what is given', () => {
  const row = [
    token('person'),
    token('model'),
    token('template', undefined, true),
    token('template', undefined, true),
    token('person'),
  ];
  assert.deepEqual(
    sectionsOf(row).map((section) => section.first),
    [0, 1, 3],
  );
});

test('a special token between the words of an answer does not end it', () => {
  const row = [
    token('template', 'a'),
    token('model', 'a', true),
    token('model', 'a'),
    token('model', 'a', true),
    token('model', 'a'),
  ];
  const sections = sectionsOf(row);
  assert.equal(sections.length, 2);
  assert.equal(sections[1]?.tokens, 4);
  assert.equal(sections[1]?.ends, 0);
  assert.equal(sections[1]?.isClosed, false);
});

test('sections of a row that grows are those of the whole row', () => {
  const grown: Section[] = [];
  const row: RowToken[] = [];
  for (const one of haiku) {
    row.push(one);
    growSections(grown, row, row.length - 1);
  }
  assert.deepEqual(grown, sectionsOf(haiku));
});

test('owners are counted by the tint that a token wears', () => {
  assert.deepEqual(countByOwner(haiku), { template: 8, system: 0, person: 15, model: 20, tool: 0 });
  assert.equal(ownerOf(token(['template', 'person'])), 'person');
});
