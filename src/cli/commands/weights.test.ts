/** `oriel weights` against a server whose files are made up. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import Fastify from 'fastify';
import { WeightsError } from '#engines/llama/weights/failure';
import type { WeightsView } from '#engines/llama/weights/view';
import { leaveAddress } from '#server/address';
import { mapErrors } from '#server/problem';
import { registerRoutes } from '#server/route';
import { weightsRoutes } from '#server/routes/weights';
import { type RunOptions, runCommand } from '../../../test/command-line.ts';
import { madeUpWeights } from '../../../test/made-up-weights.ts';
import { WrongOption } from '../command.ts';
import { command } from './weights.ts';

const home = mkdtempSync(join(tmpdir(), 'oriel-weights-'));
const app = Fastify();
const calls: string[] = [];
const { library } = madeUpWeights([
  { id: 'small', state: 'ready', bytes: 98_362_432, view: { source: 'packages', languages: ['en'] } },
  { id: 'large', state: 'absent', bytes: 1_117_320_736 },
]);

async function view(id: string): Promise<WeightsView> {
  const found = (await library.list()).find((one) => one.id === id);
  if (!found) throw new WeightsError('not-found', `There is no weights file "${id}".`);
  return found;
}

before(async () => {
  const note = (verb: string) => async (id: string) => {
    calls.push(`${verb} ${id}`);
    return view(id);
  };
  Object.assign(library, {
    add: async (id: string, { acceptsTerms }: { acceptsTerms?: boolean }) => {
      calls.push(`add ${id}${acceptsTerms ? ', terms accepted' : ''}`);
      await sleep(80); // Long enough to be a stream.
      if (id === 'broken') throw new WeightsError('no-source', 'No source could be reached. Try again later.');
      return view(id);
    },
    stop: note('stop'),
    verify: note('verify'),
    remove: note('remove'),
    restore: note('restore'),
    find: async () => [{ path: '/models/a.gguf', bytes: 5_000_000, program: 'Ollama' }],
  });
  mapErrors(app);
  // As the server does: a call without fields may have no body.
  app.removeContentTypeParser('application/json');
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (_request, body, done) =>
    done(null, body === '' ? undefined : JSON.parse(String(body))),
  );
  app.get('/api/health', async () => ({}));
  registerRoutes(
    app,
    weightsRoutes(library, async ({ errorKind: _, ...view }) => view),
    'me',
  );
  await app.listen({ host: '127.0.0.1', port: 0 });
  const { port } = app.server.address() as { port: number };
  leaveAddress(home, { url: `http://127.0.0.1:${port}`, key: 'k', pid: process.pid });
});
after(async () => {
  await app.close();
  rmSync(home, { recursive: true, force: true });
});

const weights = (argv: string[], options: Partial<RunOptions> = {}) => {
  calls.length = 0;
  return runCommand(command, argv, { home, ...options });
};

test('list: a line a file, with state, size and what else is known', async () => {
  const { out } = await weights([]);
  assert.deepEqual(out.split('\n'), [
    'small                 ready             98 MB  MIT · en · packages',
    'large                 absent          1.12 GB  MIT',
    '',
  ]);
  assert.deepEqual(
    JSON.parse((await weights(['list', '--json'])).out).map(({ id }: WeightsView) => id),
    ['small', 'large'],
  );
});

test('find: files of other programs', async () => {
  assert.equal((await weights(['find'])).out, '/models/a.gguf  5.0 MB  Ollama\n');
});

test('add: the file when it is here, as a line or as an object', async () => {
  assert.match((await weights(['add', 'small'])).out, /^small +ready /);
  assert.deepEqual(calls, ['add small']);
  assert.equal(JSON.parse((await weights(['add', 'small', '--json'])).out).state, 'ready');
});

test('terms are accepted only by the flag', async () => {
  await weights(['add', 'small', '--accept-terms']);
  assert.deepEqual(calls, ['add small, terms accepted']);
});

test('a path is that of the person’s folder, not of the server’s', async () => {
  const file = join(home, 'mine.gguf');
  writeFileSync(file, 'GGUF');
  const before = process.cwd();
  process.chdir(home);
  try {
    await weights(['add', './mine.gguf']).catch(() => {});
  } finally {
    process.chdir(before);
  }
  assert.match(calls[0] ?? '', /^add \/.*\/mine\.gguf$/);
});

test('a fetch that fails ends in its sentence', () =>
  assert.rejects(weights(['add', 'broken']), /^Failure: No source could be reached\. Try again later\.$/));

test('verify, remove and restore reach the file', async () => {
  for (const verb of ['verify', 'remove', 'restore']) {
    assert.match((await weights([verb, 'small'])).out, /^small /);
    assert.deepEqual(calls, [`${verb} small`]);
  }
});

test('a file that nobody knows fails with its name', () =>
  assert.rejects(weights(['verify', 'nobody']), /There is no weights file "nobody"/));

test('what is missing or unknown is wrong use', async () => {
  for (const argv of [['burn'], ['add'], ['verify'], ['remove']])
    await assert.rejects(weights(argv), (error) => error instanceof WrongOption, argv.join(' '));
});
