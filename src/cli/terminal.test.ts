/** The terminal: what goes where, and when there are colours. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { counted, openTerminal } from './terminal.ts';

/** What is written to both streams while `use` runs. */
function hear(use: () => void): { out: string; err: string } {
  const said = { out: '', err: '' };
  const { stdout, stderr } = process;
  const writes = [stdout.write, stderr.write] as const;
  stdout.write = (piece: unknown) => {
    said.out += piece;
    return true;
  };
  stderr.write = (piece: unknown) => {
    said.err += piece;
    return true;
  };
  try {
    use();
  } finally {
    [stdout.write, stderr.write] = writes;
  }
  return said;
}

/** As if standard error were a terminal, or not. */
function withTerminal<Result>(isTerminal: boolean, use: () => Result): Result {
  const before = process.stderr.isTTY;
  process.stderr.isTTY = isTerminal;
  try {
    return use();
  } finally {
    process.stderr.isTTY = before;
  }
}

test('results go to standard output, words to standard error', () => {
  const terminal = openTerminal({});
  const said = hear(() => {
    terminal.print('a result');
    terminal.write('a part');
    terminal.say('words');
  });
  assert.deepEqual(said, { out: 'a result\na part', err: 'words\n' });
});

test('progress is shown only where a person looks, and makes room for what comes next', () => {
  const show = () => {
    const terminal = openTerminal({});
    return hear(() => {
      terminal.progress('half');
      terminal.print('done');
    });
  };
  assert.deepEqual(withTerminal(false, show), { out: 'done\n', err: '' });
  assert.deepEqual(withTerminal(true, show), { out: 'done\n', err: '\r\x1b[2Khalf\r\x1b[2K' });
});

test('a line of progress is never wider than the terminal', () => {
  const { err } = withTerminal(true, () => hear(() => openTerminal({}).progress('x'.repeat(500))));
  assert.ok(err.length < (process.stderr.columns ?? 80) + 10);
});

test('colours only in a terminal, and not with NO_COLOR', () => {
  const dim = (isTerminal: boolean, environment: NodeJS.ProcessEnv) =>
    withTerminal(isTerminal, () => openTerminal(environment).dim('x'));
  assert.equal(dim(true, {}), '\x1b[2mx\x1b[0m');
  assert.equal(dim(false, {}), 'x');
  assert.equal(dim(true, { NO_COLOR: '1' }), 'x');
});

test('one is one, all else is many', () => {
  assert.deepEqual(
    [0, 1, 2, 12_000].map((count) => counted(count, 'turn')),
    ['0 turns', '1 turn', '2 turns', '12,000 turns'],
  );
});
