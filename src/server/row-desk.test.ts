/** Threads for counting: order, deadlines, rests and ends, with workers that do as they are told; and a real one. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { EventEmitter } from 'node:events';
import { join } from 'node:path';
import { test } from 'node:test';
import { TemplateRefused } from '#domain/templates/template';
import { Refusal } from './problem.ts';
import type { RowAsk } from './public-row.ts';
import { type RowWorker, rowDesk, rowDesks } from './row-desk.ts';
import type { RowReply } from './row-worker.ts';

const textOf = (ask: RowAsk | undefined) => (ask && 'text' in ask ? ask.text : '');
const ask = (text: string): RowAsk => ({ model: 'gpt-4o', text });
const json = (text: string): RowReply => ({ json: new TextEncoder().encode(text) });
const read = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
const soon = () => new Promise(setImmediate);

class FakeWorker extends EventEmitter {
  readonly asked: string[] = [];
  isEnded = false;
  postMessage(given: RowAsk): void {
    this.asked.push(textOf(given));
  }
  unref(): void {}
  terminate(): void {
    this.isEnded = true;
    this.emit('exit', 1);
  }
}

/** A rowDesk with all workers that it has started. */
function made(deadlineMs = 60_000, restMs = 60_000) {
  const workers: FakeWorker[] = [];
  const start = (): RowWorker => {
    const worker = new FakeWorker();
    workers.push(worker);
    return worker;
  };
  return { workers, count: rowDesk(start, deadlineMs, restMs), last: () => workers.at(-1) ?? assert.fail('no worker') };
}

test('no worker before the first text; one text at a time, in order, in the same worker', async () => {
  const { workers, count, last } = made();
  assert.equal(workers.length, 0);
  const both = [count(ask('a')), count(ask('b'))];
  assert.deepEqual(last().asked, ['a']);
  last().emit('message', json('A'));
  assert.deepEqual(last().asked, ['a', 'b']);
  last().emit('message', json('B'));
  assert.deepEqual((await Promise.all(both)).map(read), ['A', 'B']);
  assert.equal(workers.length, 1);
});

test('a text that takes too long ends its worker, and the next one has another', async () => {
  const { workers, count, last } = made(5);
  const late = assert.rejects(count(ask('a')), (error) => error instanceof Refusal && error.kind === 'timed-out');
  const next = count(ask('b'));
  await late;
  assert.equal(workers[0]?.isEnded, true);
  assert.deepEqual(last().asked, ['b']);
  last().emit('message', json('B'));
  assert.equal(read(await next), 'B');
});

test('a worker that fails or ends takes its text along, and no other', async () => {
  const { count, last } = made();
  const failed = assert.rejects(count(ask('a')), /out of memory/);
  last().emit('error', new Error('out of memory'));
  await failed;
  const ended = assert.rejects(count(ask('b')), /ended with exit code 9/);
  last().emit('exit', 9);
  await ended;
  const good = count(ask('c'));
  last().emit('message', json('C'));
  assert.equal(read(await good), 'C');
});

test('a sentence of the worker is that of the call, and a refused template stays one', async () => {
  const { count, last } = made();
  const refused = assert.rejects(count(ask('a')), (error) => error instanceof TemplateRefused && error.message === 'Take turns.');
  last().emit('message', { failure: 'Take turns.', isRefused: true } satisfies RowReply);
  await refused;
  const failed = assert.rejects(count(ask('b')), (error) => !(error instanceof TemplateRefused));
  last().emit('message', { failure: 'No.', isRefused: false } satisfies RowReply);
  await failed;
});

test('a worker that nobody asks ends, and a later text has another', async () => {
  const { workers, count, last } = made(60_000, 1);
  const first = count(ask('a'));
  last().emit('message', json('A'));
  await first;
  await new Promise((resolve) => setTimeout(resolve, 20));
  assert.equal(workers[0]?.isEnded, true);
  const second = count(ask('b'));
  assert.equal(workers.length, 2);
  last().emit('message', json('B'));
  await second;
});

test('a short text does not wait for a long one', async () => {
  const workers: FakeWorker[] = [];
  const count = rowDesks(() => {
    const worker = new FakeWorker();
    workers.push(worker);
    return worker;
  });
  const long = count(ask('x'.repeat(64_000)));
  const short = count(ask('诗'.repeat(21_333)));
  await soon();
  assert.deepEqual(
    workers.map(({ asked }) => asked.length),
    [1, 1],
  );
  workers[1]?.emit('message', json('S'));
  assert.equal(read(await short), 'S');
  workers[0]?.emit('message', json('L'));
  await long;
});

test('a real worker answers with the row of the text', async () => {
  const count = rowDesks();
  const row = JSON.parse(read(await count(ask('Hello world'))));
  assert.deepEqual(
    row.tokens.map(({ id }: { id: number }) => id),
    [13225, 2375],
  );
  const wrong: RowAsk = { model: 'gemma-3-4b', messages: [{ role: 'assistant', text: 'a' }], atMs: 0 };
  await assert.rejects(count(wrong), TemplateRefused);
});

test('a worker that rests keeps no process alive', () => {
  const code = `import('#server/row-desk')
    .then(({ rowDesks }) => rowDesks()({ model: 'gpt-4o', text: 'Hello world' }))
    .then(() => console.log('counted'));`;
  // Half of the rest, after which the worker ends by itself.
  const { status, stdout } = spawnSync(process.execPath, ['--eval', code], {
    cwd: join(import.meta.dirname, '../..'),
    timeout: 30_000,
    encoding: 'utf8',
  });
  assert.deepEqual([status, stdout], [0, 'counted\n']);
});
