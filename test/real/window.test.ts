/** A thread longer than the window of a real file: what left is listed with its reason, the row holds the rest, nothing is cut silently. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { textOf } from '#domain/conversation/part';
import type { Turn } from '#domain/conversation/turn';
import type { WireRow } from '#wire/row';
import { call, problemIn, type WholeThread } from '../caller.ts';
import { chatOf, SMALL } from '../real-files.ts';
import { ENDLESS, type RealOriel, startReal } from '../real-oriel.ts';
import { idsOf, spell } from '../row-reading.ts';

const WINDOW = 384;
const EXCHANGES = 8;
const SYSTEM = 'Answer in a few words.';

describe('a thread longer than the window', { skip: SMALL.skip }, () => {
  let oriel: RealOriel;
  let thread: WholeThread;
  let turn: Turn;
  let row: WireRow;
  before(async () => {
    oriel = await startReal({ llama: { window: WINDOW, threads: 1 } });
    const id = await oriel.newThread();
    for (let at = 0; at < EXCHANGES; at++) {
      const text = `${at}. ${'What colour is the sea, and why? '.repeat(5)}`;
      const settings = { temperature: 0, maxTokens: 8 };
      const started = await oriel.say(id, text, { settings, ...(at === 0 && { system: SYSTEM }) });
      turn = await oriel.ended(started.turn);
      assert.equal(turn.error, undefined);
    }
    thread = await oriel.thread(id);
    row = await oriel.row(turn.turn);
  });
  after(() => oriel.close());

  const left = () => turn.window.left.map(({ message }) => message);

  test('has every message either in the row or listed as left, never both and never neither', () => {
    const inRow = new Set(row.tokens.map(({ message }) => message).filter((id) => id !== undefined && id !== turn.message));
    const all = thread.messages.map(({ id }) => id).filter((id) => id !== turn.message);
    assert.ok(left().length > 0, 'Nothing left: this proves nothing.');
    assert.deepEqual([...inRow, ...left()].sort(), all.sort());
  });

  test('loses its oldest exchanges, whole, each message with its tokens and its reason', () => {
    const spoken = thread.messages.filter(({ role }) => role !== 'system').map(({ id }) => id);
    assert.deepEqual(left(), spoken.slice(0, left().length));
    assert.equal(left().length % 2, 0);
    for (const { tokens, reason } of turn.window.left) assert.ok(tokens > 0 && reason === 'window');
  });

  test('lists for each that left the tokens that it had in the row, its envelope included', async () => {
    const [message] = turn.window.left;
    const first = thread.messages.find(({ id }) => id === message?.message);
    const words = `<|im_start|>user\n${textOf(first?.parts ?? [])}<|im_end|>\n`;
    const earlier = await oriel.row(thread.turns[0]?.turn ?? '');
    const own = earlier.tokens.filter((token) => token.message === message?.message);
    assert.equal(spell(own), words);
    assert.equal(message?.tokens, own.length);
  });

  test('keeps its system message and its newest words, whole, in a row that the template made', () => {
    const last = textOf(thread.messages.findLast(({ role }) => role === 'user')?.parts ?? []);
    const [begin, end] = chatOf(SYSTEM, '\0').split('<|im_start|>user\n\0');
    assert.ok(row.text?.startsWith(begin ?? '?'));
    assert.ok(row.text?.endsWith(last + end));
  });

  test('is what the child evaluated', async () => {
    assert.deepEqual(await oriel.evaluated(turn.turn), idsOf(row));
  });

  test('says truly what is used, kept free and the most there is', () => {
    const { limit, used, reserve } = turn.window;
    assert.equal(limit, WINDOW);
    assert.equal(used, row.counts.prompt?.value);
    assert.ok(used + reserve <= limit);
  });

  /** How a turn fails that is too large. */
  async function failure(started: Promise<{ turn: string }>) {
    const { status, error } = await oriel.ended((await started).turn);
    assert.deepEqual([status, error?.kind], ['failed', 'window-exceeded']);
    return error?.message ?? '';
  }

  test('fails a turn whose message is alone too large, with both numbers', async () => {
    const detail = await failure(oriel.say(thread.id, 'sea '.repeat(WINDOW)));
    const [, needed = 0, limit = 0] = /needs (\d+) tokens and the window holds (\d+)/.exec(detail) ?? [];
    assert.ok(Number(needed) > WINDOW && Number(limit) === WINDOW, detail);
  });

  test('fails megabytes again and again without harm to an answer that is under way', async () => {
    const running = await oriel.say(await oriel.newThread(), ENDLESS.text, ENDLESS.ask);
    for (let round = 0; round < 4; round++) {
      const detail = await failure(oriel.say(await oriel.newThread(), 'a'.repeat(4_000_000 + round)));
      assert.match(detail, /^This needs \d{6,} tokens and the window holds 384/);
    }
    await oriel.stop(running.turn);
    assert.equal((await oriel.ended(running.turn)).error, undefined);
  });

  test('fails a turn whose system message is alone too large in the same way', async () => {
    await failure(oriel.say(await oriel.newThread(), 'Hello.', { system: 'sea '.repeat(WINDOW) }));
  });

  test('ends an answer that fills the window as window-full, all of it kept, to be looked at but not gone on with', async () => {
    const full = await oriel.answered(ENDLESS.text, ENDLESS.ask);
    assert.equal(full.turn.reason, 'window-full', `It ended as ${full.turn.reason}, with ${full.row.tokens.length} tokens.`);
    assert.equal(full.row.tokens.length, WINDOW);
    const { turn } = full.turn;
    const exact = await call(oriel.url, 'GET', `/turns/${turn}/row?exact=true`);
    assert.equal(exact.status, 200, 'Exact probabilities of the full row can be had.');
    const { kind } = problemIn(await call(oriel.url, 'POST', `/turns/${turn}/continue`, {}));
    assert.equal(kind, 'window-exceeded', 'It cannot be continued.');
  });

  test('loses nothing to an answer that may be longer than the window', async () => {
    const id = await oriel.newThread();
    await oriel.ended((await oriel.say(id, 'Hello.', { settings: { maxTokens: 2 } })).turn);
    const { turn } = await oriel.say(id, 'Say yes.', { settings: { maxTokens: 100_000 } });
    await oriel.row(turn); // Its prompt is made.
    await oriel.stop(turn);
    const { window } = await oriel.ended(turn);
    assert.deepEqual(window.left, []);
    assert.ok(window.used > 0);
  });
});
