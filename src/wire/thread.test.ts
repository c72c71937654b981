/** What the HTTP interface takes, and what it refuses. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { ZodType } from 'zod';
import {
  changeThreadSchema,
  continueTurnSchema,
  listThreadsSchema,
  newThreadSchema,
  newTurnSchema,
  settingsSchema,
  startedTurnSchema,
  threadSchema,
  wholeText,
} from './thread.ts';

const ID = '01a217a5-fabc-7000-b5b2-428746e24632';
const takes = (schema: ZodType, value: unknown) => schema.safeParse(value).success;

test('whole text is any text without half a character', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      assert.equal(takes(wholeText, text), text.isWellFormed());
    }),
  );
  for (const text of ['\ud800', 'a\udfff', '\udc00\ud800']) assert.equal(takes(wholeText, text), false);
  assert.equal(takes(wholeText, '\ud83e\ude9f'), true);
});

test('a half character is refused wherever text may stand', () => {
  const half = '\ud800';
  assert.equal(takes(newThreadSchema, { title: half }), false);
  assert.equal(takes(changeThreadSchema, { title: half }), false);
  assert.equal(takes(listThreadsSchema, { query: half }), false);
  assert.equal(takes(newTurnSchema, { text: half }), false);
  assert.equal(takes(newTurnSchema, { system: half }), false);
  assert.equal(takes(newTurnSchema, { parts: [{ kind: 'text', text: half }] }), false);
  assert.equal(takes(settingsSchema, { stop: [half] }), false);
});

test('a turn may be asked for with nothing: the parent’s answer again', () => {
  assert.deepEqual(newTurnSchema.parse({}), {});
});

test('a turn with all that can be said', () => {
  const body = {
    text: 'Hi',
    system: '',
    parent: ID,
    model: 'local/small',
    mode: 'document',
    settings: {
      temperature: 0,
      topP: 1,
      topK: 0,
      minP: 0,
      repeatPenalty: 1,
      repeatLastN: 64,
      seed: 0,
      maxTokens: 1,
      stop: ['\n'],
    },
    requestId: 'r',
  };
  assert.deepEqual(newTurnSchema.parse(body), body);
});

test('a field that is not of the contract is refused, not passed over', () => {
  for (const [schema, body] of [
    [newTurnSchema, { text: 'a', temperature: 1 }],
    [settingsSchema, { top_p: 1 }],
    [newThreadSchema, { name: 'a' }],
    [changeThreadSchema, { deletedAt: 1 }],
    [continueTurnSchema, { from: 1 }],
    [listThreadsSchema, { page: '2' }],
  ] as const)
    assert.equal(takes(schema, body), false, JSON.stringify(body));
});

test('ids are ids', () => {
  assert.equal(takes(newTurnSchema, { text: 'a', parent: ID }), true);
  for (const parent of ['', 'a', 5, null, `${ID}x`]) assert.equal(takes(newTurnSchema, { text: 'a', parent }), false);
});

test('null is nothing that is sent', () => {
  for (const field of ['text', 'system', 'parent', 'model', 'mode', 'settings', 'requestId'])
    assert.equal(takes(newTurnSchema, { [field]: null }), false, field);
});

test('the ends of every setting’s range are in it, and what lies beyond is not', () => {
  const ranges: [string, number, number, number, number][] = [
    // name, least, most, too little, too much
    ['temperature', 0, 2, -0.01, 2.01],
    ['topP', 0.001, 1, 0, 1.01],
    ['topK', 0, 100_000, -1, 100_001],
    ['minP', 0, 1, -0.01, 1.01],
    ['repeatPenalty', 0.5, 2, 0.49, 2.01],
    ['repeatLastN', 0, 4096, -1, 4097],
    ['seed', 0, 0xffff_ffff, -1, 0x1_0000_0000],
    ['maxTokens', 1, 1_000_000, 0, 1_000_001],
  ];
  for (const [name, least, most, little, much] of ranges) {
    for (const value of [least, most]) assert.equal(takes(settingsSchema, { [name]: value }), true, `${name} ${value}`);
    for (const value of [little, much, Number.NaN, Number.POSITIVE_INFINITY, '1'])
      assert.equal(takes(settingsSchema, { [name]: value }), false, `${name} ${value}`);
  }
});

test('counts are whole numbers', () => {
  for (const name of ['topK', 'repeatLastN', 'seed', 'maxTokens'])
    assert.equal(takes(settingsSchema, { [name]: 1.5 }), false, name);
  for (const body of [{ at: 1.5 }, { token: -1 }, { at: -1 }]) assert.equal(takes(continueTurnSchema, body), false);
});

test('stop strings: at most 16, none empty', () => {
  assert.equal(takes(settingsSchema, { stop: Array(16).fill('x') }), true);
  assert.equal(takes(settingsSchema, { stop: Array(17).fill('x') }), false);
  assert.equal(takes(settingsSchema, { stop: [''] }), false);
});

test('a page of the list: 50 unless told, 1 to 200, from the words of an address', () => {
  assert.equal(listThreadsSchema.parse({}).limit, 50);
  assert.equal(listThreadsSchema.parse({ limit: '200' }).limit, 200);
  for (const limit of ['0', '201', '1.5', 'x', '']) assert.equal(takes(listThreadsSchema, { limit }), false, limit);
});

test('titles: at most 200, and a title is not taken away by an empty one', () => {
  assert.equal(takes(newThreadSchema, { title: 'a'.repeat(200) }), true);
  assert.equal(takes(newThreadSchema, { title: 'a'.repeat(201) }), false);
  assert.equal(takes(changeThreadSchema, { title: '' }), false);
});

test('answers of the server: a started turn and a thread', () => {
  assert.equal(takes(startedTurnSchema, { turn: ID, message: ID, answer: ID }), true);
  assert.equal(takes(startedTurnSchema, { turn: ID, message: ID }), false);
  assert.equal(takes(threadSchema, { id: ID, pinned: false, createdAt: 1, updatedAt: 1 }), true);
  assert.equal(takes(threadSchema, { id: ID, pinned: false, createdAt: 1.5, updatedAt: 1 }), false);
});
