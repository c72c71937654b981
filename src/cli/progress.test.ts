/** The line of a file that is being fetched. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fetchingLine, megabytes } from './progress.ts';

test('share, bytes, rate, time left and source', () =>
  assert.equal(
    fetchingLine({
      model: 'small',
      bytes: 100e6,
      received: 25e6,
      bytesPerSecond: 12.5e6,
      secondsLeft: 5.2,
      source: 'packages',
      phase: 'fetching',
    }),
    'small █████░░░░░░░░░░░░░░░ 25 % · 25 MB of 100 MB · 13 MB/s · 6 s left · packages',
  ));

test('what is not known is left out', () =>
  assert.equal(fetchingLine({ model: 'small' }), 'small ░░░░░░░░░░░░░░░░░░░░ 0 % · 0.0 MB'));

test('another phase than fetching is named', () =>
  assert.match(fetchingLine({ model: 'small', bytes: 10, received: 10, phase: 'verifying' }), /· verifying$/));

test('a size that was said too small never shows more than all of it', () =>
  assert.match(fetchingLine({ model: 'small', bytes: 10, received: 30 }), /^small █{20} 100 % /));

test('it says 100 % only when all of it is there', () =>
  assert.match(fetchingLine({ model: 'small', bytes: 1000, received: 999 }), / 99 % /));

test('sizes: one digit below ten megabytes, whole ones above, gigabytes with two', () =>
  assert.deepEqual([0, 1.25e6, 9.9e6, 98_362_432, 1_117_320_736].map(megabytes), [
    '0.0 MB',
    '1.3 MB',
    '9.9 MB',
    '98 MB',
    '1.12 GB',
  ]));
