import assert from 'node:assert/strict';
import { mock, test } from 'node:test';
import type { Choice } from './share-link.ts';

mock.timers.enable({ apis: ['setTimeout'] });
const choice: Choice = {
  mode: 'text',
  text: 'Before',
  messages: [],
  tools: '',
  images: [],
  encodings: ['o200k'],
  model: 'm',
  readsSpecials: false,
};
const kept = new Map([['oriel.tokens', JSON.stringify(choice)]]);
let isFull = false;
Object.defineProperty(globalThis, 'sessionStorage', {
  value: {
    getItem: (name: string) => kept.get(name) ?? null,
    setItem: (name: string, value: string) => {
      if (isFull) throw new Error('QuotaExceededError');
      kept.set(name, value);
    },
    removeItem: (name: string) => kept.delete(name),
  },
});
const { keepDraft, keptDraft, saveDraft } = await import('./draft.ts');
const saved = (): Choice | undefined => JSON.parse(kept.get('oriel.tokens') ?? 'null') ?? undefined;

test('what stood there before a reload is there again; what is no choice is none', () => {
  assert.deepEqual(keptDraft(), choice);
  kept.set('oriel.tokens', '{"text": 7}');
  assert.equal(keptDraft(), undefined);
  kept.set('oriel.tokens', '{');
  assert.equal(keptDraft(), undefined);
});

test('it is kept once the typing rests, and at once when the page goes', () => {
  keepDraft({ ...choice, text: 'a' });
  mock.timers.tick(200);
  keepDraft({ ...choice, text: 'ab' });
  mock.timers.tick(200);
  assert.equal(kept.get('oriel.tokens'), '{');
  mock.timers.tick(100);
  assert.equal(saved()?.text, 'ab');
  keepDraft({ ...choice, text: 'abc' });
  saveDraft();
  assert.equal(saved()?.text, 'abc');
});

test('the page itself has the newest at once', () => {
  keepDraft({ ...choice, text: 'newest' });
  assert.equal(keptDraft()?.text, 'newest');
});

test('what is too large for the browser lives as long as the page, and no older draft takes its place', () => {
  for (const part of [{ text: 'a'.repeat(2_000_001) }, { tools: '"'.repeat(1_100_000) }]) {
    keepDraft({ ...choice, text: 'small' });
    saveDraft();
    keepDraft({ ...choice, ...part });
    saveDraft();
    assert.equal(saved(), undefined);
    assert.deepEqual(keptDraft(), { ...choice, ...part });
  }
});

test('a browser that keeps nothing is no trouble', () => {
  isFull = true;
  keepDraft({ ...choice, text: 'unkept' });
  saveDraft();
  assert.equal(keptDraft()?.text, 'unkept');
});
