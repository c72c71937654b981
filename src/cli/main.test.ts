/** `oriel` as a process: exit codes, and what goes to which stream. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { leaveAddress } from '#server/address';
import { callerOf } from '../../test/caller.ts';
import { spawnOriel } from '../../test/command-line.ts';
import { KEY, startScripted } from '../../test/scripted-oriel.ts';

let oriel: Awaited<ReturnType<typeof startScripted>>;
/** Speaks to the running server of the home. */
const run = (...argv: string[]) => spawnOriel([...argv, '--home', oriel.home]);

const TURN_START = {
  ...{ type: 'turn-start', turn: 't', thread: 't', message: 'm', at: 0, asked: { vendor: 'local', model: 'm' } },
  ...{ mode: 'chat', settings: {}, window: { limit: 9, used: 1, reserve: 1, left: [] } },
};

before(async () => {
  oriel = await startScripted({
    script: ({ words }) =>
      words === 'fail'
        ? ['Half an ', { fail: { kind: 'vendor-fault', message: 'The model fell over.', retry: true } }]
        : words === 'slowly'
          ? ['One ', { waitMs: 120_000 }, 'two']
          : `You said: ${words}`,
  });
  leaveAddress(oriel.home, { url: oriel.url, key: KEY, pid: process.pid });
});
after(() => oriel.close());

test('no command: exit 2, the help to standard error, nothing to standard output', async () => {
  const { code, out, err } = await spawnOriel([]);
  assert.deepEqual([code, out], [2, '']);
  assert.match(err, /oriel serve .*\n.*oriel chat /);
});

test('asked for, help is a result: exit 0, to standard output', async () => {
  for (const argv of [['--help'], ['help'], ['chat', '--help'], ['chat', '-h', '--model', 'x']]) {
    const { code, out, err } = await spawnOriel(argv);
    assert.deepEqual([code, err], [0, ''], argv.join(' '));
    assert.match(out, /oriel/);
  }
});

test('the version is that of the package', async () => {
  const { version } = JSON.parse(await readFile(new URL('../../package.json', import.meta.url), 'utf8'));
  assert.deepEqual(await spawnOriel(['--version']), { code: 0, signal: null, out: `${version}\n`, err: '' });
});

test('wrong use: exit 2, one sentence that names what was wrong', async () => {
  for (const [argv, words] of [
    [['bake'], /^oriel: there is no command "bake"\. Commands: serve, chat, /],
    [['toString'], /there is no command "toString"/],
    [['chat', '--colour'], /^oriel chat: Unknown option '--colour'/],
    [['chat', '--model'], /--model/],
    [['chat', 'Hi', '--temperature', 'hot'], /^oriel chat: --temperature takes a number from 0 to 2, not "hot"\.\n$/],
    [['serve', '--port', '70000'], /--port takes a number from 0 to 65535, not "70000"/],
    [['serve', '--host', '0.0.0.0'], /this machine only/],
    [
      ['serve', '8080'],
      /^oriel serve: serve takes options only, and "8080" is none: leave it out, or give a port with --port\.\n$/,
    ],
    [['threads', 'burn'], /"burn" is not one of/],
    [['backup'], /needs the file/],
  ] as const) {
    const { code, out, err } = await spawnOriel([...argv]);
    assert.deepEqual([code, out], [2, ''], argv.join(' '));
    assert.match(err, words);
  }
});

test('a model that is none is wrong use before anything listens, and leaves the home to others', async () => {
  const home = mkdtempSync(join(tmpdir(), 'oriel-test-'));
  try {
    const { code, out, err } = await spawnOriel(['serve', '--port', '0', '--weights', 'nope', '--home', home]);
    assert.deepEqual([code, out], [2, '']);
    assert.match(
      err,
      /^oriel serve: --weights takes a model, a GGUF file or .*, and "nope" is none of them\. The models are smollm2/m,
    );
    assert.equal((await spawnOriel(['threads', 'list', '--home', home])).code, 0);
  } finally {
    rmSync(home, { recursive: true });
  }
});

test('done: exit 0; the result alone is on standard output, without colours', async () => {
  const { code, out, err } = await run('chat', 'Hello');
  assert.deepEqual([code, out], [0, 'You said: Hello\n']);
  assert.equal((out + err).includes('\x1b'), false);
});

test('failed: exit 1, one sentence on standard error, and what there was of the answer on standard output', async () => {
  const { code, out, err } = await run('chat', 'fail');
  assert.deepEqual([code, out], [1, 'Half an \n']);
  assert.match(err, /^.*failed\noriel chat: The model fell over\.\n$/);
});

test('Ctrl+C: exit 130, and the turn is kept as stopped with what it had', async () => {
  const { code, out } = await spawnOriel(['chat', 'slowly', '--home', oriel.home], {
    signal: { name: 'SIGINT', whenSaid: /One / },
  });
  assert.deepEqual([code, out], [130, 'One \n']);
  const [newest] = (await oriel.store.threads.list(oriel.store.person, { limit: 1 })).rows;
  const { turns } = await callerOf(oriel.url).thread(newest?.id ?? '');
  assert.deepEqual([turns[0]?.status, turns[0]?.parts[0]?.text], ['stopped', 'One ']);
});

test('a signal to the starter alone reaches Oriel behind it', async () => {
  const { code, out } = await spawnOriel(['chat', 'slowly', '--home', oriel.home], {
    byStarter: true,
    signal: { name: 'SIGINT', whenSaid: /One / },
  });
  assert.deepEqual([code, out], [130, 'One \n']);
});

test('tokens ends by either signal, though its input goes on and nobody ends it', async () => {
  for (const name of ['SIGINT', 'SIGTERM'] as const) {
    const { code } = await spawnOriel(['tokens', '--encoding', 'o200k', '--lines'], {
      byStarter: true,
      input: '"hello"\n'.repeat(5000),
      inputStaysOpen: true,
      signal: { name, whenSaid: /hello/ },
    });
    assert.equal(code, 130, name);
  }
});

test('a second signal ends a command that the first one could not end', async () => {
  const home = mkdtempSync(join(tmpdir(), 'oriel-deaf-'));
  const delta = [{ type: 'part-delta', index: 0, text: 'One ' }];
  const deaf = createServer(({ url = '' }, reply) => {
    if (url.endsWith('/stop')) return;
    if (!url.endsWith('/events')) return reply.end(JSON.stringify({ ready: true, models: [], id: 't', turn: 't' }));
    reply.write(`data: ${JSON.stringify([TURN_START, { type: 'part-start', index: 0, kind: 'text' }, ...delta])}\n\n`);
  }).listen(0, '127.0.0.1');
  await once(deaf, 'listening');
  const { port } = deaf.address() as AddressInfo;
  leaveAddress(home, { url: `http://127.0.0.1:${port}`, key: KEY, pid: process.pid });
  const { code, out } = await spawnOriel(['chat', 'Hi', '--home', home], {
    signal: { name: 'SIGINT', whenSaid: /One /, again: true },
  });
  assert.deepEqual([code, out], [130, 'One ']);
  deaf.closeAllConnections();
  deaf.close();
  rmSync(home, { recursive: true });
});

test('a starter that is killed outright takes Oriel with it', async () => {
  const child = spawn(
    process.execPath,
    [join(import.meta.dirname, '../../bin/oriel.mjs'), 'chat', 'slowly', '--home', oriel.home],
    {
      stdio: ['ignore', 'pipe', 'ignore'],
    },
  );
  await once(child.stdout, 'data');
  child.kill('SIGKILL');
  await once(child.stdout, 'close'); // The other process held it open.
});

test('a pipe: standard input is the text, the answer goes on', async () => {
  const { code, out } = await spawnOriel(['chat', '--home', oriel.home], { input: '诗 of\nmany lines\n' });
  assert.deepEqual([code, out], [0, 'You said: 诗 of\nmany lines\n']);
});

test('nobody reads on: it ends quietly', async () => {
  for (let at = 0; at < 50; at++) await oriel.store.threads.create(oriel.store.person, { title: 'z'.repeat(150) });
  const main = join(import.meta.dirname, 'main.ts');
  const child = spawn(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', main, 'threads', 'list', '--home', oriel.home],
    {
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  child.stdout.destroy();
  let err = '';
  child.stderr.on('data', (piece) => {
    err += piece;
  });
  const [code] = await once(child, 'close');
  assert.deepEqual([code, err], [0, '']);
});

test('without a running server a command is its own, and leaves the home as sound and free as it was', async () => {
  const home = mkdtempSync(join(tmpdir(), 'oriel-alone-'));
  try {
    const first = await spawnOriel(['threads', 'list', '--home', home]);
    assert.deepEqual([first.code, first.out, first.err], [0, '', 'There are no threads yet. Start one with: oriel chat\n']);
    const doctor = await spawnOriel(['doctor', '--json'], { environment: { ORIEL_HOME: home } });
    assert.deepEqual([doctor.code, JSON.parse(doctor.out).sound, JSON.parse(doctor.out).home], [0, true, home]);
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
});
