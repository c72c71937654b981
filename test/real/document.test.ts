/** Document mode over real files: the row is the text and what follows it, and no template touches it. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Turn } from '#domain/conversation/turn';
import type { WireRow } from '#wire/row';
import { describeFiles } from '../real-files.ts';
import { type RealOriel, startReal } from '../real-oriel.ts';
import { idsOf, promptOf, specialsOf, spell } from '../row-reading.ts';

const TEXT = '  The capital of France is Paris.\r\nThe capital of 日本 is';
const ASK = { mode: 'document', settings: { temperature: 0, maxTokens: 8 } };

describeFiles('document mode', ({ path }) => {
  let oriel: RealOriel;
  let turn: Turn;
  let row: WireRow;
  before(async () => {
    oriel = await startReal({ files: [path] });
    ({ turn, row } = await oriel.answered(TEXT, ASK));
  });
  after(() => oriel.close());

  test('has the text alone before the answer, to the byte, all of it the person’s', () => {
    assert.equal(spell(promptOf(row).tokens), TEXT);
    assert.deepEqual([...new Set(promptOf(row).tokens.map(({ owner }) => owner))], ['person']);
  });

  test('has no template and no special token', () => {
    assert.equal(turn.template, undefined);
    assert.deepEqual(specialsOf(promptOf(row)), []);
  });

  test('is what the child evaluated', async () => {
    assert.deepEqual(await oriel.evaluated(turn.turn), idsOf(row));
  });

  test('goes on with text and answer when more is written after it', async () => {
    const next = await oriel.say(turn.thread, ' And so', ASK);
    await oriel.ended(next.turn);
    const after = await oriel.row(next.turn);
    assert.equal(spell(promptOf(after).tokens), `${TEXT}${turn.parts[0]?.text} And so`);
    assert.deepEqual(idsOf(after).slice(0, row.tokens.length), idsOf(row));
  });
});
