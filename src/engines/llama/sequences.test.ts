import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { fakeNative } from './fake-native.ts';
import type { NativeSequence } from './native.ts';
import { createSequences } from './sequences.ts';

const rowOf = (text: string) => [...text].map((letter) => letter.charCodeAt(0));

/** Sequences that have read these rows, the last one most recently. */
async function withRows(...rows: string[]) {
  const native = fakeNative({ sequences: rows.length });
  const sequences = createSequences(native.sequences);
  const read: NativeSequence[] = [];
  for (const row of rows) {
    const free = native.sequences.find((one) => one.evaluated().length === 0 && !read.includes(one));
    const { sequence } = await sequences.take(rowOf(row));
    assert.equal(sequence, free);
    await sequence.read(rowOf(row));
    read.push(sequence);
    sequences.release(sequence);
  }
  const take = async (row: string) => {
    const { sequence, kept } = await sequences.take(rowOf(row));
    return { was: rows[native.sequences.indexOf(sequence)], kept, sequence };
  };
  return { sequences, take, native };
}

describe('sequences', () => {
  it('go on where most of a row has been read', async () => {
    const { take } = await withRows('the first thread', 'another thread');
    const { was, kept } = await take('the first thread goes on');
    assert.deepEqual([was, kept], ['the first thread', 16]);
  });

  it('keep a long thread for itself when a new one shares only its opening', async () => {
    const opening = 'You are helpful. ';
    const { take } = await withRows(`${opening}${'long '.repeat(50)}`, 'x');
    assert.equal((await take(`${opening}Hello`)).was, 'x');
  });

  it('let another branch of the same thread go for a retry', async () => {
    const question = 'a question of some length? ';
    const { take } = await withRows(`${question}an answer that was not good enough, and longer than the question`, 'short');
    const { kept } = await take(question);
    assert.equal(kept, question.length - 2);
  });

  it('do not cut a thread back to its opening when the opening is read ahead for a new one', async () => {
    const opening = 'You are helpful. ';
    const { sequences, native } = await withRows('x', `${opening}and a whole thread, longer than the opening`);
    const taken = await sequences.takeSpare(rowOf(opening));
    assert.equal(taken?.sequence, native.sequences[0]);
  });

  it('give nothing to read ahead into where more would be lost than won', async () => {
    const { sequences } = await withRows('a thread that is much longer than any opening of a new one');
    assert.equal(await sequences.takeSpare(rowOf('a thread')), undefined);
    assert.equal(await sequences.takeSpare(rowOf('another')), undefined);
  });

  it('give nothing to read ahead into where the row is there already', async () => {
    const { sequences } = await withRows('You are helpful. ', 'x');
    assert.equal(await sequences.takeSpare(rowOf('You are helpful. ')), undefined);
  });

  it('give a new row the one that was used longest ago', async () => {
    const { take } = await withRows('aaaaaaaaaaaa', 'bbbbbbbbbbbb', 'cccccccccccc');
    assert.equal((await take('zzz')).was, 'aaaaaaaaaaaa');
  });

  it('leave at least two tokens to read, so that there is something to answer from', async () => {
    const { take } = await withRows('the same row');
    assert.equal((await take('the same row')).kept, 'the same row'.length - 2);
  });

  it('forget what is not shared before they are given out', async () => {
    const { take } = await withRows('the first thread');
    const { sequence } = await take('the second');
    assert.deepEqual(sequence.evaluated(), rowOf('the '));
  });

  it('make who comes when all are taken wait for the first that is free again', async () => {
    const { sequences, take } = await withRows('one');
    const first = await take('one');
    const waiting = take('two');
    sequences.release(first.sequence);
    assert.equal((await waiting).sequence, first.sequence);
  });
});
