import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createQueue } from './queue.ts';

const never = new AbortController().signal;

/** A queue with one place, and what happens in it, in order. */
function watched(most = 1) {
  const queue = createQueue(() => most);
  const log: string[] = [];
  const enter = (person: string, name: string, signal: AbortSignal = never) =>
    queue
      .enter(person, (place) => log.push(`${name} is ${place}`), signal)
      .then(
        () => void log.push(`${name} begins`),
        () => void log.push(`${name} left`),
      );
  const leave = async () => {
    queue.leave();
    await new Promise(setImmediate);
  };
  return { queue, log, enter, leave };
}

describe('the queue', () => {
  it('lets a turn in at once while there is room, without a place', async () => {
    const { log, enter } = watched();
    await enter('ada', 'a1');
    assert.deepEqual(log, ['a1 begins']);
  });

  it('tells each who waits its place, and again when it changes', async () => {
    const { log, enter, leave } = watched();
    await enter('ada', 'a1');
    void enter('bob', 'b1');
    void enter('cy', 'c1');
    await leave();
    assert.deepEqual(log, ['a1 begins', 'b1 is 1', 'c1 is 2', 'c1 is 1', 'b1 begins']);
  });

  it('goes round the persons: one question is not behind five of another', async () => {
    const { log, enter, leave } = watched();
    await enter('ada', 'a1');
    for (const name of ['a2', 'a3', 'a4']) void enter('ada', name);
    void enter('bob', 'b1');
    for (let turn = 0; turn < 4; turn++) await leave();
    assert.deepEqual(
      log.filter((line) => line.endsWith('begins')),
      ['a1', 'b1', 'a2', 'a3', 'a4'].map((name) => `${name} begins`),
    );
  });

  it('lets as many in as may run at the same time, and no more', async () => {
    const { queue, enter } = watched(2);
    for (const name of ['1', '2', '3']) void enter(name, name);
    assert.deepEqual([queue.running, queue.waiting], [2, 1]);
  });

  it('lets who gives up leave the line, and moves the others up', async () => {
    const { log, enter } = watched();
    const giveUp = new AbortController();
    await enter('ada', 'a1');
    const waiting = enter('bob', 'b1', giveUp.signal);
    void enter('cy', 'c1');
    giveUp.abort();
    await waiting;
    assert.deepEqual(log, ['a1 begins', 'b1 is 1', 'c1 is 2', 'c1 is 1', 'b1 left']);
  });

  it('lets nobody in who gave up before', async () => {
    const { log, enter } = watched();
    await enter('ada', 'a1', AbortSignal.abort());
    assert.deepEqual(log, ['a1 left']);
  });
});
