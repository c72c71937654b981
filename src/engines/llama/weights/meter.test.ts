import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createMeter } from './meter.ts';

test('the first reading knows no rate', () => {
  assert.deepEqual(createMeter(1000).read(100, 5000), {});
});

test('an even line is read as it is, with the time that is left', () => {
  const meter = createMeter(10_000);
  meter.read(0, 1000);
  assert.deepEqual(meter.read(1000, 2000), { bytesPerSecond: 1000, secondsLeft: 9 });
});

test('what an earlier attempt left does not count as speed', () => {
  const meter = createMeter(10_000);
  meter.read(8000, 1000);
  assert.deepEqual(meter.read(8500, 2000), { bytesPerSecond: 500, secondsLeft: 3 });
});

test('a burst moves the rate by half in three seconds', () => {
  const meter = createMeter(1_000_000);
  meter.read(0, 1000);
  meter.read(1000, 2000);
  assert.equal(meter.read(1000 + 3 * 3000, 5000).bytesPerSecond, 2000);
});

test('readings too close together keep the last rate', () => {
  const meter = createMeter(10_000);
  meter.read(0, 1000);
  meter.read(1000, 2000);
  assert.equal(meter.read(9000, 2010).bytesPerSecond, 1000);
});

test('a line that has stood still says no time left', () => {
  const meter = createMeter(10_000);
  meter.read(0, 1000);
  assert.deepEqual(meter.read(0, 9000), { bytesPerSecond: 0 });
});

test('more than the whole leaves no negative time', () => {
  const meter = createMeter(1000);
  meter.read(0, 1000);
  assert.equal(meter.read(1500, 2000).secondsLeft, 0);
});
