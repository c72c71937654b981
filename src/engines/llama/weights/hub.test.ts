import assert from 'node:assert/strict';
import { test } from 'node:test';
import { askHub, factsOfFile, type Hub, hubName } from './hub.ts';
import { HUB_SOURCE, madeBytes, sha256Of } from './stand-in/file.ts';
import { openStandInHub } from './stand-in/hub.ts';

const signal = new AbortController().signal;
const bytes = madeBytes(5000);

/** A hub whose answers are given here; addresses asked for are kept. */
function told(answers: (address: string) => Response): { hub: Hub; asked: string[] } {
  const asked: string[] = [];
  const fetch = (async (input: string) => {
    asked.push(input);
    return answers(input);
  }) as typeof globalThis.fetch;
  return { hub: { endpoint: 'https://hub.example/', fetch, answerMs: 10_000 }, asked };
}

test('the name of the hub is its host and the repository', () => {
  assert.equal(hubName(told(() => new Response()).hub, HUB_SOURCE), 'hub hub.example, maker/made-GGUF');
});

test('the address is made of repository, revision and file, each written so that it stays one', async () => {
  const { hub, asked } = told(() => new Response('x'));
  (await askHub(hub, { ...HUB_SOURCE, file: 'q 4/a?b.gguf', revision: 'pr/1' }, { signal })).close();
  assert.deepEqual(asked, ['https://hub.example/maker/made-GGUF/resolve/pr%2F1/q%204/a%3Fb.gguf']);
});

test('what the hub says before it sends us on is kept', async (context) => {
  const { endpoint } = await openStandInHub(context, bytes);
  const answer = await askHub({ endpoint, fetch: globalThis.fetch, answerMs: 10_000 }, HUB_SOURCE, { signal });
  assert.deepEqual(answer.facts, { bytes: 5000, sha256: sha256Of(bytes), revision: 'abc123' });
  assert.equal(answer.validator, '"one"');
  answer.close();
});

test('a weak validator is none: it does not prove that bytes are the same', async () => {
  const { hub } = told(() => new Response('x', { headers: { etag: 'W/"one"' } }));
  const answer = await askHub(hub, HUB_SOURCE, { signal });
  assert.equal(answer.validator, undefined);
  answer.close();
});

test('an entity tag that is no SHA-256 is not taken for one', async () => {
  const { hub } = told(() => new Response('x', { headers: { 'x-linked-etag': '"abc"', 'x-linked-size': '-3' } }));
  await assert.rejects(
    factsOfFile(hub, HUB_SOURCE, signal),
    /does not state hash and length of made\.gguf, so that it could not be checked/,
  );
});

test('a hub that sends us in a circle is left', async () => {
  const { hub, asked } = told(() => new Response(null, { status: 302, headers: { location: '/again' } }));
  await assert.rejects(askHub(hub, HUB_SOURCE, { signal }), {
    name: 'SourceFailure',
    message: 'the hub sent us on more than 5 times',
  });
  assert.equal(asked.length, 6);
});

test('a fault of the hub may pass; a missing file does not', async () => {
  const answer = (status: number) => askHub(told(() => new Response('', { status })).hub, HUB_SOURCE, { signal });
  await assert.rejects(answer(502), { name: 'Error', message: 'the hub answered 502' });
  await assert.rejects(answer(404), { name: 'SourceFailure' });
  await assert.rejects(answer(416), { name: 'SourceFailure', message: /is shorter there than expected \(416\)/ });
});

test('asking after a stop asks nobody', async () => {
  const { hub, asked } = told(() => new Response('x'));
  await assert.rejects(askHub(hub, HUB_SOURCE, { signal: AbortSignal.abort(new Error('Stopped.')) }), /Stopped/);
  assert.deepEqual(asked, []);
});

test('only a strong validator is sent with a range', async (context) => {
  const stand = await openStandInHub(context, bytes);
  const hub = { endpoint: stand.endpoint, fetch: globalThis.fetch, answerMs: 10_000 };
  const whole = await askHub(hub, HUB_SOURCE, { range: { from: 10, to: 19 }, validator: '"another"', signal });
  assert.equal(whole.response.status, 200);
  whole.close();
  const part = await askHub(hub, HUB_SOURCE, { range: { from: 10, to: 19 }, validator: '"one"', signal });
  assert.equal(part.response.status, 206);
  part.close();
});
