import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import { queryClient } from '../api/queries.ts';
import { getWeights } from './get-weights.ts';

const realFetch = globalThis.fetch;
afterEach(() => {
  globalThis.fetch = realFetch;
  queryClient.clear();
});
const answers = (text: string, status = 200) => {
  globalThis.fetch = async () => new Response(text, { status });
};
const isAskedAgain = (name: string) => queryClient.getQueryState([name])?.isInvalidated;

test('a fetch that ends well ends', async () => {
  answers('event: progress\ndata: {"received":1}\n\nevent: ready\ndata: {}\n\n');
  await getWeights({ source: 'small' });
});

test('a fetch that failed throws its sentence', async () => {
  answers('event: progress\ndata: {}\n\nevent: failed\ndata: {"detail":"The disk is full."}\n\n');
  await assert.rejects(getWeights({ source: 'small' }), { message: 'The disk is full.' });
});

test('a refusal to begin is thrown as the server says it', async () => {
  answers('{"type":"","title":"","status":409,"detail":"Terms first.","kind":"conflict"}', 409);
  await assert.rejects(getWeights({ source: 'gemma' }), { name: 'CallFailed', message: 'Terms first.' });
});

test('the terms are accepted in the ask itself', async () => {
  let body: unknown;
  globalThis.fetch = async (_, init) => {
    body = JSON.parse(String(init?.body));
    return new Response('');
  };
  await getWeights({ source: 'gemma', acceptsTerms: true });
  assert.deepEqual(body, { source: 'gemma', acceptsTerms: true });
});

for (const name of ['weights', 'models']) {
  test(`after a fetch, failed or not, ${name} are asked for again`, async () => {
    queryClient.setQueryData([name], []);
    answers('event: failed\ndata: {"detail":"x"}\n\n');
    await getWeights({ source: 'small' }).catch(() => {});
    assert.equal(isAskedAgain(name), true);
  });
}
