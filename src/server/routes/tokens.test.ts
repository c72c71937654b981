/** `POST /api/tokens`: the form of `row`, to the letter. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { readChatRequest } from '#domain/catalogue/chat-request';
import { tokensOf } from '#domain/tokens/row-columns';
import { fromHex } from '#domain/tokens/token';
import { scriptedEncoder } from '#engines/scripted-vocabulary';
import type { WireColumns, WireRow } from '#wire/row';
import { ask, type Caller, call, callerOf, problemIn } from '../../../test/caller.ts';
import { startScripted } from '../../../test/scripted-oriel.ts';
import { publicRow } from '../public-row.ts';

let oriel: Awaited<ReturnType<typeof startScripted>>;
let caller: Caller;
const ahead: number[][] = [];

before(async () => {
  oriel = await startScripted({ script: () => 'Yes.', change: () => ({ readAhead: (ids) => void ahead.push(ids) }) });
  caller = callerOf(oriel.url);
});
after(() => oriel.close());

const count = (body: object) => ask<WireRow>(oriel.url, 'POST', '/tokens', { model: 'local/scripted', ...body });
const refused = async (body: object) => problemIn(await call(oriel.url, 'POST', '/tokens', body));

test('a text: model, encoding, grade, counts and tokens, each with id, bytes, text and owner', async () => {
  assert.deepEqual(await count({ text: 'a token' }), {
    model: 'local/scripted',
    encoding: 'scripted',
    grade: 'exact',
    counts: { content: { value: 2, grade: 'exact' }, row: { value: 2, grade: 'exact' } },
    tokens: [
      { id: 97, bytes: '61', text: 'a', owner: 'person' },
      { id: scriptedEncoder.encode(' token')[0], bytes: '20746f6b656e', text: ' token', owner: 'person' },
    ],
  });
});

test('the bytes of the tokens are the text, to the byte', async () => {
  for (const text of ['诗🪟', ' \n\t ', '\0', 'e\u0301', '﷽']) {
    const { tokens } = await count({ text });
    assert.equal(new TextDecoder().decode(fromHex(tokens.map(({ bytes }) => bytes).join(''))), text);
  }
});

test('an empty text has no tokens', async () => {
  const { tokens, counts } = await count({ text: '' });
  assert.deepEqual([tokens, counts.content?.value], [[], 0]);
});

test('chat puts the template around it, up to where the model begins', async () => {
  const { tokens, counts, text } = await count({ text: 'Hi', chat: true });
  assert.equal(text, '<|im_start|>user\nHi<|im_end|>\n<|im_start|>assistant\n');
  assert.deepEqual([counts.content?.value, counts.prompt?.value, counts.row?.value], [2, tokens.length, tokens.length]);
  assert.deepEqual(
    tokens.filter(({ owner }) => owner === 'person').map((token) => token.text),
    ['H', 'i'],
  );
});

test('messages are a conversation, and each token says whose message it is of', async () => {
  const messages = [
    { id: 'first', role: 'user', text: 'Hi' },
    { role: 'assistant', text: 'Oh' },
    { role: 'user', text: 'So' },
  ];
  const { tokens } = await count({ messages });
  const owned = tokens.filter(({ owner }) => owner === 'person' || owner === 'model');
  assert.deepEqual(
    owned.map(({ owner, message }) => `${owner} ${message}`),
    ['person first', 'person first', 'model 1', 'model 1', 'person 2', 'person 2'],
  );
});

test('content is the words of all messages', async () => {
  const messages = [
    { role: 'system', text: 'Be' },
    { role: 'user', text: 'Hi' },
    { role: 'assistant', text: 'Oh' },
  ];
  assert.equal((await count({ messages })).counts.content?.value, 6);
});

test('a conversation that ends in an answer is not opened for another', async () => {
  const messages = [
    { role: 'user', text: 'Hi' },
    { role: 'assistant', text: 'Oh' },
  ];
  assert.doesNotMatch((await count({ messages })).text ?? '', /assistant\n$/);
});

test('the same messages as a turn: the same ids', async () => {
  const { turn } = await caller.say(await caller.newThread(), 'Hi', { system: 'Be kind.' });
  await caller.ended(turn);
  const row = await caller.row(turn);
  const counted = await count({
    messages: [
      { role: 'system', text: 'Be kind.' },
      { role: 'user', text: 'Hi' },
    ],
  });
  assert.deepEqual(
    counted.tokens.map(({ id, owner }) => [id, owner]),
    row.tokens.slice(0, row.counts.prompt?.value).map(({ id, owner }) => [id, owner]),
  );
});

test('where it is wished, the opening of a chat is read ahead, not the words that may still change', async () => {
  ahead.length = 0;
  const { tokens } = await count({ text: 'Hi', chat: true, readAhead: true });
  const opening = tokens
    .slice(
      0,
      tokens.findIndex(({ owner }) => owner === 'person'),
    )
    .map(({ id }) => id);
  assert.deepEqual(ahead, [opening]);
});

test('who only counts does not disturb what the model has in mind', async () => {
  ahead.length = 0;
  await count({ text: 'Hi', chat: true });
  assert.deepEqual(ahead, []);
});

test('of a thread, all before the newest words is read ahead', async () => {
  ahead.length = 0;
  const messages = [
    { role: 'system', text: 'Be kind.' },
    { role: 'user', text: 'Hi' },
    { role: 'assistant', text: 'Yes.' },
    { role: 'user', text: 'Hi' },
  ];
  const { tokens } = await count({ messages, chat: true, readAhead: true });
  const newest = tokens.findIndex(({ message, owner }) => message === '3' && owner === 'person');
  assert.deepEqual(ahead, [tokens.slice(0, newest).map(({ id }) => id)]);
});

test('a published model is counted by its own encoding, without a file', async () => {
  const row = await ask<WireRow>(oriel.url, 'POST', '/tokens', { text: 'Hello world', model: 'openai/gpt-4o' });
  assert.deepEqual([row.encoding, row.tokens.map(({ id }) => id)], ['o200k', [13225, 2375]]);
});

test('a bare name that a file here has is that file; with its vendor it is the published model', async () => {
  const here = await startScripted({ names: ['qwen3-8b'] });
  try {
    const encodings = async (model: string) =>
      (await ask<WireRow>(here.url, 'POST', '/tokens', { text: 'Hi', chat: true, model })).encoding;
    assert.deepEqual(
      [await encodings('qwen3-8b'), await encodings('local/qwen3-8b'), await encodings('qwen/qwen3-8b')],
      ['scripted', 'scripted', 'qwen3'],
    );
  } finally {
    await here.close();
  }
});

test('in columns it is the same row: of a file here and of a published model, a text and a chat', async () => {
  const text = 'Words, <|im_end|> 绽\0 and more words';
  for (const model of ['local/scripted', 'gpt-4o'])
    for (const asked of [{ text }, { text, chat: true }]) {
      const { tokens, ...facts } = await count({ model, ...asked });
      const { columns, ...same } = await ask<WireColumns>(oriel.url, 'POST', '/tokens', { model, ...asked, form: 'columns' });
      assert.deepEqual(tokensOf(columns), tokens);
      assert.deepEqual(same, facts);
    }
});

test('either text or messages, a model, and nothing else', async () => {
  const model = 'local/scripted';
  for (const body of [{ model }, { model, text: 'a', messages: [] }])
    assert.match((await refused(body)).detail, /either `text` or `messages`/);
  assert.match((await refused({ text: 'a' })).detail, /^model: /);
  assert.match((await refused({ model, text: 'a', special: true })).detail, /special/);
  assert.match((await refused({ model, messages: [{ role: 'god', text: 'a' }] })).detail, /^Message 1 has the role "god"/);
  assert.match((await refused({ model, messages: {} })).detail, /^messages: /);
  assert.match((await refused({ model, messages: [], tools: [{}] })).detail, /^Tool 1 has no name/);
  assert.match((await refused({ model, messages: [{ text: 'a\ud800' }] })).detail, /^Message 1 holds half a character/);
  assert.equal((await refused({ model: 'local/nobody', text: 'a' })).kind, 'not-found');
});

test('more than a million characters at once are refused with their number', async () => {
  const problem = await refused({ model: 'local/scripted', text: 'a'.repeat(1_000_001) });
  assert.equal(problem.kind, 'too-large');
  assert.match(problem.detail, /has 1000001 characters; at most 1000000/);
  const halves = [1, 2].map(() => ({ role: 'user', text: 'a'.repeat(500_001) }));
  assert.equal((await refused({ model: 'local/scripted', messages: halves })).kind, 'too-large');
});

test('names, calls and tools are part of the length of a chat', async () => {
  const long = 'a'.repeat(1_000_001);
  const call = { function: { name: 'look', arguments: long } };
  for (const chat of [
    { messages: [{ role: 'user', name: long, text: '' }] },
    { messages: [{ role: 'assistant', tool_calls: [call] }] },
    { messages: [], tools: [{ name: 'look', description: long }] },
  ])
    assert.equal((await refused({ model: 'gpt-4o', ...chat })).kind, 'too-large');
});

test('a text is as long as it says, however it is written in JSON', async () => {
  const body = `{"model": "local/scripted", "text": "${'\\u8bd7'.repeat(1_000_001)}"}`;
  assert.match(problemIn(await call(oriel.url, 'POST', '/tokens', body)).detail, /has 1000001 characters/);
});

/** In the forms of chat requests, with all that a published model's count knows. */
const REQUEST = {
  messages: [
    { role: 'developer', content: 'Be brief.' },
    { role: 'user', name: 'Ann', content: [{ type: 'text', text: 'Hi' }] },
    { role: 'assistant', content: null, tool_calls: [{ function: { name: 'look', arguments: '{}' } }] },
  ],
  tools: [{ type: 'function', function: { name: 'look' } }],
  tool_choice: 'none',
  response_format: { type: 'json_object' },
};

test('a chat request is counted as the command line counts it', async () => {
  for (const model of ['gpt-4o', 'claude-opus-4-8'])
    assert.deepEqual(
      await count({ model, ...REQUEST }),
      JSON.parse(JSON.stringify(await publicRow({ model, ...readChatRequest(REQUEST), atMs: Date.now() }))),
    );
});

test('numbers in tools are read as they are spelled', async () => {
  const tools = '[{"name":"f","parameters":{"type":"object","properties":{"x":{"type":"number","default":1.0}}}}]';
  const body = `{"model":"gpt-oss-20b","messages":[{"role":"user","text":"Hi"}],"tools":${tools}}`;
  const { text } = JSON.parse((await call(oriel.url, 'POST', '/tokens', body)).text) as WireRow;
  assert.match(text ?? '', /\nx\?: number, \/\/ default: 1\.0\n/);
});

test('for a file here, what its template is not given makes the count an estimate, and is named', async () => {
  const { counts, grade, note } = await count(REQUEST);
  assert.deepEqual([grade, counts.prompt?.grade, counts.content?.grade], ['estimated', 'estimated', 'exact']);
  assert.match(note ?? '', /: definitions of tools, calls of tools, names, response_format\.$/);
  const plain = await count({ messages: [{ role: 'user', content: 'Hi' }], temperature: 1 });
  assert.deepEqual([plain.grade, plain.note], ['exact', undefined]);
});

test('for a file here, the prompt of a chat with an image is unknown: nobody has said how the model counts it', async () => {
  const content = [
    { type: 'text', text: 'Hi' },
    { type: 'image', width: 1024, height: 1024 },
  ];
  const { counts, note } = await count({ messages: [{ role: 'user', content }] });
  assert.deepEqual([counts.prompt, counts.row?.grade, counts.content?.value], [undefined, 'estimated', 2]);
  assert.match(note ?? '', /: images\.$/);
});

test('a chat that is more than the window is counted whole, and what would leave is said', async () => {
  const small = await startScripted({ window: 200 });
  const ask = (messages: object[]) => call(small.url, 'POST', '/tokens', { model: 'local/scripted', messages });
  try {
    const said = Array.from({ length: 60 }, (_, at) => ({ role: at % 2 ? 'assistant' : 'user', text: 'Hi' }));
    const row = JSON.parse((await ask(said)).text) as WireRow;
    assert.equal(row.counts.prompt?.value, row.tokens.length);
    assert.equal(row.tokens.filter(({ owner }) => owner !== 'template').length, 120);
    assert.match(row.note ?? '', /^The window holds 200 tokens: a turn would leave out the oldest \d+ messages\.$/);
    const long = JSON.parse((await ask([{ role: 'user', text: 'a'.repeat(300) }])).text) as WireRow;
    assert.deepEqual([long.counts.content?.value, long.counts.prompt?.value], [300, long.tokens.length]);
    const needed = long.tokens.length + 50;
    assert.equal(
      long.note,
      `The window holds 200 tokens and a turn would need ${needed}, with room for an answer: it would be refused.`,
    );
  } finally {
    await small.close();
  }
});

test('the way of longer texts is told where there is one: for published models', async () => {
  const text = 'a'.repeat(1_000_001);
  assert.match((await refused({ model: 'gpt-4o', text })).detail, /in pieces, or use: oriel tokens --lines$/);
  assert.match((await refused({ model: 'local/scripted', text })).detail, /Send it in pieces\.$/);
});

test('counting writes nothing', async () => {
  const before = await oriel.store.threads.list(oriel.store.person, { limit: 200 });
  await count({ text: 'Hi', chat: true });
  assert.deepEqual(await oriel.store.threads.list(oriel.store.person, { limit: 200 }), before);
});
