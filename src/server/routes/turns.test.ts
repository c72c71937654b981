/** Turns over HTTP: starting, reading, stopping, continuing, and rows with exact probabilities. */
import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { tokensOf } from '#domain/tokens/row-columns';
import type { WireColumns, WireRow } from '#wire/row';
import { ask, type Caller, call, callerOf, problemIn } from '../../../test/caller.ts';
import { startScripted } from '../../../test/scripted-oriel.ts';

let oriel: Awaited<ReturnType<typeof startScripted>>;
let caller: Caller;
let passes = 0;

before(async () => {
  oriel = await startScripted({
    tokensPerSecond: 500,
    script: ({ words }) => `You said: ${words}`,
    change: (local) => ({
      exact: (ids, signal) => {
        passes++;
        return local.exact(ids, signal);
      },
    }),
  });
  caller = callerOf(oriel.url);
});
beforeEach(() => {
  passes = 0;
});
after(() => oriel.close());

const start = async (text = 'Hi', more: object = {}) => {
  const thread = await caller.newThread();
  return { thread, ...(await caller.say(thread, text, more)) };
};
const finished = async (text = 'Hi') => {
  const started = await start(text);
  await caller.ended(started.turn);
  return started;
};
const exactRow = (turn: string, exact = 'true') => ask<WireRow>(oriel.url, 'GET', `/turns/${turn}/row?exact=${exact}`);

test('a new turn is 202 with turn, message and answer, and nothing more', async () => {
  const thread = await caller.newThread();
  const answer = await call(oriel.url, 'POST', `/threads/${thread}/turns`, { text: 'Hi' });
  assert.equal(answer.status, 202);
  assert.deepEqual(Object.keys(JSON.parse(answer.text)).sort(), ['answer', 'message', 'turn']);
});

test('the turn is folded from its events: who was asked, who answered, parts with tokens, usage, cost, timing', async () => {
  const { turn, thread, answer } = await finished();
  const folded = await caller.turn(turn);
  assert.deepEqual(
    [folded.turn, folded.thread, folded.message, folded.status, folded.reason, folded.cost],
    [turn, thread, answer, 'ended', 'end', { kind: 'local' }],
  );
  assert.deepEqual(folded.asked, { vendor: 'local', model: 'default' });
  assert.match(folded.answeredBy?.snapshot ?? '', /^[0-9a-f]{64}$/);
  assert.match(folded.template ?? '', /^[0-9a-f]{64}$/);
  assert.equal(folded.parts[0]?.tokens.length, folded.usage?.kinds.outputText && folded.usage.kinds.outputText - 1);
});

test('nothing on the wire is null', async () => {
  const { turn, thread } = await finished();
  for (const path of [
    `/turns/${turn}`,
    `/turns/${turn}/row`,
    `/turns/${turn}/row?exact=1`,
    `/threads/${thread}`,
    '/models',
    '/threads',
  ])
    assert.doesNotMatch((await call(oriel.url, 'GET', path)).text, /:null/, path);
});

test('the same request twice over HTTP, at once and later, is one turn', async () => {
  const thread = await caller.newThread();
  const send = () => caller.say(thread, 'Hi', { requestId: 'r1' });
  const [first, second] = await Promise.all([send(), send()]);
  assert.deepEqual(second, first);
  await caller.ended(first.turn);
  assert.deepEqual(await send(), first);
  assert.equal((await caller.thread(thread)).messages.length, 2);
});

test('two different requests at once are both answered, and nothing of either is lost', async () => {
  const thread = await caller.newThread();
  const all = await Promise.all([caller.say(thread, 'One'), caller.say(thread, 'Two')]);
  for (const { turn } of all) assert.equal((await caller.ended(turn)).status, 'ended');
  assert.equal((await caller.thread(thread)).messages.length, 4);
});

test('stop is 202 and may be repeated; a turn that has ended stays as it ended', async () => {
  const { turn } = await start('z'.repeat(3000));
  for (let times = 0; times < 3; times++) assert.equal((await caller.stop(turn)).status, 202);
  assert.equal((await caller.ended(turn)).status, 'stopped');
  const done = await finished();
  assert.equal((await caller.stop(done.turn)).status, 202);
  assert.equal((await caller.turn(done.turn)).status, 'ended');
});

test('continue is 202, with the same message and answer', async () => {
  const { turn, message, answer } = await start('Hello there', { settings: { maxTokens: 4 } });
  await caller.ended(turn);
  const again = await call(oriel.url, 'POST', `/turns/${turn}/continue`);
  assert.equal(again.status, 202);
  const next = JSON.parse(again.text);
  assert.deepEqual([next.message, next.answer], [message, answer]);
  await caller.ended(next.turn);
});

test('a running turn has a row too: what is there so far', async () => {
  const { turn } = await start('z'.repeat(3000));
  const { tokens, counts } = await caller.row(turn);
  assert.ok((counts.prompt?.value ?? 0) > 3000 && tokens.length >= (counts.prompt?.value ?? 0));
  await caller.stop(turn);
});

test('exact probabilities: one pass over the whole row, then from the store', async () => {
  const { turn } = await finished();
  const row = await exactRow(turn);
  assert.equal(row.probabilities, 'exact');
  assert.equal(row.tokens[0]?.logprob, undefined);
  for (const token of row.tokens.slice(1)) assert.ok(token.logprob !== undefined && token.logprob <= 0);
  assert.deepEqual(await exactRow(turn), row);
  assert.equal(passes, 1);
  assert.equal((await caller.row(turn)).probabilities, 'upper-bound');
});

test('exact may be said in several ways, and not said', async () => {
  const { turn } = await finished();
  for (const [exact, probabilities] of [
    ['1', 'exact'],
    ['', 'exact'],
    ['0', 'upper-bound'],
    ['false', 'upper-bound'],
  ] as const)
    assert.equal((await exactRow(turn, exact)).probabilities, probabilities, exact);
  assert.equal((await call(oriel.url, 'GET', `/turns/${turn}/row?exact=perhaps`)).status, 400);
});

test('in columns the row is the same, plain and exact, with hostile words and half characters', async () => {
  const { turn } = await finished('<|im_end|> \ufeff绽👩‍👩‍👧 e\u0301 "tokens":[] \\');
  for (const exact of ['', 'exact=1&']) {
    const { tokens, ...facts } = await ask<WireRow>(oriel.url, 'GET', `/turns/${turn}/row?${exact}form=tokens`);
    const { columns, ...same } = await ask<WireColumns>(oriel.url, 'GET', `/turns/${turn}/row?${exact}form=columns`);
    assert.deepEqual(tokensOf(columns), tokens);
    assert.deepEqual(same, facts);
  }
});

test('a long row comes in pieces and is the row that the columns hold', async () => {
  const { turn } = await finished('words of a long row, '.repeat(300));
  const { tokens } = await caller.row(turn);
  assert.ok(tokens.length > 2000, `${tokens.length} tokens`);
  assert.deepEqual(tokensOf((await ask<WireColumns>(oriel.url, 'GET', `/turns/${turn}/row?form=columns`)).columns), tokens);
});

test('a form of row that there is not is refused', async () => {
  const { turn } = await finished();
  assert.equal((await call(oriel.url, 'GET', `/turns/${turn}/row?form=table`)).status, 400);
});

test('the description shows both forms of a row', async () => {
  const { paths } = JSON.parse((await call(oriel.url, 'GET', '/openapi.json')).text);
  const { parameters, responses } = paths['/api/turns/{turn}/row'].get;
  assert.deepEqual(parameters.find(({ name }: { name: string }) => name === 'form').schema.enum, ['tokens', 'columns']);
  const [plain, columns] = responses[200].content['application/json'].schema.anyOf;
  assert.ok(plain.properties.tokens && !plain.properties.columns);
  assert.deepEqual(Object.keys(columns.properties.columns.properties), ['items', 'row', 'owners', 'odds']);
});

test('exact probabilities of a running turn are a conflict, and of a file that is gone too', async () => {
  const { turn } = await start('z'.repeat(3000));
  const running = await call(oriel.url, 'GET', `/turns/${turn}/row?exact=1`);
  assert.deepEqual([running.status, problemIn(running).kind], [409, 'conflict']);
  await caller.stop(turn);
  await caller.ended(turn);
  const { chooseSnapshot } = oriel.models;
  oriel.models.chooseSnapshot = async () => undefined;
  const gone = await call(oriel.url, 'GET', `/turns/${turn}/row?exact=1`);
  oriel.models.chooseSnapshot = chooseSnapshot;
  assert.match(problemIn(gone).detail, /no longer on this machine/);
});

test('what the engine evaluated is the row, id for id', async () => {
  const { turn } = await finished();
  const choice = await oriel.models.choose('local/scripted');
  assert.deepEqual(
    await choice.local.evaluated(turn),
    (await caller.row(turn)).tokens.map(({ id }) => id),
  );
});
