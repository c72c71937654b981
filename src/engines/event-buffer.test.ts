import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createEventBuffer } from './event-buffer.ts';

describe('an event buffer', () => {
  it('gives out what was pushed before and while it is read, in order, and ends', async () => {
    const buffer = createEventBuffer<number>();
    buffer.push(1);
    const read = listOf(buffer);
    await new Promise(setImmediate);
    buffer.push(2);
    buffer.push(3);
    buffer.end();
    assert.deepEqual(await read, [1, 2, 3]);
  });

  it('loses nothing that is pushed while its reader is busy', async () => {
    const buffer = createEventBuffer<number>();
    const read: number[] = [];
    buffer.push(1);
    for await (const item of buffer) {
      read.push(item);
      if (item < 4) buffer.push(item + 1);
      else buffer.end();
    }
    assert.deepEqual(read, [1, 2, 3, 4]);
  });

  it('takes nothing after its end', async () => {
    const buffer = createEventBuffer<number>();
    buffer.end();
    buffer.push(1);
    assert.deepEqual(await listOf(buffer), []);
  });
});

async function listOf<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const list: Item[] = [];
  for await (const item of items) list.push(item);
  return list;
}
