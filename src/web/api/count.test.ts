import assert from 'node:assert/strict';
import { test } from 'node:test';
import { countsBefore } from './count.ts';

const counts = { content: { value: 15, grade: 'exact' } };
const row = {
  model: 'local/small',
  encoding: 'small',
  grade: 'exact',
  counts,
  tokens: [{ id: 1, bytes: '61', owner: 'person' }],
};
const whole = JSON.stringify(row);

test('the counts are read as soon as the tokens begin', () => {
  const begun = whole.slice(0, whole.indexOf('[{') + 1);
  assert.deepEqual(countsBefore(begun), counts);
});

test('nothing is read before that', () => {
  assert.equal(countsBefore(whole.slice(0, whole.indexOf('"tokens"'))), undefined);
});

test('an answer with its tokens first is read whole by the caller', () => {
  assert.equal(countsBefore(JSON.stringify({ model: 'm', tokens: [], counts })), undefined);
});

test('a model whose name looks like the mark does not mislead', () => {
  assert.equal(countsBefore(`{"model":"a,\\"tokens\\":[","counts":`), undefined);
});
