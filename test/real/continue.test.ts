/** Going on with an answer of a real file: from its end, from one of its alternatives, from half a character. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { textOf } from '#domain/conversation/part';
import type { RowToken } from '#domain/tokens/token';
import { fromHex } from '#domain/tokens/token';
import type { WireRow } from '#wire/row';
import { call, problemIn } from '../caller.ts';
import { describeFiles } from '../real-files.ts';
import { type RealOriel, startReal } from '../real-oriel.ts';
import { idsOf } from '../row-reading.ts';

const STORY = 'Tell a story of a window that looks on the sea.';

describeFiles('going on', ({ path, name }) => {
  const halves = { skip: /qwen/.test(name) && 'the vocabulary has Chinese characters whole' };
  let oriel: RealOriel;
  before(async () => {
    oriel = await startReal({ files: [path] });
  });
  after(() => oriel.close());

  const cut = (maxTokens: number) => oriel.answered(STORY, { settings: { temperature: 0.8, seed: 11, maxTokens } });
  const promptLength = ({ counts }: WireRow) => counts.prompt?.value ?? 0;

  async function continued(turn: string, body: object = {}) {
    const started = await oriel.goOn(turn, body);
    const ended = await oriel.ended(started.turn);
    assert.equal(ended.error, undefined);
    return { ...started, ended, row: await oriel.row(started.turn) };
  }

  async function messageText(thread: string, id: string): Promise<string> {
    const message = (await oriel.thread(thread)).messages.find((one) => one.id === id);
    return textOf(message?.parts ?? []);
  }

  test('from an alternative puts it at that place, after the same tokens as before', async () => {
    const { turn, row } = await cut(12);
    const at = promptLength(row) + 5;
    const token = row.tokens[at]?.alternatives?.find(({ id }) => id !== row.tokens[at]?.id)?.id;
    const branch = await continued(turn.turn, { at, token });
    assert.deepEqual(idsOf(branch.row).slice(0, at + 1), [...idsOf(row).slice(0, at), token]);
    assert.deepEqual(await oriel.evaluated(branch.turn), idsOf(branch.row));
  });

  test('from an alternative leaves the old answer as it was, and makes a sibling of it', async () => {
    const { turn, row } = await cut(12);
    const at = promptLength(row) + 5;
    const before = await messageText(turn.thread, turn.message);
    const branch = await continued(turn.turn, { at, token: row.tokens[at]?.alternatives?.at(-1)?.id });
    assert.deepEqual(await oriel.row(turn.turn), row);
    assert.equal(await messageText(turn.thread, turn.message), before);
    const { messages } = await oriel.thread(turn.thread);
    const [old, fresh] = [turn.message, branch.answer].map((id) => messages.find((one) => one.id === id)?.parent);
    assert.notEqual(branch.answer, turn.message);
    assert.equal(fresh, old);
  });

  test('from an alternative that hands the word back is refused in one sentence', async () => {
    const { turn, row } = await oriel.answered('Is the sea wet? Answer yes or no.', {
      settings: { temperature: 0, maxTokens: 40 },
    });
    const end = row.tokens.findLast(({ special }) => special)?.id;
    const at = row.tokens.findIndex(
      ({ alternatives, id }, place) =>
        place >= promptLength(row) && id !== end && alternatives?.some((other) => other.id === end),
    );
    assert.ok(at > 0, 'It is nowhere among the alternatives: this proves nothing.');
    const { kind, detail } = problemIn(await call(oriel.url, 'POST', `/turns/${turn.turn}/continue`, { at, token: end }));
    assert.equal(kind, 'bad-request');
    assert.match(detail, /hands the word back/);
  });

  test('from the end of an answer that was cut gives one text, as if it had never been cut', async () => {
    const whole = await cut(24);
    const { turn, row } = await cut(9);
    const next = await oriel.goOn(turn.turn);
    await oriel.ended(next.turn);
    const rest = await oriel.row(next.turn);
    assert.deepEqual(idsOf(row), idsOf(whole.row).slice(0, row.tokens.length));
    const end = Math.min(rest.tokens.length, whole.row.tokens.length);
    assert.deepEqual(idsOf(rest).slice(0, end), idsOf(whole.row).slice(0, end));
    assert.ok((await messageText(turn.thread, turn.message)).startsWith(whole.turn.parts[0]?.text.slice(0, 10) ?? '?'));
  });

  test('from the end keeps the message, and its text is what all the tokens spell', async () => {
    const { turn } = await cut(9);
    const next = await continued(turn.turn);
    assert.equal(next.answer, turn.message);
    assert.equal(await messageText(turn.thread, turn.message), spelled(answerOf(next.row)));
  });

  test('leaves the next question with the very tokens that were written, those before the cut included', async () => {
    const { turn } = await cut(9);
    const { row } = await continued(turn.turn);
    const next = await oriel.say(turn.thread, 'And then?', { settings: { maxTokens: 1 } });
    const { usage } = await oriel.ended(next.turn);
    const length = row.tokens.length - (row.tokens.at(-1)?.special ? 1 : 0);
    assert.deepEqual(idsOf(await oriel.row(next.turn)).slice(0, length), idsOf(row).slice(0, length));
    assert.ok((usage?.kinds.cacheRead ?? 0) >= length - 1, `Of ${length} tokens ${usage?.kinds.cacheRead} were kept.`);
  });

  test('from an answer that was cut within a Chinese character gives whole text', halves, async () => {
    const { row } = await chinese(24);
    const inside = row.tokens.findIndex((token, at) => at >= promptLength(row) && isHalf(token.bytes));
    assert.ok(inside >= 0, 'No character was written in halves: this proves nothing.');
    const { turn } = await chinese(inside - promptLength(row) + 1);
    assert.ok(!(await messageText(turn.thread, turn.message)).includes('\uFFFD'), 'The half is held back, not shown.');
    const next = await continued(turn.turn);
    const shown = await messageText(turn.thread, turn.message);
    assert.equal(shown, spelled(answerOf(next.row)));
    assert.ok(!shown.includes('\uFFFD'));
  });

  test('from half a Chinese character among the alternatives gives whole text', halves, async () => {
    const { turn, row } = await chinese(24);
    const places = row.tokens.flatMap((token, at) =>
      at < promptLength(row)
        ? []
        : (token.alternatives ?? [])
            .filter(({ id, bytes }) => id !== token.id && isHalf(bytes))
            .map(({ id }) => ({ at, token: id })),
    );
    assert.ok(places.length > 0, 'No half character is among the alternatives: this proves nothing.');
    for (const place of places.slice(0, 3)) {
      const branch = await continued(turn.turn, place);
      const shown = await messageText(turn.thread, branch.answer);
      assert.equal(shown, spelled(answerOf(branch.row)));
      assert.ok(!shown.endsWith('\uFFFD'), 'A half is held back, not shown.');
    }
  });

  /** A text that small models too go on with in Chinese. */
  const chinese = (maxTokens: number) =>
    oriel.answered('北京是中国的首都。上海在海边，很大。北京是中国的首都。上海在', {
      mode: 'document',
      settings: { temperature: 0, maxTokens },
    });

  /** The answer's own tokens, kept ones included; the end token is no part of it. */
  const answerOf = ({ tokens }: WireRow) => tokens.filter(({ owner, special }) => owner === 'model' && !special);

  /** Whole characters that tokens spell, a half at the end left out. */
  function spelled(tokens: readonly RowToken[]): string {
    const bytes = fromHex(tokens.map(({ bytes }) => bytes).join(''));
    return new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes, { stream: true });
  }

  /** Bytes that begin a character of three bytes and do not end it. */
  const isHalf = (bytes: string) => /^e[3-9]/.test(bytes) && bytes.length < 6;
});
