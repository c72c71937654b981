/** `oriel chat` against a running server of the same home. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { textOf } from '#domain/conversation/part';
import { leaveAddress } from '#server/address';
import { type Caller, callerOf } from '../../../test/caller.ts';
import { type RunOptions, runCommand, type Said } from '../../../test/command-line.ts';
import { KEY, startScripted } from '../../../test/scripted-oriel.ts';
import { WrongOption } from '../command.ts';
import { command } from './chat.ts';

let oriel: Awaited<ReturnType<typeof startScripted>>;
let caller: Caller;

before(async () => {
  oriel = await startScripted({
    script: ({ words }) => {
      if (words === 'fail') return ['Half an ', { fail: { kind: 'vendor-fault', message: 'The model fell over.', retry: true } }];
      if (words === 'slowly') return ['One ', { waitMs: 60_000 }, 'two'];
      return `You said: ${words}`;
    },
  });
  leaveAddress(oriel.home, { url: oriel.url, key: KEY, pid: process.pid });
  caller = callerOf(oriel.url);
});
after(() => oriel.close());

const chat = (argv: string[], options: Partial<RunOptions> = {}): Promise<Said> =>
  runCommand(command, argv, { home: oriel.home, ...options });
const wrong = (words: RegExp) => (error: unknown) => error instanceof WrongOption && words.test(error.message);

test('the answer goes to standard output, one line of facts to standard error', async () => {
  const { code, out, err } = await chat(['Hello']);
  assert.deepEqual([code, out], [0, 'You said: Hello\n']);
  assert.match(err, /^local\/default → scripted [0-9a-f]{8} · \d+ in · \d+ out .*· free: computed here\n$/);
});

test('a model that is asked for by its own name is not named twice', async () => {
  const { err } = await chat(['Hello', '--model', 'local/scripted']);
  assert.match(err, /^local\/scripted → [0-9a-f]{8} · /);
});

test('--json prints one object on one line and says nothing else', async () => {
  const { code, out, err } = await chat(['Hello', '--json']);
  assert.deepEqual([code, err, out.trimEnd().includes('\n')], [0, '', false]);
  const answer = JSON.parse(out);
  assert.equal(answer.text, 'You said: Hello');
  assert.deepEqual(answer.model, { asked: 'local/default', answered: answer.model.answered, vendor: 'local' });
  assert.deepEqual([answer.ended, answer.cost], ['end', { kind: 'local' }]);
  assert.equal(answer.usage.prompt.grade, 'exact');
  assert.equal((await caller.turn(answer.turn)).thread, answer.thread);
});

test('without TEXT, and with -, standard input is the text; its last line end is not part of it', async () => {
  for (const argv of [[], ['-']]) assert.equal((await chat(argv, { input: 'a\nb\n' })).out, 'You said: a\nb\n');
});

test('bytes that are no text are not said, but refused with their place', () =>
  assert.rejects(chat([], { input: Buffer.from([0x61, 0xe9]) }), /^Failure: Standard input is no UTF-8 from byte 1 on/));

test('a pipe may bring characters of any length, and line ends inside stay', async () => {
  assert.equal((await chat([], { input: '诗🪟\r\n\r\n' })).out, 'You said: 诗🪟\r\n\n');
});

/** What sets the title of a window, colours, rings and goes back over the line. */
const STEERING = 'a\u001b]0;b\u0007\u001b[31mc\rd\te';
const SPELLED = 'a\\u001b]0;b\\u0007\\u001b[31mc\\u000dd\te';

test('in a terminal the words of an answer steer nothing; through a pipe they are what the model wrote', async () => {
  assert.equal((await chat([STEERING], { outputIsTerminal: true })).out, `You said: ${SPELLED}\n`);
  assert.equal((await chat([STEERING])).out, `You said: ${STEERING}\n`);
});

test('each call is a thread of its own; --thread goes on in one', async () => {
  const first = JSON.parse((await chat(['One', '--json'])).out);
  const second = JSON.parse((await chat(['Two', '--json', '--thread', first.thread])).out);
  assert.equal(second.thread, first.thread);
  const { messages } = await caller.thread(first.thread);
  assert.deepEqual(
    messages.map(({ parts }) => textOf(parts)),
    ['One', 'You said: One', 'Two', 'You said: Two'],
  );
});

test('settings, system message and mode reach the turn', async () => {
  const flags = ['--temperature', '0.5', '--top-p', '0.9', '--seed', '7', '--max-tokens', '3', '--system', 'Be kind.', '--json'];
  const answer = JSON.parse((await chat(['Hello', ...flags])).out);
  const turn = await caller.turn(answer.turn);
  assert.deepEqual(turn.settings, { temperature: 0.5, topP: 0.9, seed: 7, maxTokens: 3 });
  assert.equal(answer.ended, 'length');
  assert.equal((await caller.thread(answer.thread)).messages[0]?.role, 'system');
  const document = JSON.parse((await chat(['Once', '--document', '--json'])).out);
  assert.equal((await caller.turn(document.turn)).mode, 'document');
});

test('an answer that was cut says so in its line of facts', async () => {
  assert.match((await chat(['Hello', '--max-tokens', '2'])).err, /· length\n$/);
});

test('the same question at temperature 0 gives the same ids again', async () => {
  const ids = async () => {
    const { turn } = JSON.parse((await chat(['Same', '--temperature', '0', '--json'])).out);
    return (await caller.row(turn)).tokens.map(({ id }) => id);
  };
  assert.deepEqual(await ids(), await ids());
});

test('settings that make no sense are wrong use, with the range and the value', async () => {
  const cases: [string[], RegExp][] = [
    [['--temperature', 'hot'], /^--temperature takes a number from 0 to 2, not "hot"\.$/],
    [['--temperature', '3'], /not "3"/],
    [['--temperature='], /not ""/],
    [['--seed', '1.5'], /^--seed takes a whole number/],
    [['--seed', '4294967296'], /to 4294967295/],
    [['--max-tokens', '0'], /from 1/],
    [['--top-p', '0'], /--top-p/],
  ];
  for (const [argv, words] of cases) await assert.rejects(chat(['Hello', ...argv]), wrong(words), argv.join(' '));
});

test('two words of TEXT are wrong use: the shell wants quotes', () => assert.rejects(chat(['Hello', 'there']), wrong(/quotes/)));

test('a failed turn prints what there is and fails with the model’s sentence', async () => {
  await assert.rejects(chat(['fail']), /^Failure: The model fell over\.$/);
});

test('an unknown model, an unknown thread and an empty text fail in the server’s sentence', async () => {
  await assert.rejects(chat(['Hello', '--model', 'local/nobody']), /There is no model "nobody"/);
  await assert.rejects(chat(['Hello', '--thread', 'nowhere']), /There is no thread nowhere/);
  await assert.rejects(chat([''], {}), /The message is empty/);
});

test('a call that is refused leaves no empty thread behind', async () => {
  const before = (await oriel.store.threads.list(oriel.store.person, { limit: 200 })).rows.length;
  await assert.rejects(chat(['Hello', '--model', 'local/nobody']));
  assert.equal((await oriel.store.threads.list(oriel.store.person, { limit: 200 })).rows.length, before);
});

test('interrupted: the turn is stopped and kept, the exit code is 130', async () => {
  const interrupt = new AbortController();
  const running = chat(['slowly', '--json'], { interrupted: interrupt.signal });
  await sleep(200);
  interrupt.abort();
  const { code, out } = await running;
  const answer = JSON.parse(out);
  assert.deepEqual([code, answer.ended, answer.text], [130, 'stopped', 'One ']);
  assert.equal((await caller.turn(answer.turn)).status, 'stopped');
});

test('interrupted before the turn began: it is stopped all the same', async () => {
  const { code, out } = await chat(['slowly', '--json'], { interrupted: AbortSignal.abort() });
  assert.deepEqual([code, JSON.parse(out).ended], [130, 'stopped']);
});

const talk = (input: string, argv: string[] = []) => chat(argv, { input, isInteractive: true });

test('a dialogue goes on in one thread until the input ends; empty lines are passed over', async () => {
  const { code, out } = await talk('One\n\n  \nTwo\n');
  assert.deepEqual([code, out], [0, 'You said: One\nYou said: Two\n']);
  const [newest] = (await oriel.store.threads.list(oriel.store.person, { limit: 1 })).rows;
  assert.equal((await caller.thread(newest?.id ?? '')).messages.length, 4);
});

test('a line that cannot be answered does not end the dialogue, nor take its system message away', async () => {
  const { out, err } = await talk(`${'z'.repeat(20_000)}\nTwo\n`, ['--system', 'Be kind.']);
  assert.equal(out, 'You said: Two\n');
  assert.match(err, /the window holds 8192/);
  const [newest] = (await oriel.store.threads.list(oriel.store.person, { limit: 1 })).rows;
  assert.deepEqual(
    (await caller.thread(newest?.id ?? '')).messages.map(({ role }) => role),
    ['system', 'user', 'assistant', 'user', 'assistant'],
  );
});

test('a dialogue that says nothing makes no thread', async () => {
  const before = (await oriel.store.threads.list(oriel.store.person, { limit: 200 })).rows.length;
  await talk('');
  assert.equal((await oriel.store.threads.list(oriel.store.person, { limit: 200 })).rows.length, before);
});
