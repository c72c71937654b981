import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Prompt, PromptInput, PromptMessage } from '#domain/templates/prompt';
import type { Role } from './message.ts';
import { planWindow, type WindowFit } from './window.ts';

/** A render whose size anyone can reckon: a token a letter and two for the envelope of each message, one to open the answer. */
function render({ messages, kept = [] }: PromptInput): Prompt {
  const token = (text: string, message?: string) => ({
    id: 1,
    bytes: '78',
    text,
    owner: 'person' as const,
    ...(message !== undefined && { message }),
  });
  const tokens = [
    ...messages.flatMap(({ text, id }) => Array.from(`<${text}>`, (letter) => token(letter, id))),
    token('^'),
    ...kept,
  ];
  return { encoding: 'letters', grade: 'exact', text: tokens.map(({ text }) => text).join(''), tokens };
}

const ROLES: Record<string, Role> = { s: 'system', q: 'user', a: 'assistant', t: 'tool' };
/** `q8` is a question that takes 8 tokens, envelope included. Ids are the words with their place. */
const thread = (words: string): PromptMessage[] =>
  words
    .split(' ')
    .filter((word) => word !== '')
    .map((word, at) => ({
      id: `${word}.${at}`,
      role: ROLES[word[0] ?? ''] ?? 'user',
      text: 'x'.repeat(Number(word.slice(1)) - 2),
    }));
const plan = (words: string, limit: number, reserve?: number): WindowFit =>
  planWindow({ input: { mode: 'chat', messages: thread(words) }, limit, ...(reserve !== undefined && { reserve }) }, render);
const said = (fit: WindowFit): string =>
  fit.fits
    ? `used ${fit.window.used}, reserve ${fit.window.reserve}, left ${fit.window.left.map(({ message, tokens }) => `${message}=${tokens}`).join(' ') || '-'}`
    : `needs ${fit.needed} of ${fit.limit}`;

/** Reckoned by hand from the rule: oldest whole exchanges leave, system messages and the last exchange stay. */
const TABLE: [words: string, limit: number, reserve: number | undefined, expected: string][] = [
  ['', 100, 10, 'used 1, reserve 10, left -'],
  ['q9', 100, 10, 'used 10, reserve 10, left -'],
  ['q9', 20, 10, 'used 10, reserve 10, left -'],
  ['q9', 19, 10, 'used 10, reserve 9, left -'],
  ['q9', 18, 9, 'needs 19 of 18'],
  ['q9', 19, 9, 'used 10, reserve 9, left -'],
  ['q4 a4 q4', 23, 10, 'used 13, reserve 10, left -'],
  ['q4 a4 q4', 22, 10, 'used 5, reserve 10, left q4.0=4 a4.1=4'],
  ['q4 a4 q4 a4 q4', 25, 10, 'used 13, reserve 10, left q4.0=4 a4.1=4'],
  ['q4 a4 q4 a4 q4', 22, 10, 'used 5, reserve 10, left q4.0=4 a4.1=4 q4.2=4 a4.3=4'],
  ['s5 q4 a4 q4', 22, 10, 'used 10, reserve 10, left q4.1=4 a4.2=4'],
  ['s5 q4 a4 s5 q4', 30, 10, 'used 15, reserve 10, left q4.1=4 a4.2=4'],
  ['q4 a4 t4 a4 q4', 30, 10, 'used 5, reserve 10, left q4.0=4 a4.1=4 t4.2=4 a4.3=4'],
  ['a4 q4 a4 q4', 25, 10, 'used 13, reserve 10, left a4.0=4'],
  ['q4 q4 q4', 20, 10, 'used 9, reserve 10, left q4.0=4'],
  ['q4 a4', 18, 10, 'used 9, reserve 9, left -'],
  ['q4 a4', 17, 8, 'used 9, reserve 8, left -'],
  ['q4 a4', 16, 8, 'needs 17 of 16'],
  ['s20 q4', 30, 10, 'needs 35 of 30'],
];
for (const [words, limit, reserve, expected] of TABLE)
  test(`${words || 'nothing'} in ${limit} with ${reserve} kept free: ${expected}`, () => {
    assert.equal(said(plan(words, limit, reserve)), expected);
  });

const RESERVES: [limit: number, reserve: number][] = [
  [100, 25],
  [103, 25],
  [4_092, 1_023],
  [4_096, 1_024],
  [128_000, 1_024],
];
for (const [limit, reserve] of RESERVES)
  test(`unless said, ${reserve} of a window of ${limit} are kept free: a quarter, at most 1,024`, () => {
    const fit = plan('q4', limit);
    assert.equal(fit.fits && fit.window.reserve, reserve);
  });

test('an answer that may be longer than the window keeps free half of it, and the thread stays', () => {
  assert.equal(said(plan('q4 a4 q4', 110, 100)), 'used 13, reserve 55, left -');
});

test('where only the reserve is too large it shrinks to what is free', () => {
  assert.equal(said(plan('q99', 200, 150)), 'used 100, reserve 100, left -');
});

test('it shrinks to 64, and not below', () => {
  assert.equal(said(plan('q99', 164, 150)), 'used 100, reserve 64, left -');
  assert.equal(said(plan('q99', 163, 150)), 'needs 164 of 163');
});

test('a smaller reserve that was asked for is no less than what it is', () => {
  assert.equal(said(plan('q99', 103, 3)), 'used 100, reserve 3, left -');
  assert.equal(said(plan('q99', 102, 3)), 'needs 103 of 102');
});

test('no reserve at all may be asked for', () => {
  assert.equal(said(plan('q99', 100, 0)), 'used 100, reserve 0, left -');
});

test('exchanges leave before the reserve shrinks', () => {
  assert.equal(said(plan('q40 a40 q4', 110, 50)), 'used 5, reserve 50, left q40.0=40 a40.1=40');
});

test('what leaves says why', () => {
  const fit = plan('q4 a4 q4', 22, 10);
  assert.deepEqual(fit.fits && fit.window.left.map(({ reason }) => reason), ['window', 'window']);
});

test('the kept tokens of an answer stay at the end, and count', () => {
  const kept = [{ id: 9, bytes: '79', text: 'y', owner: 'model' as const }];
  const fit = planWindow({ input: { mode: 'chat', messages: thread('q4 a4 q4'), kept }, limit: 16, reserve: 10 }, render);
  assert.equal(said(fit), 'used 6, reserve 8, left q4.0=4 a4.1=4');
  assert.equal(fit.fits && fit.prompt.text, '<xx>^y');
});

test('messages without ids leave too, nameless', () => {
  const messages = thread('q4 a4 q4').map(({ id: _, ...rest }) => rest);
  const fit = planWindow({ input: { mode: 'chat', messages }, limit: 22, reserve: 10 }, render);
  assert.equal(said(fit), 'used 5, reserve 10, left =4 =4');
});

test('a whole that fits is rendered once', () => {
  let times = 0;
  planWindow({ input: { mode: 'chat', messages: thread('q4 a4 q4') }, limit: 100 }, (input) => {
    times++;
    return render(input);
  });
  assert.equal(times, 1);
});

test('a long thread is planned in a handful of renderings', () => {
  let times = 0;
  const messages = thread(Array.from({ length: 400 }, (_, at) => `q${3 + (at % 7)} a${3 + (at % 5)}`).join(' '));
  planWindow({ input: { mode: 'chat', messages }, limit: 1_000, reserve: 100 }, (input) => {
    times++;
    return render(input);
  });
  assert.ok(times <= 6, `${times} renderings`);
});

const threads = fc
  .array(fc.tuple(fc.constantFrom('s', 'q', 'a', 't'), fc.integer({ min: 2, max: 12 })), { maxLength: 14 })
  .map((rows) => rows.map(([role, size]) => `${role}${size}`).join(' '));

test('system messages and the last exchange never leave, and what is left out is the oldest', () => {
  fc.assert(
    fc.property(threads, fc.integer({ min: 10, max: 80 }), (words, limit) => {
      const fit = plan(words, limit, 5);
      if (!fit.fits) return;
      const messages = thread(words).filter(({ role }) => role !== 'system');
      const gone = fit.window.left.map(({ message }) => message);
      assert.deepEqual(
        gone,
        messages.slice(0, gone.length).map(({ id }) => id),
      );
      assert.ok(
        gone.length === 0 ||
          gone.length <=
            Math.max(
              0,
              messages.findLastIndex(({ role }) => role === 'user'),
            ),
      );
      assert.ok(fit.window.used + fit.window.reserve <= limit);
    }),
  );
});
