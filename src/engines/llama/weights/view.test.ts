import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { WeightsRecord } from './record.ts';
import { madeWeights } from './stand-in/file.ts';
import { type ViewParts, viewOf } from './view.ts';

const { row } = madeWeights();
const record: WeightsRecord = { id: row.id, sha256: row.sha256, bytes: row.bytes };
const absent = { state: 'absent' } as const;
const ready = { state: 'ready', path: '/x' } as const;
const view = (parts: Partial<ViewParts>) => viewOf({ row, record, presence: absent, ...parts });

test('what is not known is not there', () => {
  const { bytes: _, sha256: __, ...unpinned } = row;
  const shown = viewOf({ row: { ...unpinned, languages: [] }, presence: absent });
  assert.deepEqual(shown, { id: 'made', model: 'made', file: 'made.gguf', licence: 'MIT', state: 'absent' });
});

test('nothing here and nothing decided is absent', () => {
  assert.equal(view({}).state, 'absent');
});

test('what an earlier attempt left is counted', () => {
  assert.deepEqual([view({ leftBytes: 500 }).state, view({ leftBytes: 500 }).received], ['absent', 500]);
});

test('what a person stopped is stopped', () => {
  assert.equal(view({ record: { ...record, stoppedAt: 1 }, leftBytes: 500 }).state, 'stopped');
});

test('a failed attempt is told with its sentence and what came', () => {
  const shown = view({ error: { message: 'No line.', kind: 'no-source' }, leftBytes: 500 });
  assert.deepEqual([shown.state, shown.error, shown.errorKind, shown.received], ['failed', 'No line.', 'no-source', 500]);
});

test('work under way shows how far it is', () => {
  const shown = view({
    live: { phase: 'fetching', received: 7, bytesPerSecond: 3, secondsLeft: 2, source: 'a hub', notices: ['One thing.'] },
    error: { message: 'old' },
  });
  assert.deepEqual(
    [shown.state, shown.phase, shown.received, shown.source, shown.notices, shown.error],
    ['fetching', 'fetching', 7, 'a hub', ['One thing.'], undefined],
  );
});

test('a ready file has all its bytes and its source', () => {
  const shown = view({ presence: ready, record: { ...record, source: 'a hub', sourceKind: 'hub', usedAt: 9 } });
  assert.deepEqual(
    [shown.state, shown.received, shown.source, shown.sourceKind, shown.usedAt],
    ['ready', row.bytes, 'a hub', 'hub', 9],
  );
});

test('a ready file that is being verified stays ready: it can be used meanwhile', () => {
  const shown = view({ presence: ready, live: { phase: 'checking', share: 0.5 } });
  assert.deepEqual([shown.state, shown.phase, shown.share], ['ready', 'checking', 0.5]);
});

test('a file that does not stand as verified is a fault, whatever an attempt said', () => {
  const shown = view({ presence: { state: 'failed', error: 'Cut.', kind: 'changed' }, error: { message: 'other' } });
  assert.deepEqual([shown.error, shown.errorKind], ['Cut.', 'changed']);
});

test('a removed file says when, and no longer where it was linked', () => {
  const shown = view({ record: { ...record, removedAt: 5, path: '/x' } });
  assert.deepEqual([shown.state, shown.removedAt, shown.linked], ['absent', 5, undefined]);
});

test('terms are shown with whether they were accepted', () => {
  const terms = { name: 'T', url: 'https://example.org' };
  assert.equal(view({ row: { ...row, terms } }).isAccepted, false);
  assert.equal(view({ row: { ...row, terms }, record: { ...record, termsAcceptedAt: 1 } }).isAccepted, true);
  assert.equal(view({}).isAccepted, undefined);
});

test('about how large a file is, is told until it is known', () => {
  const { bytes: _, ...unpinned } = row;
  assert.equal(view({ row: { ...unpinned, aboutBytes: 640_000_000 } }).aboutBytes, 640_000_000);
  assert.equal(view({ row: { ...row, aboutBytes: 640_000_000 } }).aboutBytes, undefined);
});
