import assert from 'node:assert/strict';
import { test } from 'node:test';
import { countOnly, countsBefore } from './count.ts';

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

/** Counts a text whose answer comes in these pieces; tells how many of them were read. */
async function counted(pieces: string[]): Promise<{ counts: unknown; read: number }> {
  const realFetch = globalThis.fetch;
  let read = 0;
  const body = new ReadableStream<Uint8Array>(
    {
      pull(controller) {
        const piece = pieces[read++];
        if (piece === undefined) controller.close();
        else controller.enqueue(new TextEncoder().encode(piece));
      },
    },
    { highWaterMark: 0 },
  );
  globalThis.fetch = async () => new Response(body);
  try {
    return { counts: await countOnly({ model: 'local/small', text: 'a' }), read };
  } finally {
    globalThis.fetch = realFetch;
  }
}

test('the rest of a long answer is not waited for', async () => {
  const at = whole.indexOf('[{') + 1;
  const { counts: found, read } = await counted([whole.slice(0, 20), whole.slice(20, at), whole.slice(at), 'never read']);
  assert.deepEqual([found, read], [counts, 2]);
});

test('an answer in another order is read whole', async () => {
  const { counts: found } = await counted([JSON.stringify({ model: 'm', tokens: [], counts })]);
  assert.deepEqual(found, counts);
});
