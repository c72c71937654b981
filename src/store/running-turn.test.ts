/** A turn that is being written, before anything is committed. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { BadEventOrder } from '#domain/conversation/turn';
import type { TurnEvent } from '#domain/conversation/turn-event';
import { delta, partStart, startOf, tokenOf, turnEnd } from './harness.contract.ts';
import { RunningTurn } from './running-turn.ts';

function running(keptTokens: RunningTurn['ownTokens'] = []): RunningTurn {
  const turn = new RunningTurn('t', { person: 'p', thread: 'h', kept: [], keptTokens });
  turn.take([startOf('t', 'h', 'm')]);
  turn.nextBatch();
  return turn;
}

test('a batch is the JSON of the events taken since the last one', () => {
  const turn = running();
  turn.take([partStart()]);
  turn.take([delta('a'), delta('b')]);
  assert.equal(turn.nextBatch(), JSON.stringify([partStart(), delta('a'), delta('b')]));
  turn.take([delta('c')]);
  assert.equal(turn.nextBatch(), JSON.stringify([delta('c')]));
  assert.equal(turn.seq, 3);
});

test('the fold keeps text and no tokens; own tokens are those of the text', () => {
  const turn = running([{ id: 1, bytes: '61' }]);
  const thinking: TurnEvent[] = [
    { type: 'part-start', index: 0, kind: 'reasoning' },
    { type: 'part-delta', index: 0, text: 'hm', tokens: [tokenOf('hm')] },
  ];
  turn.take([...thinking, partStart(1), delta('yes', 1)]);
  assert.deepEqual(
    turn.folded.parts.map((part) => [part.text, part.tokens.length]),
    [
      ['hm', 0],
      ['yes', 0],
    ],
  );
  assert.deepEqual(turn.ownTokens, [
    { id: 1, bytes: '61' },
    { id: 3, bytes: '796573' },
  ]);
});

test('somebody waits for all up to the first delta, and for the end', () => {
  const turn = running();
  assert.equal(turn.take([{ type: 'prompt-start', tokens: 3, kept: 0 }]), true);
  assert.equal(turn.take([partStart(), delta('first')]), true);
  assert.equal(turn.take([delta('second')]), false);
  assert.equal(turn.take([turnEnd()]), true);
});

test('of events out of order nothing is taken, the good ones before the bad one neither', () => {
  const turn = running();
  turn.take([partStart()]);
  const bad = [{ type: 'notice', code: 'a', detail: 'b' }, delta('x'), delta('y', 4)] as TurnEvent[];
  assert.throws(
    () => turn.take(bad),
    (error: Error) => error instanceof BadEventOrder && error.message.startsWith('Turn t: '),
  );
  assert.deepEqual([turn.folded.notices, turn.folded.parts[0]?.text, turn.ownTokens], [[], '', []]);
  assert.equal(turn.nextBatch(), JSON.stringify([partStart()]));
});

test('the length that waits is that of the JSON, and nothing after a batch', () => {
  const turn = running();
  turn.take([partStart(), delta('a')]);
  assert.equal(turn.waitingLength, JSON.stringify([partStart(), delta('a')]).length - 1);
  turn.nextBatch();
  assert.equal(turn.waitingLength, 0);
});

test('a turn begins with its turn-start, and has no fold before it', () => {
  const turn = new RunningTurn('t', { person: 'p', thread: 'h', kept: [], keptTokens: [] });
  assert.throws(() => turn.folded, BadEventOrder);
  assert.throws(() => turn.take([partStart()]), BadEventOrder);
  assert.throws(() => turn.take([]), BadEventOrder);
  assert.equal(turn.take([startOf('t', 'h', 'm')]), true);
  assert.deepEqual([turn.folded.status, turn.seq], ['running', 0]);
});
