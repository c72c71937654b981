/** What is read of a request that nobody wants, and no more. */
import assert from 'node:assert/strict';
import { PassThrough, Readable } from 'node:stream';
import { test } from 'node:test';
import { drain } from './drain.ts';

function endless() {
  let pieces = 0;
  const stream = new Readable({
    read() {
      pieces++;
      this.push(Buffer.alloc(1000));
    },
  });
  return { stream, pieces: () => pieces };
}

test('all of it, until its end', async () => {
  const stream = Readable.from([Buffer.from('a'), Buffer.from('b')]);
  await drain(stream);
  assert.equal(stream.readableEnded, true);
});

test('no more than so many bytes', async () => {
  const { stream, pieces } = endless();
  await drain(stream, 50_000);
  const read = pieces();
  assert(read > 50 && read < 200, `${read} pieces`);
  await new Promise(setImmediate);
  assert(pieces() < read + 100);
});

test('no longer than so many milliseconds', () => drain(new PassThrough(), 1000, 5));

test('one that has ended, or broke off, is not waited for', async () => {
  const ended = Readable.from([]);
  await drain(ended);
  await drain(ended);
  const broken = new PassThrough();
  setImmediate(() => broken.destroy());
  await drain(broken);
  await drain(broken);
});
