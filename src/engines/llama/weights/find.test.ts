import assert from 'node:assert/strict';
import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { findFiles } from './find.ts';
import { madeBytes, madeWeights, sha256Of, temporaryFolder } from './stand-in/file.ts';

const made = madeWeights();
const MODEL = 'application/vnd.ollama.image.model';

async function put(path: string, content: string | Buffer): Promise<string> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, content);
  return path;
}

async function putOllama(home: string, name: string, bytes: Buffer): Promise<string> {
  const digest = sha256Of(bytes);
  const layers = [
    { mediaType: 'application/vnd.ollama.image.license', digest: `sha256:${'1'.repeat(64)}`, size: 3 },
    { mediaType: MODEL, digest: `sha256:${digest}`, size: bytes.length },
  ];
  await put(join(home, '.ollama/models/manifests', name), JSON.stringify({ schemaVersion: 2, layers }));
  return put(join(home, `.ollama/models/blobs/sha256-${digest}`), bytes);
}

const find = (home: string, environment: Record<string, string> = {}) =>
  findFiles({ HOME: home, ...environment }, [made.row], home);

async function homeOf(context: TestContext): Promise<string> {
  return temporaryFolder(context);
}

test('a machine without other programs has nothing to find', async (context) => {
  assert.deepEqual(await find(await homeOf(context)), []);
});

test('a model of Ollama is found by its manifest, with name, length and hash, and known as our row', async (context) => {
  const home = await homeOf(context);
  const path = await putOllama(home, 'some.host/library/made/1b', made.bytes);
  assert.deepEqual(await find(home), [
    { program: 'ollama', name: 'made:1b', path, bytes: made.bytes.length, sha256: made.row.sha256, id: 'made' },
  ]);
});

test('a model of Ollama by another owner keeps its owner', async (context) => {
  const home = await homeOf(context);
  await putOllama(home, 'some.host/someone/thing/latest', madeBytes(100, 'thing'));
  assert.deepEqual(
    (await find(home)).map((found) => [found.name, found.id]),
    [['someone/thing:latest', undefined]],
  );
});

test('Ollama as a service of the system is found too', async (context) => {
  const home = await homeOf(context);
  await putOllama(join(home, 'usr/share/ollama'), 'some.host/library/made/1b', made.bytes);
  assert.deepEqual(
    (await find(home)).map((found) => found.name),
    ['made:1b'],
  );
});

test('Ollama is looked for where its own variable says', async (context) => {
  const home = await homeOf(context);
  await putOllama(home, 'some.host/library/made/1b', made.bytes);
  assert.deepEqual(await find(home, { OLLAMA_MODELS: join(home, 'elsewhere') }), []);
});

test('a manifest that is broken, or whose file is gone, is passed over', async (context) => {
  const home = await homeOf(context);
  await put(join(home, '.ollama/models/manifests/h/library/a/1'), '{ "layers": [');
  await put(
    join(home, '.ollama/models/manifests/h/library/b/1'),
    JSON.stringify({ layers: [null, { mediaType: MODEL, digest: 'sha256:../../x' }] }),
  );
  await put(
    join(home, '.ollama/models/manifests/h/library/c/1'),
    JSON.stringify({ layers: [{ mediaType: MODEL, digest: `sha256:${'2'.repeat(64)}` }] }),
  );
  assert.deepEqual(await find(home), []);
});

test('files of LM Studio are found by their ending, and known as ours by name and length', async (context) => {
  const home = await homeOf(context);
  const path = await put(join(home, '.lmstudio/models/maker/made-GGUF/made.gguf'), made.bytes);
  assert.deepEqual(await find(home), [
    { program: 'lm-studio', name: 'maker/made-GGUF/made.gguf', path, bytes: made.bytes.length, id: 'made' },
  ]);
});

test('llama.cpp is looked for in its cache', async (context) => {
  const home = await homeOf(context);
  const path = await put(join(home, 'cache/some.gguf'), madeBytes(100));
  const found = await find(home, { LLAMA_CACHE: join(home, 'cache') });
  assert.deepEqual(found, [{ program: 'llama.cpp', name: 'some.gguf', path, bytes: 100 }]);
});

test("a file of the hub's cache is found through its link, once, with the hash that its blob is named by", async (context) => {
  const home = await homeOf(context);
  const model = join(home, 'hub/models--maker--made-GGUF');
  const blob = await put(join(model, 'blobs', made.row.sha256), made.bytes);
  for (const revision of ['abc', 'def']) {
    await mkdir(join(model, 'snapshots', revision), { recursive: true });
    await symlink(blob, join(model, 'snapshots', revision, 'made.gguf'));
  }
  const found = await find(home, { HF_HUB_CACHE: join(home, 'hub') });
  assert.deepEqual(found, [
    {
      program: 'hub-cache',
      name: 'maker/made-GGUF/made.gguf',
      path: blob,
      bytes: made.bytes.length,
      sha256: made.row.sha256,
      id: 'made',
    },
  ]);
});

test('files in several pieces, the eyes of models, and files that only pretend are left out', async (context) => {
  const folder = join(await homeOf(context), '.lmstudio/models/m');
  await put(join(folder, 'big-00001-of-00003.gguf'), madeBytes(100));
  await put(join(folder, 'mmproj-made.gguf'), madeBytes(100));
  await put(join(folder, 'text.gguf'), 'hello');
  await put(join(folder, 'empty.gguf'), '');
  assert.deepEqual(await find(join(folder, '../../..')), []);
});
