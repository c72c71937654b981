import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { distanceOf, nearestNames } from './nearest-model.ts';

test('the distance is the number of letters put in, taken out or changed', () => {
  const told = [
    ['', ''],
    ['', 'abc'],
    ['abc', 'abc'],
    ['kitten', 'sitting'],
    ['gpt4o', 'gpt-4o'],
  ].map(([a = '', b = '']) => distanceOf(a, b));
  assert.deepEqual(told, [0, 3, 0, 3, 1]);
});

test('the distance is the same both ways, and never more than the longer name', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 12 }), fc.string({ maxLength: 12 }), (a, b) => {
      assert.equal(distanceOf(a, b), distanceOf(b, a));
      assert(distanceOf(a, b) <= Math.max(a.length, b.length));
    }),
  );
});

test('the nearest names come first, equally near ones in their order, each once', () => {
  const names = ['o3', 'gpt-4o', 'gpt-5', 'gpt-4', 'gpt-4o', 'claude-opus-5'];
  assert.deepEqual(nearestNames('gpt-99', names), ['gpt-4o', 'gpt-5', 'gpt-4']);
  assert.deepEqual(nearestNames('GPT4o', names, 1), ['gpt-4o']);
});
