/** `oriel threads`: list, show, search, export. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { leaveAddress } from '#server/address';
import { type Caller, callerOf } from '../../../test/caller.ts';
import { runCommand } from '../../../test/command-line.ts';
import { KEY, startScripted } from '../../../test/scripted-oriel.ts';
import { WrongOption } from '../command.ts';
import { command } from './threads.ts';

let oriel: Awaited<ReturnType<typeof startScripted>>;
let caller: Caller;
const ids: string[] = [];

before(async () => {
  oriel = await startScripted({ script: ({ words }) => `You said: ${words}` });
  leaveAddress(oriel.home, { url: oriel.url, key: KEY, pid: process.pid });
  caller = callerOf(oriel.url);
  for (const text of ['Of windows', '关于窗户的诗', 'Of tokens and rows']) {
    const id = await caller.newThread();
    await caller.ended((await caller.say(id, text)).turn);
    ids.push(id);
  }
});
after(() => oriel.close());

const threads = (...argv: string[]) => runCommand(command, argv, { home: oriel.home });
const lines = (out: string) => out.trimEnd().split('\n');

test('list is what it does by itself: a line a thread, newest first, with time and title', async () => {
  const { out, err } = await threads();
  assert.equal(err, '');
  assert.deepEqual(
    lines(out).map((line) => line.slice(0, 36)),
    ids.toReversed(),
  );
  assert.match(lines(out)[0] ?? '', /^\S{36} {2}\d{4}-\d\d-\d\d \d\d:\d\d {2}Of tokens and rows$/);
  assert.equal((await threads('list')).out, out);
});

test('list --json is one object a line', async () => {
  const rows = lines((await threads('list', '--json')).out).map((line) => JSON.parse(line));
  assert.deepEqual(
    rows.map(({ id, title }) => [id, title]),
    [
      [ids[2], 'Of tokens and rows'],
      [ids[1], '关于窗户的诗'],
      [ids[0], 'Of windows'],
    ],
  );
});

test('a pinned thread comes first and says so', async () => {
  await oriel.store.threads.update(oriel.store.person, ids[0] ?? '', { pinned: true });
  const { out } = await threads('list');
  await oriel.store.threads.update(oriel.store.person, ids[0] ?? '', { pinned: false });
  assert.match(lines(out)[0] ?? '', /Of windows {2}\(pinned\)$/);
});

test('show prints the path with its roles, --json the whole thread with its tree', async () => {
  const { out } = await threads('show', ids[0] ?? '');
  assert.equal(out, 'user\nOf windows\n\nassistant\nYou said: Of windows\n\n');
  const thread = JSON.parse((await threads('show', ids[0] ?? '', '--json')).out);
  assert.deepEqual([thread.id, thread.messages.length, thread.turns.length], [ids[0], 2, 1]);
});

test('search finds words in any order, and Chinese of two characters, with the place', async () => {
  const byWords = lines((await threads('search', 'rows', 'tokens')).out);
  assert.equal(byWords[0]?.slice(0, 36), ids[2]);
  assert.match(byWords[1] ?? '', /^ {4}.*tokens/);
  assert.equal(lines((await threads('search', '窗户', '--json')).out).map((line) => JSON.parse(line))[0]?.id, ids[1]);
});

test('titles and found places never steer a terminal; messages do not where it is one', async () => {
  const hostile = 'Of bells\u001b]0;b\u0007\u001b[31m';
  const spelled = 'Of bells\\u001b]0;b\\u0007\\u001b[31m';
  const id = await caller.newThread();
  await caller.ended((await caller.say(id, `${hostile}\nand more`)).turn);
  await oriel.store.threads.update(oriel.store.person, id, { title: hostile });
  const shown = (outputIsTerminal: boolean) =>
    runCommand(command, ['show', id], { home: oriel.home, outputIsTerminal }).then(({ out }) => out);
  try {
    assert(lines((await threads('list')).out)[0]?.endsWith(spelled));
    assert(lines((await threads('search', 'bells')).out)[1]?.includes(spelled));
    assert((await shown(true)).startsWith(`user\n${spelled}\nand more\n`));
    assert((await shown(false)).startsWith(`user\n${hostile}\nand more\n`));
  } finally {
    await oriel.store.threads.remove(oriel.store.person, id);
  }
});

test('nothing found is a sentence on standard error and no result', async () => {
  const { code, out, err } = await threads('search', 'absent');
  assert.deepEqual([code, out, err], [0, '', 'No thread holds "absent".\n']);
});

test('export is every thread with all branches, an object a line', async () => {
  const edited = (await caller.thread(ids[0] ?? '')).messages[0]?.id;
  await caller.ended((await caller.say(ids[0] ?? '', 'Of doors', { edits: edited })).turn);
  const all = lines((await threads('export')).out).map((line) => JSON.parse(line));
  assert.deepEqual(new Set(all.map(({ id }) => id)), new Set(ids));
  assert.equal(all.find(({ id }) => id === ids[0])?.messages.length, 4);
});

test('more threads than one page holds are all listed', async () => {
  const more = await startScripted();
  try {
    leaveAddress(more.home, { url: more.url, key: KEY, pid: process.pid });
    for (let at = 0; at < 205; at++) await more.store.threads.create(more.store.person, { title: `t${at}` });
    const { out } = await runCommand(command, ['list'], { home: more.home });
    assert.equal(new Set(lines(out)).size, 205);
  } finally {
    await more.close();
  }
});

test('an empty home says how to begin', async () => {
  const empty = await startScripted();
  try {
    leaveAddress(empty.home, { url: empty.url, key: KEY, pid: process.pid });
    const { out, err } = await runCommand(command, [], { home: empty.home });
    assert.deepEqual([out, err], ['', 'There are no threads yet. Start one with: oriel chat\n']);
  } finally {
    await empty.close();
  }
});

test('what is missing or unknown is wrong use', async () => {
  for (const [argv, words] of [
    [['show'], /id of a thread/],
    [['search'], /words to look for/],
    [['burn'], /"burn" is not one of list, show, search, export/],
  ] as const)
    await assert.rejects(threads(...argv), (error) => error instanceof WrongOption && words.test(error.message));
});

test('a thread that is not there fails in one sentence', () =>
  assert.rejects(threads('show', 'nowhere'), /There is no thread nowhere\./));
