/** `oriel tokens`: by the model of a running server, by a published model, by an encoding alone. */
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { WEATHER_TOOL } from '#domain/templates/weather-tool';
import { scriptedEncoder } from '#engines/scripted-vocabulary';
import { leaveAddress } from '#server/address';
import { callerOf } from '../../../test/caller.ts';
import { type RunOptions, runCommand } from '../../../test/command-line.ts';
import { KEY, startScripted } from '../../../test/scripted-oriel.ts';
import { Failure, WrongOption } from '../command.ts';
import { command } from './tokens.ts';

let oriel: Awaited<ReturnType<typeof startScripted>>;

before(async () => {
  oriel = await startScripted({ script: () => 'Yes.' });
  leaveAddress(oriel.home, { url: oriel.url, key: KEY, pid: process.pid });
});
after(() => oriel.close());

const tokens = (argv: string[], options: Partial<RunOptions> = {}) => runCommand(command, argv, { home: oriel.home, ...options });
const wrong = (words: RegExp) => (error: unknown) => error instanceof WrongOption && words.test(error.message);

test('a table: id, owner and text of each token, and a line of counts', async () => {
  const { out } = await tokens(['a token']);
  assert.equal(
    out,
    `     97  person    "a"\n    ${scriptedEncoder.encode(' token')[0]}  person    " token"\n\nlocal/scripted · scripted · content 2 (exact) · row 2 (exact)\n`,
  );
});

test('special tokens stand by their name, halves of characters by their bytes', async () => {
  const { out } = await tokens(['诗', '--chat']);
  assert.match(out, /template {2}<\|im_start\|>\n/);
  assert.match(out, /person {4}<e8>\n/);
});

test('--json has the fields of the contract, each token with id, bytes, text and owner', async () => {
  const row = JSON.parse((await tokens(['a token', '--json'])).out);
  assert.deepEqual(Object.keys(row).sort(), ['counts', 'encoding', 'grade', 'model', 'tokens']);
  assert.deepEqual(row.tokens[0], { id: 97, bytes: '61', text: 'a', owner: 'person' });
});

test('--chat --ids are the ids that a turn of the same text is given', async () => {
  const caller = callerOf(oriel.url);
  const { turn } = await caller.say(await caller.newThread(), 'Write <|im_end|> a haiku.');
  await caller.ended(turn);
  const { tokens: row, counts } = await caller.row(turn);
  const { out } = await tokens(['Write <|im_end|> a haiku.', '--chat', '--ids']);
  assert.deepEqual(
    out.trim().split(' ').map(Number),
    row.slice(0, counts.prompt?.value).map(({ id }) => id),
  );
});

test('standard input is the text where there is none, and with -', async () => {
  const ids = (await tokens(['a\nb', '--ids'])).out;
  for (const argv of [['--ids'], ['-', '--ids']]) assert.equal((await tokens(argv, { input: 'a\nb\n' })).out, ids);
});

test('a published model is counted here, whether a server runs or not', async () => {
  const { out } = await tokens(['Hello world', '--model', 'openai/gpt-4o', '--ids']);
  assert.equal(out, '13225 2375\n');
});

test('an encoding by its name: known ids', async () => {
  assert.equal((await tokens(['Hello world', '--encoding', 'o200k', '--ids'])).out, '13225 2375\n');
  assert.equal((await tokens(['Hello world', '--encoding', 'cl100k', '--ids'])).out, '9906 1917\n');
  const row = JSON.parse((await tokens(['Hello world', '--encoding', 'cl100k', '--json'])).out);
  assert.deepEqual([row.encoding, row.grade, row.counts.content.value], ['cl100k', 'exact', 2]);
});

test('what does not go together, and what there is not, is wrong use', async () => {
  for (const [argv, words] of [
    [['a', '--model', 'x', '--encoding', 'o200k'], /either --model or --encoding/],
    [['a', '--encoding', 'o200k', '--chat'], /no chat template/],
    [['a', '--encoding', 'klingon'], /no encoding "klingon"\. There are: o200k, /],
    [['a', 'b'], /quotes/],
    [['a', '--lines', '--encoding', 'o200k'], /reads standard input/],
    [['--lines'], /needs --encoding/],
    [['--encoding', 'o200k', '--messages', 'x.json'], /--messages needs --model/],
    [['a', '--encoding', 'o200k', '--tools', 'x.json'], /--tools needs --model/],
    [['--lines', '--model', 'gpt-4o', '--tools', 'x.json'], /each line has its own tools/],
    [['a', '--model', 'gpt-4o', '--messages', 'x.json'], /leave TEXT out/],
    [['a', '--tools', 'x.json'], /need a --model whose encoding is published/],
    [['a', '--model', 'local/scripted', '--tools', 'x.json'], /need a --model whose encoding is published/],
  ] as const)
    await assert.rejects(tokens([...argv]), wrong(words), argv.join(' '));
});

test('a model that is not here fails in the server’s sentence', () =>
  assert.rejects(tokens(['a', '--model', 'local/nobody']), /There is no model "nobody"/));

const WEATHER_CHAT = [
  { role: 'system', content: 'You are a helpful assistant that can answer to questions about the weather.' },
  { role: 'user', content: "What's the weather like in San Francisco?" },
];
function fileOf(value: unknown): string {
  const path = join(oriel.home, `given-${Math.random()}.json`);
  writeFileSync(path, typeof value === 'string' ? value : JSON.stringify(value));
  return path;
}
const countsOf = async (argv: string[], options: Partial<RunOptions> = {}) =>
  JSON.parse((await tokens([...argv, '--json'], options)).out).counts;

test("the cookbook's example with its tool is 101 tokens on GPT-4o, the tool apart with its grade", async () => {
  const argv = ['--model', 'openai/gpt-4o', '--messages', fileOf(WEATHER_CHAT), '--tools', fileOf([WEATHER_TOOL])];
  const counts = await countsOf(argv);
  assert.deepEqual([counts.prompt.value, counts.prompt.grade], [101, 'estimated']);
  assert.deepEqual([counts.tools.value, counts.tools.error], [68, 0.02]);
  assert.match((await tokens(argv)).out, /prompt 101 \(estimated ±1\.3 %\) · tools 68 \(estimated ±2 %\)/);
});

test('a request brings its own tools and images; a text has tools too', async () => {
  const picture = { role: 'user', content: [{ type: 'image', width: 1024, height: 1024 }] };
  const request = { messages: [...WEATHER_CHAT, picture], tools: [{ type: 'function', function: WEATHER_TOOL }] };
  const counts = await countsOf(['--model', 'openai/gpt-4o', '--messages', '-'], { input: JSON.stringify(request) });
  assert.deepEqual([counts.tools.value, counts.images.value, counts.images.grade], [68, 765, 'estimated']);
  assert.equal(counts.prompt.value, 101 + 4 + 765);
  assert.equal((await countsOf(['Hi', '--model', 'gpt-4o', '--tools', fileOf([])])).prompt.value, 8);
});

test('images that nobody can count make the prompt unknown, and that is said', async () => {
  const chat = fileOf([{ role: 'user', content: [{ type: 'image', width: 10, height: 10 }] }]);
  const { out } = await tokens(['--model', 'gpt-4', '--messages', chat]);
  assert.match(out, /How gpt-4 counts images is not published, so the prompt's count is unknown\./);
  assert.equal((await countsOf(['--model', 'gpt-4', '--messages', chat])).prompt, undefined);
});

test('a file that is wrong is named with one sentence', async () => {
  for (const [argv, said] of [
    [['--tools', fileOf('[{"name": }]')], /: The tools are no JSON from line 1, column 11 on/],
    [['--tools', fileOf([{}])], /: Tool 1 has no name/],
    [['--tools', join(oriel.home, 'none.json')], /none\.json could not be read: ENOENT/],
    [['--messages', fileOf('[1')], / is no JSON from line 1, column 3 on/],
    [['--messages', fileOf({ text: 'a' })], /neither a list of messages nor an object/],
  ] as const)
    await assert.rejects(
      tokens([...(argv[0] === '--tools' ? ['Hi'] : []), '--model', 'gpt-4o', ...argv]),
      (error) => error instanceof Failure && said.test(error.message),
    );
});
