/** Long rows in pieces: the same bytes as in one, and everybody else has a turn in between. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setImmediate as nextTask } from 'node:timers/promises';
import fc from 'fast-check';
import Fastify from 'fastify';
import type { RowToken } from '#domain/tokens/token';
import type { WireRow } from '#wire/row';
import { rowAnswer, rowJson } from './row-json.ts';

const rowOf = (tokens: RowToken[], text = ''): WireRow => ({
  model: 'local/small',
  encoding: 'o200k',
  grade: 'exact',
  counts: { row: { value: tokens.length, grade: 'exact' } },
  tokens,
  text,
  probabilities: 'upper-bound',
});
const tokensOf = (texts: string[]): RowToken[] => texts.map((text, id) => ({ id, bytes: '61', text, owner: 'person' }));
const many = (count: number) => rowOf(tokensOf(Array.from({ length: count }, (_, at) => `word ${at}`)));
const hostile = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.constantFrom('"tokens":[]', ',"tokens":[', '\\"tokens\\":[]', '\ud800'),
);

async function piecesOf(row: WireRow, slice: number): Promise<string[]> {
  const pieces: string[] = [];
  for await (const piece of rowJson(row, slice)) pieces.push(piece);
  return pieces;
}

test('the pieces together are the JSON of the whole, whatever stands in it', async () => {
  const row = fc.tuple(fc.array(hostile, { maxLength: 9 }), hostile, hostile);
  await fc.assert(
    fc.asyncProperty(row, fc.integer({ min: 1, max: 10 }), async ([texts, text, model], slice) => {
      const given = { ...rowOf(tokensOf(texts), text), model };
      assert.equal((await piecesOf(given, slice)).join(''), JSON.stringify(given));
    }),
  );
});

test('other work has its turn between two pieces', async () => {
  let turns = 0;
  let isDone = false;
  const others = (async () => {
    while (!isDone) {
      await nextTask();
      turns++;
    }
  })();
  const pieces = await piecesOf(many(50), 10);
  isDone = true;
  await others;
  assert.equal(pieces.length, 7);
  assert.ok(turns >= 5, `${turns} turns`);
});

test('a long row is answered as JSON of the same kind as a short one, and the same bytes', async () => {
  const app = Fastify();
  app.get('/:count', async (request, reply) => rowAnswer(many(Number((request.params as { count: string }).count)), reply));
  for (const count of [2000, 2001]) {
    const answer = await app.inject(`/${count}`);
    assert.equal(answer.headers['content-type'], 'application/json; charset=utf-8');
    assert.equal(answer.body, JSON.stringify(many(count)));
  }
});
