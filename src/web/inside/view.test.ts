import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { RowToken } from '#domain/tokens/token';
import type { Unit } from './unit.ts';
import { tintName, unitLogprob } from './view.ts';

const tokens: RowToken[] = [
  { bytes: '61', owner: 'template' },
  { bytes: '62', owner: ['template', 'person'] },
  { bytes: 'e7bb', owner: 'model', logprob: Math.log(0.5) },
  { bytes: 'bd', owner: 'model', logprob: Math.log(0.25) },
];
const unit = (first: number, count = 1): Unit => ({ first, count, kind: 'text', text: 'x', step: 0 });
const facts = { kept: 1, promptCount: 2, fates: ['kept', 'moved', 'new', 'new'] as const };

test('by owner: the one whose letters a token mostly holds', () => {
  assert.deepEqual(
    [0, 1, 2].map((at) => tintName('owner', unit(at), tokens, facts)),
    ['template', 'person', 'model'],
  );
});

test('by probability: a character of several tokens has the product, a token without probability its owner', () => {
  assert.equal(tintName('probability', unit(2, 2), tokens, facts), 'p3');
  assert.equal(tintName('probability', unit(2), tokens, facts), 'p1');
  assert.equal(tintName('probability', unit(0), tokens, facts), 'template');
  assert.equal(unitLogprob(unit(1, 2), tokens), undefined);
});

test('by probability: what the model wrote in an earlier turn has none here, and does not look likely', () => {
  const earlier: RowToken[] = [{ bytes: '61', owner: 'model' }];
  assert.equal(tintName('probability', unit(0), earlier, facts), 'unknown');
  assert.equal(tintName('owner', unit(0), earlier, facts), 'model');
});

test('by cost: kept, read, written', () => {
  assert.deepEqual(
    [0, 1, 2].map((at) => tintName('cost', unit(at), tokens, facts)),
    ['kept', 'read', 'written'],
  );
});

test('by change: what became of it since the turn before, no tint where nothing is known', () => {
  assert.equal(tintName('change', unit(1), tokens, facts), 'moved');
  assert.equal(tintName('change', unit(1), tokens, { kept: 0, promptCount: 2 }), 'unknown');
});
