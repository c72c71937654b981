/** Exact probabilities of a whole old row, by one more pass of the file that wrote it. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Turn } from '#domain/conversation/turn';
import type { WireRow } from '#wire/row';
import { ask } from '../caller.ts';
import { describeFiles } from '../real-files.ts';
import { type RealOriel, startReal } from '../real-oriel.ts';
import { idsOf } from '../row-reading.ts';

/** Of the same step the same logits: what differs is rounding of the sum over 49,152 to 151,936 items in single precision. */
const ROUNDING = 1e-3;

describeFiles('exact probabilities', ({ path }) => {
  let oriel: RealOriel;
  let turn: Turn;
  let row: WireRow;
  let exact: WireRow;
  const exactRow = () => ask<WireRow>(oriel.url, 'GET', `/turns/${turn.turn}/row?exact=true`);
  before(async () => {
    oriel = await startReal({ files: [path] });
    ({ turn, row } = await oriel.answered('Name three rivers of Europe.', {
      settings: { temperature: 0.8, seed: 2, maxTokens: 16 },
    }));
    exact = await exactRow();
  });
  after(() => oriel.close());

  test('are said to be exact, of the same row', () => {
    assert.deepEqual([row.probabilities, exact.probabilities], ['upper-bound', 'exact']);
    assert.deepEqual(idsOf(exact), idsOf(row));
  });

  test('has every token but the first, which nothing stands before', () => {
    const [first, ...rest] = exact.tokens.map(({ logprob }) => logprob);
    assert.equal(first, undefined);
    for (const [at, logprob] of rest.entries())
      assert.ok(logprob !== undefined && logprob <= 0, `position ${at + 1}: ${logprob}`);
  });

  test('are nowhere above the bound that the live turn gave, and near it', () => {
    let compared = 0;
    for (const [at, { logprob: bound }] of row.tokens.entries()) {
      const logprob = exact.tokens[at]?.logprob;
      if (bound === undefined || logprob === undefined) continue;
      compared++;
      // Of 128 candidates the tail is small, but an open question may leave a fifth outside.
      assert.ok(logprob <= bound + ROUNDING && logprob > bound - 0.5, `position ${at}: exact ${logprob}, bound ${bound}`);
    }
    assert.equal(compared, row.counts.answer?.value);
  });

  test('order the alternatives as the live turn did, each less probable by the same factor', () => {
    for (const [at, { alternatives: bounds }] of row.tokens.entries()) {
      const alternatives = exact.tokens[at]?.alternatives;
      if (!bounds || !alternatives) continue;
      const gaps = bounds.flatMap(({ id, logprob }) => {
        const same = alternatives.find((other) => other.id === id);
        return same ? [logprob - same.logprob] : [];
      });
      assert.ok(gaps.length >= 9, `position ${at} shares ${gaps.length} alternatives`);
      assert.ok(Math.max(...gaps) - Math.min(...gaps) < ROUNDING, `position ${at}: ${gaps}`);
    }
  });

  test('come from the store the second time: the model is not asked again', async () => {
    for (const local of oriel.locals) await local.unload();
    assert.deepEqual(await exactRow(), exact);
    assert.deepEqual(
      oriel.locals.map(({ state }) => state.state),
      ['unloaded'],
    );
  });
});
