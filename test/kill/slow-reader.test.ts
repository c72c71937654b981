/** A reader that stands still while megabytes pass: it costs the others nothing, and gets every byte when it goes on. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect } from 'node:net';
import { test } from 'node:test';
import { callerOf } from '../caller.ts';
import { bytesOf, readEvents } from '../event-reader.ts';
import { startScripted } from '../scripted-oriel.ts';

/** About 13 MB of events: far beyond what sockets and the reader's own queue hold. */
const LONG = 'All of the words that it has are in the row. '.repeat(1500);

test('a reader that does not read for the whole of a long answer still gets the same bytes', async () => {
  const oriel = await startScripted({ script: () => LONG, tokensPerSecond: 0, window: 65_536 });
  try {
    const caller = callerOf(oriel.url);
    const { turn } = await caller.say(await caller.newThread(), 'Be long.');
    const slow = connect({ host: '127.0.0.1', port: Number(new URL(oriel.url).port) });
    slow.write(`GET /api/turns/${turn}/events HTTP/1.0\r\nHost: ${new URL(oriel.url).host}\r\n\r\n`);
    slow.pause();
    await caller.ended(turn);
    const { messages } = await readEvents(oriel.url, turn);
    const pieces: Buffer[] = [];
    slow.on('data', (piece: Buffer) => pieces.push(piece));
    slow.resume();
    await once(slow, 'end');
    const text = Buffer.concat(pieces).toString('utf8');
    const bytes = bytesOf(messages);
    assert.ok(bytes.length > 5_000_000, `Only ${bytes.length} bytes: this proves little.`);
    // On a slow machine signs of life stand between the batches.
    const body = text.slice(text.indexOf('\r\n\r\n') + 4).replaceAll(': still here\n\n', '');
    assert.equal(body.length, bytes.length + 2);
    assert.ok(body.startsWith(bytes));
  } finally {
    await oriel.close();
  }
});
