import assert from 'node:assert/strict';
import { test } from 'node:test';
import { specialNames } from './special-name.ts';

test('special tokens with an id and a name are known, others are not', () => {
  const names = specialNames([
    { id: 2, bytes: '', text: '<|im_end|>', special: true, owner: 'template' },
    { bytes: '', text: '<|im_sep|>', special: true, owner: 'template' },
    { id: 5, bytes: '61', text: 'a', owner: 'person' },
    { id: 7, bytes: 'ff', special: true, owner: 'model' },
  ]);
  assert.deepEqual([...names], [[2, '<|im_end|>']]);
});
