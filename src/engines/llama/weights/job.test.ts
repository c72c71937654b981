import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startJob } from './job.ts';
import type { LockNote } from './lock.ts';
import { madeWeights } from './stand-in/file.ts';

const { row } = madeWeights();

function bench() {
  const clock = { now: 1000 };
  const told: string[] = [];
  const job = startJob(
    () => clock.now,
    () => told.push(JSON.stringify(job.live)),
  );
  job.begin(row);
  return { clock, told, job };
}

test('bytes are told at most five times a second', () => {
  const { clock, told, job } = bench();
  for (let received = 0; received < 100; received++) {
    clock.now += 10;
    job.tell.received(received);
  }
  assert.ok(told.length >= 4 && told.length <= 6, `${told.length} times`);
});

test('a new source, a new phase and a notice are told at once', () => {
  const { told, job } = bench();
  job.tell.source('a hub', 'hub');
  job.tell.phase('fetching');
  job.tell.notice('The hub is gone.');
  assert.deepEqual(JSON.parse(told.at(-1) ?? ''), {
    source: 'a hub',
    sourceKind: 'hub',
    phase: 'fetching',
    notices: ['The hub is gone.'],
  });
  assert.equal(told.length, 3);
});

test('rate and time left belong to fetching and go when joining begins', () => {
  const { clock, job } = bench();
  job.tell.phase('fetching');
  job.tell.received(0);
  clock.now += 1000;
  job.tell.received(1000);
  assert.equal(job.live.bytesPerSecond, 1000);
  job.tell.phase('joining', 0);
  assert.deepEqual([job.live.bytesPerSecond, job.live.secondsLeft, job.live.share], [undefined, undefined, 0]);
});

test('the share of a phase goes when the next one has none', () => {
  const { job } = bench();
  job.tell.phase('checking', 0.5);
  job.tell.phase('fetching');
  assert.equal(job.live.share, undefined);
});

test('while another process works, its progress is shown as ours, with its number', () => {
  const { job } = bench();
  job.waitFor({ pid: 77, received: 500, source: 'a hub' });
  assert.deepEqual([job.live.received, job.live.source], [500, 'another Oriel process (77): a hub']);
});

test('the lock hears of every step', () => {
  const { job } = bench();
  const notes: LockNote[] = [];
  job.noteTo((note) => notes.push(note));
  job.tell.source('a hub', 'hub');
  job.tell.received(7);
  assert.deepEqual(notes, [{ source: 'a hub' }, { received: 7, source: 'a hub' }]);
});

test('a share is counted from bytes', () => {
  const { job } = bench();
  const count = job.sharing('checking', 200);
  count(50);
  count(50);
  assert.deepEqual([job.live.phase, job.live.share], ['checking', 0.5]);
});

test('stopping is heard by the work', () => {
  const { job } = bench();
  job.abort(new Error('Stopped.'));
  assert.equal((job.signal.reason as Error).message, 'Stopped.');
});
