/** Continuing: the kept tokens to the id, one text in the same message, or a branch from a place in the row. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Facts } from '#domain/catalogue/facts';
import { textOf } from '#domain/conversation/part';
import type { Turn } from '#domain/conversation/turn';
import { RECITAL, recite } from '../../test/recital.ts';
import { openScriptedRunner, type ScriptedRunner, type ScriptedRunnerOptions } from '../../test/scripted-runner.ts';
import { type ContinueAsk, continueTurn } from './continue-turn.ts';
import { Refusal } from './problem.ts';

const said = (turn: Turn) => turn.parts.map((part) => part.text).join('');
const goOn = (bench: ScriptedRunner, turn: string, ask: ContinueAsk = {}) => continueTurn(bench, bench.person, turn, ask);
const refused = (kind: Refusal['kind'], sentence: RegExp) => (error: unknown) =>
  error instanceof Refusal && error.kind === kind && sentence.test(error.message);

function over(options: ScriptedRunnerOptions, check: (bench: ScriptedRunner) => Promise<void>) {
  return async () => {
    const bench = await openScriptedRunner({ script: recite(), ...options });
    try {
      await check(bench);
    } finally {
      await bench.close();
    }
  };
}

/** An answer cut after some tokens. */
async function cutAfter({ newThread, say, ended }: ScriptedRunner, maxTokens: number) {
  const thread = await newThread();
  const started = await say(thread, 'Recite.', { settings: { maxTokens } });
  return { thread, ...started, folded: await ended(started.turn) };
}

/** What an answer says in the thread. */
async function answerIn({ store, person }: ScriptedRunner, thread: string, answer: string): Promise<string> {
  const message = (await store.threads.messages(person, thread)).find(({ id }) => id === answer);
  return textOf(message?.parts ?? []);
}

test(
  'an answer cut at any token, half characters too, goes on in the same message to one text',
  over({}, async (bench) => {
    for (const cut of [1, 17, 20, 21, 22, 23, 60, 61, 62, 63]) {
      const { thread, turn, answer, folded } = await cutAfter(bench, cut);
      const next = await goOn(bench, turn);
      assert.equal(next.answer, answer);
      assert.notEqual(next.turn, turn);
      const rest = await bench.ended(next.turn);
      const whole = said(folded) + said(rest);
      assert.ok(RECITAL.startsWith(whole) && whole.length > said(folded).length, `cut at ${cut}: ${JSON.stringify(whole)}`);
      assert.equal(await answerIn(bench, thread, answer), whole);
    }
  }),
);

test(
  'continued again and again, in pieces of seven tokens, the message is the recital to the letter',
  over({}, async (bench) => {
    const { thread, turn, answer } = await cutAfter(bench, 7);
    let last = turn;
    for (let piece = 0; piece < 100; piece++) {
      const { reason } = await bench.ended(last);
      if (reason === 'end') break;
      last = (await goOn(bench, last)).turn;
    }
    assert.equal((await bench.ended(last)).reason, 'end');
    assert.equal(await answerIn(bench, thread, answer), RECITAL);
  }),
);

test(
  'the new prompt ends in the kept tokens, to the id, owned by the model and by this answer',
  over({}, async (bench) => {
    const { turn, answer, folded } = await cutAfter(bench, 25);
    const next = await goOn(bench, turn);
    await bench.ended(next.turn);
    const { tokens } = await bench.store.turns.prompt(bench.person, next.turn);
    const kept = tokens.slice(-25);
    assert.deepEqual(
      kept.map(({ id }) => id),
      folded.parts.flatMap((part) => part.tokens).map(({ id }) => id),
    );
    assert.ok(kept.every(({ owner, message }) => owner === 'model' && message === answer));
    assert.notEqual(tokens.at(-26)?.owner, 'model');
  }),
);

test(
  'settings, mode and the model that answered stay those of the turn',
  over({ names: ['first', 'second'] }, async (bench) => {
    const thread = await bench.newThread();
    const { turn } = await bench.say(thread, 'Recite.', {
      model: 'local/second',
      mode: 'document',
      settings: { maxTokens: 9, topK: 3, seed: 5 },
    });
    const before = await bench.ended(turn);
    const after = await bench.ended((await goOn(bench, turn)).turn);
    assert.deepEqual(after.settings, before.settings);
    assert.equal(after.mode, 'document');
    assert.deepEqual(after.asked, { vendor: 'local', model: 'second' });
    assert.equal(after.answeredBy?.snapshot, before.answeredBy?.snapshot);
  }),
);

test(
  'from a place in the row a branch begins: the old answer stays, the new one holds the kept tokens',
  over({}, async (bench) => {
    const { thread, turn, answer, message, folded } = await cutAfter(bench, 30);
    const at = (await bench.store.turns.prompt(bench.person, turn)).tokens.length + 10;
    const next = await goOn(bench, turn, { at });
    assert.equal(next.message, message);
    assert.notEqual(next.answer, answer);
    await bench.ended(next.turn);
    assert.equal(await answerIn(bench, thread, answer), said(folded));
    const prompt = await bench.store.turns.prompt(bench.person, next.turn);
    assert.equal(prompt.tokens.length, at);
    assert.ok(RECITAL.startsWith(await answerIn(bench, thread, next.answer)));
  }),
);

test(
  'another token at a place: the branch’s row holds that very token there, with its bytes',
  over({}, async (bench) => {
    const { turn, folded } = await cutAfter(bench, 30);
    const at = (await bench.store.turns.prompt(bench.person, turn)).tokens.length + 10;
    const other = folded.parts[0]?.tokens[10]?.alternatives?.find(({ id }) => id !== folded.parts[0]?.tokens[10]?.id);
    assert.ok(other);
    const next = await goOn(bench, turn, { at, token: other.id });
    await bench.ended(next.turn);
    const put = (await bench.store.turns.prompt(bench.person, next.turn)).tokens;
    assert.equal(put.length, at + 1);
    assert.deepEqual([put[at]?.id, put[at]?.bytes, put[at]?.owner], [other.id, other.bytes, 'model']);
  }),
);

test(
  'the token that stood there may be put there again',
  over({}, async (bench) => {
    const { turn, folded } = await cutAfter(bench, 12);
    const at = (await bench.store.turns.prompt(bench.person, turn)).tokens.length + 3;
    const token = folded.parts[0]?.tokens[3]?.id ?? -1;
    const next = await goOn(bench, turn, { at, token });
    await bench.ended(next.turn);
    assert.equal((await bench.store.turns.prompt(bench.person, next.turn)).tokens[at]?.id, token);
  }),
);

test(
  'places count through an answer that was continued before: its kept beginning is part of it',
  over({}, async (bench) => {
    const first = await cutAfter(bench, 8);
    const second = await goOn(bench, first.turn);
    await bench.ended(second.turn);
    const begin = (await bench.store.turns.prompt(bench.person, first.turn)).tokens.length;
    const branch = await goOn(bench, second.turn, { at: begin + 5 });
    await bench.ended(branch.turn);
    assert.equal((await bench.store.turns.prompt(bench.person, branch.turn)).tokens.length, begin + 5);
    await assert.rejects(goOn(bench, second.turn, { at: begin - 1 }), refused('bad-request', /is not in the answer/));
    await assert.rejects(goOn(bench, second.turn, { at: begin + 17 }), refused('bad-request', /is not in the answer/));
  }),
);

test(
  'the end of the row, and its beginning, are places too',
  over({}, async (bench) => {
    const { thread, turn } = await cutAfter(bench, 8);
    const begin = (await bench.store.turns.prompt(bench.person, turn)).tokens.length;
    const fromEnd = await goOn(bench, turn, { at: begin + 8 });
    assert.ok((await answerIn(bench, thread, fromEnd.answer)).length > 0);
    const anew = await goOn(bench, turn, { at: begin });
    await Promise.all([bench.ended(fromEnd.turn), bench.ended(anew.turn)]);
    assert.equal((await bench.store.turns.prompt(bench.person, anew.turn)).tokens.length, begin);
  }),
);

test(
  'a failed answer is continued in its message, and a turn that wrote nothing is asked again there',
  over({ script: ({ prompt }) => (prompt.tokens.length > 20 ? ['ab', { fail: FAULT }] : [{ fail: FAULT }]) }, async (bench) => {
    const thread = await bench.newThread();
    const first = await bench.say(thread, 'a');
    assert.equal((await bench.ended(first.turn)).status, 'failed');
    const next = await goOn(bench, first.turn);
    assert.equal(next.answer, first.answer);
    assert.equal((await bench.ended(next.turn)).error?.message, FAULT.message);
  }),
);
const FAULT = { kind: 'vendor-fault', message: 'It fell.', retry: true } as const;

test(
  'a running answer cannot be continued',
  over({ tokensPerSecond: 50 }, async (bench) => {
    const { turn } = await bench.say(await bench.newThread(), 'Recite.');
    await assert.rejects(goOn(bench, turn), refused('conflict', /still being written/));
  }),
);

test(
  'the kept tokens have what was recorded as they were drawn, through each turn of the answer; one that was put has nothing',
  over({}, async (bench) => {
    const drawn = (turn: Turn) =>
      turn.parts.flatMap(({ tokens }) => tokens).map(({ id, logprob, alternatives }) => ({ id, logprob, alternatives }));
    const { turn, folded } = await cutAfter(bench, 8);
    const begin = (await bench.store.turns.prompt(bench.person, turn)).tokens.length;
    const second = await goOn(bench, turn);
    const both = [...drawn(folded), ...drawn(await bench.ended(second.turn))];
    const third = await goOn(bench, second.turn);
    await bench.ended(third.turn);
    const other = folded.parts[0]?.tokens[7]?.alternatives?.find(({ id }) => id !== folded.parts[0]?.tokens[7]?.id);
    const branch = await goOn(bench, third.turn, { at: begin + 7, token: other?.id });
    await bench.ended(branch.turn);
    const keptIn = async (of: string) => {
      const prompt = await bench.store.turns.prompt(bench.person, of);
      return prompt.tokens.slice(begin).map(({ id, logprob, alternatives }) => ({ id, logprob, alternatives }));
    };
    assert.deepEqual(await keptIn(third.turn), both);
    const put = { id: other?.id, logprob: undefined, alternatives: undefined };
    assert.deepEqual(await keptIn(branch.turn), [...both.slice(0, 7), put]);
  }),
);

test('continued twice at once: one goes on, the other is a conflict', async () => {
  const bench = await openScriptedRunner({ script: recite(), tokensPerSecond: 100 });
  try {
    const { thread, turn } = await cutAfter(bench, 5);
    const settled = await Promise.allSettled([goOn(bench, turn), goOn(bench, turn)]);
    const good = settled.filter(({ status }) => status === 'fulfilled');
    assert.equal(good.length, 1);
    assert.equal((await bench.store.threads.messages(bench.person, thread)).length, 2);
    await assert.rejects(goOn(bench, turn), refused('conflict', /being continued already/));
  } finally {
    await bench.close();
  }
});

test(
  'the same request again gets the first answer',
  over({}, async (bench) => {
    const { turn } = await cutAfter(bench, 5);
    const first = await goOn(bench, turn, { requestId: 'again' });
    await bench.ended(first.turn);
    assert.deepEqual(await goOn(bench, turn, { requestId: 'again' }), first);
  }),
);

test(
  'the end token is no place to put a token, and is not put anywhere',
  over({ script: () => 'ab' }, async (bench) => {
    const { turn, folded } = await cutAfter(bench, 100);
    const end = (await bench.store.turns.prompt(bench.person, turn)).tokens.length + 2;
    assert.ok(folded.endToken);
    await assert.rejects(goOn(bench, turn, { at: end, token: folded.endToken.id }), refused('bad-request', /nothing follows it/));
    await assert.rejects(goOn(bench, turn, { at: end, token: 1 }), refused('bad-request', /not among the alternatives/));
  }),
);

/** An answer and the first alternative at its fifth token, in a file that says something of that id. */
async function alternativeIn(bench: ScriptedRunner, says: (id: number) => Partial<Facts>) {
  const { turn, folded } = await cutAfter(bench, 9);
  const at = (await bench.store.turns.prompt(bench.person, turn)).tokens.length + 4;
  const token = folded.parts[0]?.tokens[4];
  const other = token?.alternatives?.find(({ id }) => id !== token.id)?.id ?? -1;
  const { local } = await bench.models.choose('scripted');
  const facts = await local.facts();
  local.facts = async () => ({ ...facts, ...says(other) });
  return { turn, at, token: other };
}

test(
  'an alternative that ends an answer in this file is not put anywhere',
  over({}, async (bench) => {
    const { turn, ...place } = await alternativeIn(bench, (id) => ({ endOfGeneration: [id] }));
    await assert.rejects(goOn(bench, turn, place), refused('bad-request', /hands the word back; nothing follows it/));
  }),
);

test(
  'an alternative that is special in this file stays so in the row, by its name',
  over({}, async (bench) => {
    const { turn, ...place } = await alternativeIn(bench, (id) => ({ specials: [{ id, text: '<|name|>' }] }));
    const next = await goOn(bench, turn, place);
    await bench.ended(next.turn);
    const put = (await bench.store.turns.prompt(bench.person, next.turn)).tokens.at(-1);
    assert.deepEqual([put?.id, put?.text, put?.special], [place.token, '<|name|>', true]);
  }),
);

test(
  'a token without its place is refused',
  over({}, async (bench) => {
    const { turn } = await cutAfter(bench, 5);
    await assert.rejects(goOn(bench, turn, { token: 5 }), refused('bad-request', /`token` needs `at`/));
  }),
);

test(
  'when the file that wrote the answer is gone, the refusal names it',
  over({}, async (bench) => {
    const { turn, folded } = await cutAfter(bench, 5);
    bench.models.chooseSnapshot = async () => undefined;
    await assert.rejects(
      goOn(bench, turn),
      refused('conflict', new RegExp(`The file ${folded.answeredBy?.snapshot?.slice(0, 8)} that wrote this answer is no longer`)),
    );
  }),
);

test(
  'an answer whose thread was removed is not continued',
  over({}, async (bench) => {
    const { thread, turn } = await cutAfter(bench, 5);
    await bench.store.threads.remove(bench.person, thread);
    await assert.rejects(goOn(bench, turn), /There is no/);
  }),
);
