/** `oriel chat` while the model is still being loaded. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { leaveAddress } from '#server/address';
import { type Caller, callerOf } from '../../../test/caller.ts';
import { type RunOptions, runCommand, type Said } from '../../../test/command-line.ts';
import { KEY, startScripted } from '../../../test/scripted-oriel.ts';
import { command } from './chat.ts';

let oriel: Awaited<ReturnType<typeof startScripted>>;
let caller: Caller;

before(async () => {
  oriel = await startScripted({ script: ({ words }) => `You said: ${words}`, loadMs: 1500 });
  leaveAddress(oriel.home, { url: oriel.url, key: KEY, pid: process.pid });
  caller = callerOf(oriel.url);
});
after(() => oriel.close());

const chat = (argv: string[], options: Partial<RunOptions> = {}): Promise<Said> =>
  runCommand(command, argv, { home: oriel.home, ...options });

test('interrupted while the model loads: the turn is stopped, the question kept, the exit code 130; then the answer comes', async () => {
  const interrupt = new AbortController();
  const lines: string[] = [];
  const { code, out } = await chat(['Hello', '--json'], {
    interrupted: interrupt.signal,
    onProgress: (line) => {
      lines.push(line);
      interrupt.abort();
    },
  });
  assert.match(lines.join('\n'), /^loading scripted · \d+ s$/);
  const { thread, turn, ended, text } = JSON.parse(out);
  assert.deepEqual([code, ended, text], [130, 'stopped', '']);
  assert.equal((await caller.turn(turn)).status, 'stopped');
  assert.deepEqual(
    (await caller.thread(thread)).messages.map(({ role }) => role),
    ['user', 'assistant'],
  );
  assert.equal((await chat(['And now?', '--thread', thread])).out, 'You said: And now?\n');
});
