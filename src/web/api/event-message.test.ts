import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { createMessageReader } from './event-message.ts';

const stream = 'id: 1\nevent: batch\ndata: [1]\n\n: still here\n\nid: 2\nevent: batch\ndata: [2,\ndata: 3]\n\n';
const whole = [
  { id: '1', event: 'batch', data: '[1]' },
  { id: '2', event: 'batch', data: '[2,\n3]' },
];

test('messages are read whole, comments dropped', () => {
  assert.deepEqual(createMessageReader()(stream), whole);
});

test('a stream cut anywhere gives the same messages', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: stream.length }), { maxLength: 8 }), (cuts) => {
      const read = createMessageReader();
      const places = [0, ...cuts.sort((a, b) => a - b), stream.length];
      const got = places.slice(1).flatMap((end, at) => read(stream.slice(places[at], end)));
      assert.deepEqual(got, whole);
    }),
  );
});

test('lines may end with a carriage return and a line feed', () => {
  assert.deepEqual(createMessageReader()('data: a\r\n\r\n'), [{ event: 'message', data: 'a' }]);
});

test('an id holds until another one comes', () => {
  assert.deepEqual(createMessageReader()('id: 7\ndata: a\n\ndata: b\n\n'), [
    { id: '7', event: 'message', data: 'a' },
    { id: '7', event: 'message', data: 'b' },
  ]);
});

test('one space after the colon is not part of the value, a second one is', () => {
  assert.deepEqual(createMessageReader()('data:  a\n\n'), [{ event: 'message', data: ' a' }]);
});

test('a message without data is none', () => {
  assert.deepEqual(createMessageReader()('event: batch\n\n'), []);
});

test('an unfinished message waits for its end', () => {
  const read = createMessageReader();
  assert.deepEqual(read('data: a\n'), []);
  assert.deepEqual(read('\n'), [{ event: 'message', data: 'a' }]);
});

test('a field without a colon has no value', () => {
  assert.deepEqual(createMessageReader()('data\n\n'), [{ event: 'message', data: '' }]);
});

test('a colon in a value belongs to it', () => {
  assert.deepEqual(createMessageReader()('data: {"a":1}\n\n'), [{ event: 'message', data: '{"a":1}' }]);
});

test('a name of an event holds for its message only', () => {
  const events = createMessageReader()('event: failed\ndata: a\n\ndata: b\n\n').map(({ event }) => event);
  assert.deepEqual(events, ['failed', 'message']);
});

test('a field that nobody knows is passed over', () => {
  assert.deepEqual(createMessageReader()('retry: 10\nwhat: x\ndata: a\n\n'), [{ event: 'message', data: 'a' }]);
});

test('a carriage return and its line feed may come apart', () => {
  const read = createMessageReader();
  assert.deepEqual([...read('data: a\r'), ...read('\n\r'), ...read('\n')], [{ event: 'message', data: 'a' }]);
});
