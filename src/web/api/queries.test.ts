import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CallFailed } from './client.ts';
import { countQuery, modelsQuery, queryClient, threadListQuery, weightsQuery } from './queries.ts';

const failed = (status: number) => new CallFailed({ type: '', title: '', status, detail: '', kind: 'unreachable' });
const { retry, retryDelay } = queryClient.getDefaultOptions().queries ?? {};
const triesAgain = (failures: number, error: Error) => typeof retry === 'function' && retry(failures, error);
const pause = (failures: number) => (typeof retryDelay === 'function' ? retryDelay(failures, new Error()) : undefined);

test('a refusal is not asked again', () => {
  assert.equal(triesAgain(0, failed(404)), false);
  assert.equal(triesAgain(0, failed(503)), false);
});

test('a server that is gone is asked again, eight times', () => {
  assert.equal(triesAgain(7, failed(0)), true);
  assert.equal(triesAgain(8, failed(0)), false);
});

test('the pauses between double, up to four seconds', () => {
  assert.deepEqual([0, 1, 4, 5, 9].map(pause), [250, 500, 4000, 4000, 4000]);
});

/** How long until it is asked again, for these states. */
const interval = (query: { refetchInterval?: unknown }, state: object) =>
  (query.refetchInterval as (query: { state: object }) => number)({ state });

test('models are asked often while one is on its way or loads', () => {
  for (const state of ['fetching', 'loading']) assert.equal(interval(modelsQuery, { data: { models: [{ state }] } }), 700);
});

test('models are asked calmly while nothing happens', () => {
  assert.equal(interval(modelsQuery, { data: { models: [{ state: 'ready' }, { state: 'absent' }] }, status: 'success' }), 3000);
});

test('models are asked often while the server does not answer', () => {
  assert.equal(interval(modelsQuery, { status: 'error' }), 700);
});

test('files are asked often while one is fetched, and only then', () => {
  assert.equal(interval(weightsQuery, { data: [{ state: 'fetching' }] }), 700);
  assert.equal(interval(weightsQuery, { data: [{ state: 'stopped' }] }), 3000);
});

test('the next page of threads begins where the last one says', () => {
  const next = threadListQuery.getNextPageParam;
  assert.equal(next({ rows: [], next: 'h7' }, [], '', []), 'h7');
  assert.equal(next({ rows: [] }, [], '', []), undefined);
});

test('nothing is counted without a model or without a text', () => {
  assert.equal(countQuery(undefined, 'a').enabled, false);
  assert.equal(countQuery('local/small', '').enabled, false);
  assert.equal(countQuery('local/small', 'a').enabled, true);
});
