import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hubRowOf, hubSourceOf, pinRow } from './pin.ts';
import { HUB_SOURCE, madeBytes, madeWeights, sha256Of } from './stand-in/file.ts';
import { openStandInHub } from './stand-in/hub.ts';

const never = new AbortController().signal;
const made = madeWeights();
const source = (repository: string, file: string, revision: string) => ({ kind: 'hub', repository, file, revision });

test('owner, name and file are a file of the hub at its main line', () => {
  assert.deepEqual(hubSourceOf('maker/thing-GGUF/some.Q4_K_M.gguf'), source('maker/thing-GGUF', 'some.Q4_K_M.gguf', 'main'));
});

test('a revision may be named', () => {
  assert.deepEqual(hubSourceOf('maker/thing/some.gguf@abc123'), source('maker/thing', 'some.gguf', 'abc123'));
});

test('a file in a folder of its repository keeps the folder', () => {
  assert.deepEqual(hubSourceOf('maker/thing/q4/some.gguf'), source('maker/thing', 'q4/some.gguf', 'main'));
});

test('the address from a browser is read, whichever page of the file it is', () => {
  for (const page of ['blob', 'resolve'])
    assert.deepEqual(
      hubSourceOf(`https://hub.example/maker/thing/${page}/v1.0/some%20model.gguf?download=true`),
      source('maker/thing', 'some model.gguf', 'v1.0'),
    );
});

test('a percent sign that begins nothing does no harm', () => {
  assert.equal(hubSourceOf('https://hub.example/maker/thing/blob/main/100%.gguf')?.file, '100%.gguf');
});

test('paths and bare names are no files of the hub', () => {
  for (const name of [
    '/home/me/some.gguf',
    'some.gguf',
    './a/some.gguf.txt',
    'C:\\models\\some.gguf',
    'smollm2-135m',
    'maker/thing',
    'maker/thing/../../other.gguf',
  ])
    assert.equal(hubSourceOf(name), undefined, name);
});

test('a file that the table has is its row', () => {
  assert.equal(hubRowOf(HUB_SOURCE, [made.row]), made.row);
});

test('a new file gets a row with a name that nobody has', () => {
  const row = hubRowOf({ ...HUB_SOURCE, repository: 'other/made' }, [made.row]);
  assert.deepEqual(
    [row.id, row.file, row.licence, row.sources],
    ['made-2', 'made.gguf', 'as other/made says', [{ ...HUB_SOURCE, repository: 'other/made' }]],
  );
});

test("the hub's own answer pins length, hash and revision", async (context) => {
  const bytes = madeBytes(5000);
  const hub = await openStandInHub(context, bytes);
  const row = hubRowOf({ ...HUB_SOURCE, revision: 'main' }, []);
  const pinned = await pinRow({ endpoint: hub.endpoint, fetch: globalThis.fetch, answerMs: 10_000 }, row, never);
  assert.deepEqual([pinned.bytes, pinned.sha256, pinned.sources], [5000, sha256Of(bytes), [HUB_SOURCE]]);
  assert.deepEqual(hub.requests, [], 'the storage need not be asked');
});

test('a hub that cannot be reached is told in one sentence with what to do', async () => {
  const hub = { endpoint: 'http://127.0.0.1:1', fetch: globalThis.fetch, answerMs: 10_000 };
  await assert.rejects(pinRow(hub, hubRowOf(HUB_SOURCE, []), never), {
    kind: 'no-source',
    message:
      /^made\.gguf could not be fetched\. Tried: hub 127\.0\.0\.1:1, maker\/made-GGUF: cannot be reached \(.*\)\. Try again .*add it by its path\.$/,
  });
});

test('a row without any source cannot be pinned', async () => {
  const hub = { endpoint: 'http://127.0.0.1:1', fetch: globalThis.fetch, answerMs: 10_000 };
  await assert.rejects(pinRow(hub, { ...made.row, sources: [] }, never), /No source is known for made\.gguf/);
});
