/** What docs/contract.md promises of the command line exists, or is marked as to come. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { COMMANDS } from './commands.ts';

const page = readFileSync(new URL('../../docs/contract.md', import.meta.url), 'utf8');
/** First cells of the table of commands, without what is to come: that reaches to the next bracket or the cell's end. */
const cells = page
  .split('\n')
  .filter((line) => /^\| [^|]*`oriel /.test(line))
  .map((line) => (line.split(/(?<!\\)\|/)[1] ?? '').replace(/\(to come: [^)]*\)|to come: .*/g, ''));
const promised = cells.flatMap((cell) => [...cell.matchAll(/`oriel (\w+)([^`]*)`/g)]);

test('the table of commands is found', () => assert(promised.length >= Object.keys(COMMANDS).length));

for (const [call, name = '', rest = ''] of promised)
  test(`${call} exists with its options`, async () => {
    const load = COMMANDS[name];
    assert(load, name);
    const { options } = (await load()).command;
    for (const [, option = ''] of rest.matchAll(/--([\w-]+)/g)) assert(Object.hasOwn(options, option), `${name} --${option}`);
  });
