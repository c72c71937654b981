/** A thread longer than the window: what left is listed with its reason, and nothing else is missing. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type Caller, call, callerOf, problemIn } from '../caller.ts';
import { startScripted } from '../scripted-oriel.ts';

const WINDOW = 512;
const SYSTEM = 'Be short.';

let oriel: Awaited<ReturnType<typeof startScripted>>;
let caller: Caller;

before(async () => {
  oriel = await startScripted({ window: WINDOW, script: ({ words }) => `You said: ${words}` });
  caller = callerOf(oriel.url);
});
after(() => oriel.close());

/** A thread of some exchanges, each of about 60 tokens, and the last turn's beginning. */
async function longThread(exchanges: number) {
  const thread = await caller.newThread();
  for (let at = 0; at < exchanges; at++) {
    const system = at === 0 ? { system: SYSTEM } : {};
    const { turn } = await caller.say(thread, `Q${at} zzzz zzzz zzzz.`, system);
    const ended = await caller.ended(turn);
    assert.equal(ended.reason, 'end');
    if (at === exchanges - 1) return { thread, turn: ended };
  }
  throw new Error('A thread has at least one exchange.');
}

test('in a thread that fits nothing leaves', async () => {
  const { turn } = await longThread(2);
  assert.deepEqual(turn.window.left, []);
});

test('every message is either in the row or listed as left, never both and never neither', async () => {
  const { thread, turn } = await longThread(14);
  const { messages } = await caller.thread(thread);
  const { tokens } = await caller.row(turn.turn);
  const inRow = new Set(tokens.map((token) => token.message).filter((id) => id !== undefined && id !== turn.message));
  const left = turn.window.left.map(({ message }) => message);
  assert.ok(left.length > 0, 'The thread is too short: this proves nothing.');
  assert.deepEqual(
    left.filter((id) => inRow.has(id)),
    [],
  );
  assert.deepEqual(new Set([...inRow, ...left]), new Set(messages.map(({ id }) => id).filter((id) => id !== turn.message)));
});

test('the oldest leave, whole exchanges, each with its tokens and its reason; the system message stays', async () => {
  const { thread, turn } = await longThread(14);
  const { messages } = await caller.thread(thread);
  const spoken = messages.filter(({ role }) => role !== 'system');
  assert.deepEqual(
    turn.window.left.map(({ message, reason }) => [message, reason]),
    spoken.slice(0, turn.window.left.length).map(({ id }) => [id, 'window']),
  );
  assert.equal(turn.window.left.length % 2, 0);
  for (const { tokens } of turn.window.left) assert.ok(tokens > 0);
  const { text } = await caller.row(turn.turn);
  assert.ok(text?.includes(SYSTEM));
});

test('the window says truly what is used, kept free and the most there is', async () => {
  const { turn } = await longThread(14);
  const { counts } = await caller.row(turn.turn);
  const { limit, used, reserve } = turn.window;
  assert.equal(limit, WINDOW);
  assert.equal(used, counts.prompt?.value);
  assert.ok(used + reserve <= limit);
});

test('messages that left are still in the thread, word for word', async () => {
  const { thread, turn } = await longThread(14);
  const { messages } = await caller.thread(thread);
  const first = messages.find(({ id }) => id === turn.window.left[0]?.message);
  assert.deepEqual(first?.parts, [{ kind: 'text', text: 'Q0 zzzz zzzz zzzz.' }]);
});

test('a message that is alone too long for the window fails its turn with both numbers, and leaves before the next', async () => {
  const { thread } = await longThread(2);
  const { turn, message } = await caller.say(thread, 'z'.repeat(2 * WINDOW));
  const { status, error, window } = await caller.ended(turn);
  assert.deepEqual([status, error?.kind, error?.retry], ['failed', 'window-exceeded', false]);
  assert.match(error?.message ?? '', /needs \d+ tokens and the window holds 512/);
  assert.deepEqual(window, { limit: WINDOW, used: 0, reserve: 0, left: [] });
  assert.deepEqual((await caller.row(turn)).tokens, []);
  const next = await caller.ended((await caller.say(thread, 'And now?')).turn);
  assert.equal(next.status, 'ended');
  assert.ok(next.window.left.some((one) => one.message === message));
});

test('an answer that fills the window ends as window-full, and all of it is kept', async () => {
  const full = await startScripted({ window: WINDOW, script: () => 'z'.repeat(2 * WINDOW) });
  try {
    const here = callerOf(full.url);
    const { turn } = await here.say(await here.newThread(), 'Go on.');
    const ended = await here.ended(turn);
    assert.equal(ended.reason, 'window-full');
    assert.equal((await here.row(turn)).tokens.length, WINDOW);
    const refused = await call(full.url, 'POST', `/turns/${turn}/continue`, {});
    assert.deepEqual([refused.status, problemIn(refused).kind], [400, 'window-exceeded'], 'It cannot be continued.');
  } finally {
    await full.close();
  }
});
