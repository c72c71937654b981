/** `oriel tokens`: by the model of a running server, by a published model, by an encoding alone. */
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { WEATHER_TOOL } from '#domain/templates/weather-tool';
import { scriptedEncoder } from '#engines/scripted-vocabulary';
import { leaveAddress } from '#server/address';
import { callerOf } from '../../../test/caller.ts';
import { type RunOptions, runCommand, spawnOriel } from '../../../test/command-line.ts';
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
    `     97  person    "a"\n    ${scriptedEncoder.encode(' token')[0]}  person    " token"\n\nlocal/scripted · scripted · content 2 (exact) · row 2 (exact)\nfree: computed here\n`,
  );
});

test('special tokens stand by their name, halves of characters by their bytes', async () => {
  const { out } = await tokens(['诗', '--chat']);
  assert.match(out, /template {2}<\|im_start\|>\n/);
  assert.match(out, /person {4}<e8>\n/);
});

test('--json has the fields of the contract, each token with id, bytes, text and owner', async () => {
  const row = JSON.parse((await tokens(['a token', '--json'])).out);
  assert.deepEqual(Object.keys(row).sort(), ['cost', 'counts', 'encoding', 'grade', 'model', 'tokens']);
  assert.deepEqual(row.cost, { kind: 'local' });
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
    [['a', 'b', '--lines', '--encoding', 'o200k'], /--lines reads one file/],
    [['--lines'], /needs --encoding/],
    [['--encoding', 'o200k', '--messages', 'x.json'], /--messages needs --model/],
    [['a', '--encoding', 'o200k', '--tools', 'x.json'], /--tools needs --model/],
    [['--lines', '--model', 'gpt-4o', '--tools', 'x.json'], /each line has its own tools/],
    [['a', '--model', 'gpt-4o', '--messages', 'x.json'], /leave TEXT out/],
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

test('two calls of tools at once, and the older form of one, are estimates', async () => {
  const call = (name: string) => ({ type: 'function', function: { name, arguments: '{"at":1}' } });
  const sizes = [
    {},
    { tool_calls: [call('look')] },
    { tool_calls: [call('look'), call('look')] },
    { function_call: call('look').function },
  ];
  const counted = [];
  for (const more of sizes) {
    const chat = [
      { role: 'user', content: 'hi' },
      { role: 'assistant', content: null, ...more },
    ];
    const { prompt } = await countsOf(['--model', 'gpt-4o', '--messages', fileOf(chat)]);
    counted.push([prompt.value, prompt.grade]);
  }
  assert.deepEqual(counted, [
    [12, 'exact'],
    [21, 'estimated'],
    [54, 'estimated'],
    [21, 'estimated'],
  ]);
});

test('a choice of no tool, older functions and instructions beside the messages reach the count', async () => {
  const [{ content: system }, question] = WEATHER_CHAT as [{ content: string }, object];
  const sizeOf = async (more: object) => (await countsOf(['--model', 'gpt-4o', '--messages', fileOf(more)])).prompt.value;
  const tools = [{ type: 'function', function: WEATHER_TOOL }];
  assert.equal(await sizeOf({ messages: WEATHER_CHAT, tools, tool_choice: 'none' }), 102);
  assert.equal(await sizeOf({ messages: WEATHER_CHAT, functions: [WEATHER_TOOL] }), 101);
  assert.equal(await sizeOf({ messages: [question], instructions: system, tools }), 101);
  assert.equal(await sizeOf({ messages: [question], system, tools }), 101);
});

test('what is not counted makes the count an estimate, and is named in the note and on standard error', async () => {
  const chat = { messages: WEATHER_CHAT, response_format: { type: 'json_object' } };
  const { err, out } = await tokens(['--model', 'gpt-4o', '--messages', fileOf(chat), '--json']);
  assert.match(err, /^Not counted, though the model may be charged for it: response_format\.\n$/);
  const { counts, grade, note } = JSON.parse(out);
  assert.deepEqual([grade, counts.prompt], ['estimated', { ...counts.prompt, value: 33, grade: 'estimated' }]);
  assert.match(note, /Not counted, though the model may be charged for it: response_format\.$/);
});

test('with ids only, what the row does not show is told on standard error, and ids of a stand-in are ?', async () => {
  const named = await tokens(['--ids', '--model', 'gpt-4o', '--messages', fileOf([{ role: 'user', name: 'Ann', text: 'Hi' }])]);
  assert.match(named.err, /Counted, and not in the row: names \(2 tokens\)\./);
  const closed = await tokens(['Hi', '--chat', '--ids', '--model', 'claude-opus-4-8']);
  assert.equal(closed.out, '?\n');
  assert.match(closed.err, /row is their words alone/);
});

test('a bare name that a file here has is that file; with its vendor it is the published model', async () => {
  const here = await startScripted({ names: ['qwen3-8b'] });
  try {
    leaveAddress(here.home, { url: here.url, key: KEY, pid: process.pid });
    const encodingOf = async (model: string) =>
      JSON.parse((await tokens(['Hi', '--chat', '--json', '--model', model], { home: here.home })).out).encoding;
    assert.deepEqual([await encodingOf('qwen3-8b'), await encodingOf('qwen/qwen3-8b')], ['scripted', 'qwen3']);
  } finally {
    await here.close();
  }
});

test('--messages asks a file here as HTTP does: by its bare name, as local/.., and by default', async () => {
  const here = await startScripted({ names: ['qwen3-8b'] });
  const request = {
    messages: [
      { role: 'developer', content: 'Be kind.' },
      { role: 'user', text: 'Hi' },
    ],
    text: 7,
    form: 'columns',
  };
  try {
    leaveAddress(here.home, { url: here.url, key: KEY, pid: process.pid });
    const counted = async (argv: string[], given: unknown) =>
      JSON.parse((await tokens(['--json', ...argv, '--messages', '-'], { home: here.home, input: JSON.stringify(given) })).out);
    const { cost, ...row } = await counted(['--model', 'qwen3-8b'], request);
    const { messages } = request;
    const body = JSON.stringify({ model: 'qwen3-8b', messages });
    const headers = { 'content-type': 'application/json', authorization: `Bearer ${KEY}` };
    assert.deepEqual(row, await (await fetch(`${here.url}/api/tokens`, { method: 'POST', body, headers })).json());
    assert.deepEqual([row.encoding, row.grade, cost], ['scripted', 'exact', { kind: 'local' }]);
    for (const argv of [['--model', 'local/qwen3-8b'], []]) assert.deepEqual((await counted(argv, messages)).tokens, row.tokens);
    await assert.rejects(
      tokens(['--lines', '--model', 'qwen3-8b'], { home: here.home }),
      wrong(/--lines asks no file, and "qwen3-8b" is one here/),
    );
  } finally {
    await here.close();
  }
});

test('the answer line of --lines is what --json prints: of chats of every kind, and of texts', async () => {
  const image = { type: 'image', width: 1024, height: 1024 };
  const call = { function: { name: 'look', arguments: '{}' } };
  const chats = [
    { messages: WEATHER_CHAT },
    { messages: [{ id: 'first', role: 'user', name: 'Ann', content: [{ type: 'text', text: '诗' }, image] }] },
    { messages: [...WEATHER_CHAT, { role: 'assistant', content: null, tool_calls: [call] }], tools: [WEATHER_TOOL] },
    { messages: WEATHER_CHAT, system: 'Be brief.', response_format: {} },
  ];
  const input = [...chats, 'Hello world'].map((line) => `${JSON.stringify(line)}\n`).join('');
  for (const model of ['o3-mini', 'gpt-4o', 'claude-opus-4-8', 'deepseek-chat', 'gpt-4']) {
    const given = ['--model', model, '--json'];
    const { out } = await spawnOriel(['tokens', '--lines', '--home', oriel.home, ...given], { input });
    const answers = out.trimEnd().split('\n');
    for (const [at, chat] of chats.entries()) {
      const alone = await tokens([...given, '--messages', '-'], { input: JSON.stringify(chat) });
      assert.deepEqual(JSON.parse(answers[at] ?? ''), JSON.parse(alone.out), `${model} ${at}`);
    }
    assert.deepEqual(JSON.parse(answers.at(-1) ?? ''), JSON.parse((await tokens(['Hello world', ...given])).out));
  }
});

test('--lines reads a file as it reads standard input', async () => {
  const input = '"Hello world"\n"Hi"\n';
  const argv = ['tokens', '--lines', '--ids', '--encoding', 'o200k', '--home', oriel.home];
  assert.equal((await spawnOriel([...argv, fileOf(input)])).out, '[13225,2375]\n[12194]\n');
  assert.equal((await spawnOriel([...argv, '-'], { input })).out, '[13225,2375]\n[12194]\n');
  const missing = await spawnOriel([...argv, join(oriel.home, 'none.jsonl')]);
  assert.deepEqual([missing.code, missing.out], [1, '']);
  assert.match(missing.err, /^oriel tokens: \S+none\.jsonl could not be read: ENOENT/);
  const folder = await spawnOriel([...argv, oriel.home]);
  assert.deepEqual([folder.code, folder.err], [1, `oriel tokens: ${oriel.home} is a folder: name a file in it.\n`]);
});

test('definitions of tools beside a text for a file here are named, and make its count an estimate', async () => {
  for (const model of [[], ['--model', 'local/scripted']]) {
    const { out } = await tokens(['Hi', ...model, '--tools', fileOf([WEATHER_TOOL]), '--json']);
    const { grade, note } = JSON.parse(out);
    assert.deepEqual([grade, note], ['estimated', "The file's template is not given, and not counted: definitions of tools."]);
  }
});

test('by an encoding alone a line with messages is their words, each with its owner', async () => {
  const input = JSON.stringify({
    messages: [
      { role: 'system', text: 'Be' },
      { role: 'user', text: 'Hi' },
    ],
  });
  const { out } = await spawnOriel(['tokens', '--lines', '--encoding', 'o200k'], { input });
  const { tokens: list, note, counts } = JSON.parse(out);
  assert.deepEqual(
    list.map(({ owner }: { owner: string }) => owner),
    ['system', 'person'],
  );
  assert.deepEqual(
    [counts.content.value, note],
    [2, "An encoding has no form of a chat: this row is its messages' words alone."],
  );
});

test('the worked example costs 0.000055 USD as input, in both forms', async () => {
  const argv = ["Write a haiku about what it's like to be a Large Language Model.", '--model', 'gpt-4o', '--chat'];
  const { cost, counts } = JSON.parse((await tokens([...argv, '--json'])).out);
  assert.deepEqual([counts.prompt.value, cost.kind, cost.picoUsd], [22, 'computed', '55000000']);
  assert.match((await tokens(argv)).out, /^input 0\.000055 USD \(2\.5 in, 10 out USD a million tokens, by \S+, seen \d{4}-/m);
  const unknown = JSON.parse((await tokens(['Hi', '--model', 'gpt-4o-of-mine', '--json'])).out).cost;
  assert.deepEqual(unknown, { kind: 'unknown', because: 'No price is listed for "gpt-4o-of-mine".' });
});

test('ids as JSON are a list, null where they are not public', async () => {
  const ids = async (...argv: string[]) => JSON.parse((await tokens([...argv, '--ids', '--json'])).out);
  assert.deepEqual(await ids('Hello world', '--encoding', 'o200k'), [13225, 2375]);
  assert.deepEqual(await ids('Hi', '--model', 'claude-opus-4-8'), [null]);
});

test('a name that nobody knows is told with the nearest published ones', async () => {
  await assert.rejects(
    tokens(['Hi', '--model', 'gpt-99']),
    /There is no model.*counted by their names; the nearest are gpt-\S+, /,
  );
  await assert.rejects(tokens(['--lines', '--model', 'gpt-99']), wrong(/needs --encoding.*the nearest are gpt-\S+, /));
  await assert.rejects(tokens(['Hi', '--model', 'local/nobody']), (error) => !/nearest/.test(String(error)));
});

test('a text too long for a file here is told so, without a way that leads nowhere', async () => {
  const asked = tokens(['--model', 'scripted'], { input: 'a'.repeat(1_000_001) });
  await assert.rejects(asked, /^Failure: The text has 1000001 characters.*Send it in pieces\.$/);
});

test('numbers in tools of gpt-oss are read as they are spelled, wherever the tools come from', async () => {
  const tools = '[{"name": "f", "parameters": {"type": "object", "properties": {"x": {"type": "number", "default": 1.0}}}}]';
  const request = `{"messages": [{"role": "user", "content": "Hi"}], "tools": ${tools}}`;
  const written = join(oriel.home, 'spelled.json');
  writeFileSync(written, tools);
  const rows = await Promise.all([
    tokens(['Hi', '--model', 'gpt-oss-20b', '--tools', written, '--json']),
    tokens(['--model', 'gpt-oss-20b', '--messages', '-', '--json'], { input: request }),
  ]);
  for (const { out } of rows) assert.match(JSON.parse(out).text, /\nx\?: number, \/\/ default: 1\.0\n/);
});

test('files may begin with a mark; a text that does is counted with it', async () => {
  const chat = fileOf(`\uFEFF${JSON.stringify(WEATHER_CHAT)}`);
  const tools = fileOf(`\uFEFF${JSON.stringify([WEATHER_TOOL])}`);
  assert.equal((await countsOf(['--model', 'gpt-4o', '--messages', chat, '--tools', tools])).prompt.value, 101);
  assert.equal((await tokens(['--encoding', 'o200k', '--ids'], { input: '\uFEFFHi' })).out.trim().split(' ').length, 2);
});

test('standard input that is wrong is called by its name', () =>
  assert.rejects(
    tokens(['--model', 'gpt-4o', '--messages', '-'], { input: '[{"role":"god"}]' }),
    /^Failure: Standard input: Message 1/,
  ));

test('bytes that are no text are refused with their place', async () => {
  const path = join(oriel.home, 'latin.json');
  writeFileSync(path, Buffer.from([0x5b, 0x22, 0xe9, 0x22, 0x5d]));
  await assert.rejects(tokens(['--model', 'gpt-4o', '--messages', path]), /latin\.json is no UTF-8 from byte 2 on/);
});
