/** Data sets through a pipe: a line in, a line out. */
import assert from 'node:assert/strict';
import { Readable, Writable } from 'node:stream';
import { test } from 'node:test';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { type ChatRequest, readChatRequest } from '#domain/catalogue/chat-request';
import { TemplateRefused } from '#domain/templates/template';
import type { Encoder } from '#domain/tokens/encoder';
import { answerLines, type LinesAsk } from './token-lines.ts';

/** A token a byte. */
const encoder: Encoder = {
  encoding: 'bytes',
  encode: (text) => [...new TextEncoder().encode(text)],
  bytesOf: (id) => Uint8Array.of(id),
};

/** A row that says what it was asked. */
const rowOfChat: LinesAsk['rowOfChat'] = async ({ messages, tools }) => ({
  model: 'openai/x',
  encoding: 'bytes',
  grade: 'estimated',
  counts: { prompt: { value: 10 * messages.length + tools.length, grade: 'estimated' } },
  tokens: [
    { id: 97, bytes: '61', owner: 'template' },
    { bytes: '62', owner: 'person' },
  ],
});

async function answer(input: string | Buffer[], ask: Partial<LinesAsk> = {}): Promise<unknown[]> {
  let text = '';
  const output = new Writable({
    write(piece, _encoding, done) {
      text += piece;
      done();
    },
  });
  await answerLines(Readable.from(typeof input === 'string' ? [Buffer.from(input)] : input), output, {
    encoder,
    onlyIds: false,
    rowOfChat,
    ...ask,
  });
  return text === ''
    ? []
    : text
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line));
}

test('a string a line: encoding, grade, counts and tokens', async () => {
  assert.deepEqual(await answer('"ab"\n'), [
    {
      encoding: 'bytes',
      grade: 'exact',
      counts: { content: { value: 2, grade: 'exact' } },
      tokens: [
        { id: 97, bytes: '61', text: 'a', owner: 'person' },
        { id: 98, bytes: '62', text: 'b', owner: 'person' },
      ],
    },
  ]);
});

test('answers stand in the order of the lines', async () => {
  const lines = Array.from({ length: 3000 }, (_, at) => JSON.stringify(`line ${at}`)).join('\n');
  const ids = await answer(lines, { onlyIds: true });
  assert.equal(ids.length, 3000);
  assert.equal(String.fromCharCode(...(ids[2999] as number[])), 'line 2999');
});

test('ids only', async () => assert.deepEqual(await answer('"ab"\n"c"', { onlyIds: true }), [[97, 98], [99]]));

test('a chat is answered with its row, or with its ids, null where one is not public', async () => {
  const line = '{"messages":[{"role":"user","text":"ab"},{"role":"assistant","content":"c"}],"tools":[{"name":"look"}]}';
  const chat = readChatRequest(JSON.parse(line));
  assert.deepEqual(await answer(line), [await rowOfChat(chat)]);
  assert.deepEqual(await answer(line, { onlyIds: true }), [[97, null]]);
});

test('numbers in the tools of a line keep their spelling', async () => {
  const seen: (string | undefined)[] = [];
  const line = '{"messages":[],"tools":[{"name":"f","parameters":{"type":"number","default":1e3}}]}';
  await answer(line, {
    rowOfChat: (chat) => {
      seen.push(chat.tools[0]?.parameters?.default);
      return rowOfChat(chat);
    },
  });
  assert.deepEqual(seen, ['1000.0']);
});

test('where there is a price each answer has its cost: of a text by its words, of a chat by its prompt', async () => {
  const price: LinesAsk['price'] = { cost: (count) => ({ kind: 'computed', picoUsd: String(count?.value) }) };
  const costs = (await answer('"ab"\n{"messages":[{"text":"a"}]}', { price })) as { cost: unknown }[];
  assert.deepEqual(
    costs.map(({ cost }) => cost),
    [
      { kind: 'computed', picoUsd: '2' },
      { kind: 'computed', picoUsd: '10' },
    ],
  );
});

test('words of a stand-in encoding have their count, and no ids', async () => {
  const ask: Partial<LinesAsk> = {
    hidesIds: true,
    countWords: (tokens) => ({ value: 2 * tokens, grade: 'estimated', error: 0.1 }),
  };
  assert.deepEqual(await answer('"a"', ask), [
    {
      encoding: 'bytes',
      grade: 'estimated',
      counts: { content: { value: 2, grade: 'estimated', error: 0.1 } },
      tokens: [{ bytes: '61', text: 'a', owner: 'person' }],
    },
  ]);
  assert.deepEqual(await answer('"ab"', { ...ask, onlyIds: true }), [[null, null]]);
});

test('as a chat a string is a person’s message', async () => {
  const asked: unknown[] = [];
  const note = async (chat: ChatRequest) => {
    asked.push(chat.messages);
    return rowOfChat(chat);
  };
  await answer('"hi"', { asChat: true, rowOfChat: note });
  await answer('"hi"', { rowOfChat: note });
  assert.deepEqual(asked, [[{ role: 'user', text: 'hi' }]]);
});

test('a chat that the template refuses is named by its line', async () => {
  const refuse = async () => {
    throw new TemplateRefused('Roles must take turns.');
  };
  await assert.rejects(
    answer('"a"\n{"messages":[{"text":"a"}]}', { rowOfChat: refuse }),
    /^Error: Line 2: Roles must take turns\.$/,
  );
});

test('what is not counted is told once, with the first line that has it', async () => {
  const said: string[] = [];
  const line = '{"messages":[{"text":"a"}],"response_format":{}}\n';
  await answer(`"a"\n${line}${line}`, { say: (sentence) => void said.push(sentence) });
  assert.deepEqual(said, ['Line 2 has response_format, which is not counted.']);
});

test('halves of characters are refused, as an escape and as bytes', async () => {
  await assert.rejects(answer('"a"\n"\\ud800"'), /^Error: Line 2 holds half a character/);
  await assert.rejects(answer([Buffer.from('"a"\n"caf'), Buffer.from([0xe9, 0x22])]), /Line 2 is no UTF-8 from byte 4 on/);
});

test('a mark at the beginning of the input is no part of its first line', async () => {
  assert.deepEqual(await answer('\uFEFF"a"\n"\uFEFF"', { onlyIds: true }), [[97], [0xef, 0xbb, 0xbf]]);
});

test('a line ends at \\n alone: U+2028, U+2029 and \\r are part of the JSON or space', async () => {
  assert.deepEqual(await answer('"a\u2028b\u2029"\r\n"c"', { onlyIds: true }), [
    [...new TextEncoder().encode('a\u2028b\u2029')],
    [99],
  ]);
});

test('a character cut between two pieces of input is whole', async () => {
  const bytes = Buffer.from('"诗🪟"\n"b"');
  for (let cut = 1; cut < bytes.length; cut++)
    assert.deepEqual(await answer([bytes.subarray(0, cut), bytes.subarray(cut)], { onlyIds: true }), [
      [...Buffer.from('诗🪟')],
      [98],
    ]);
});

test('empty lines and an empty input answer nothing', async () => {
  assert.deepEqual(await answer(''), []);
  assert.equal((await answer('\n"a"\n\n')).length, 1);
});

test('an empty string is a line with no tokens', async () => assert.deepEqual(await answer('""', { onlyIds: true }), [[]]));

test('requests of other dialects are chats too', async () => {
  const messages = [
    { role: 'system', text: 'Be brief.' },
    { role: 'user', text: 'Hi' },
  ];
  const [same, responses] = await answer(
    [{ messages }, { instructions: 'Be brief.', input: 'Hi' }].map((line) => JSON.stringify(line)).join('\n'),
  );
  assert.deepEqual(responses, same);
});

test('a line that is no JSON, or neither string nor messages, is named by its number', async () => {
  await assert.rejects(answer('"a"\nnothing\n'), /^Error: Line 2 is not JSON: nothing/);
  await assert.rejects(answer('"a"\n"b"\n{"text":"c"}'), /Line 3 is neither a JSON string nor an object with messages/);
  await assert.rejects(answer('7'), /Line 1 is neither/);
});

test('a chat that cannot be read is named by its line, with its own sentence', async () => {
  await assert.rejects(
    answer('{"messages":[{"content":[{"type":"x"}]}]}'),
    /^Error: Line 1: Message 1 has a part that is neither/,
  );
  await assert.rejects(answer('"a"\n{"messages":[],"tools":[{}]}'), /^Error: Line 2: Tool 1 has no name/);
});

test('lines before one that is no text are answered, though they came in one piece', async () => {
  const written: string[] = [];
  const output = new Writable({
    write(piece, _encoding, done) {
      written.push(String(piece));
      done();
    },
  });
  const input = Readable.from([Buffer.concat([Buffer.from('"a"\n"b"\n"'), Buffer.from([0xe9]), Buffer.from('"\n"c"\n')])]);
  await assert.rejects(
    answerLines(input, output, { encoder, rowOfChat, onlyIds: true }),
    /^Failure: Line 3 is no UTF-8 from byte 1 on/,
  );
  assert.equal(written.join(''), '[97]\n[98]\n');
});

test('what was answered before a wrong line is written', async () => {
  const written: string[] = [];
  const output = new Writable({
    write(piece, _encoding, done) {
      written.push(String(piece));
      done();
    },
  });
  const ask = { encoder, rowOfChat, onlyIds: true };
  await assert.rejects(answerLines(Readable.from([Buffer.from('"a"\n"b"\nnothing\n"c"\n')]), output, ask), /Line 3/);
  assert.equal(written.join(''), '[97]\n[98]\n');
});

/** Pieces of one line, whose answer alone is more than is kept back. */
const LINE = Buffer.from(`${JSON.stringify('word '.repeat(5000))}\n`);

test('a reader who is slow stops the reading: nothing piles up', async () => {
  let pulled = 0;
  async function* pieces() {
    for (; pulled < 500; pulled++) yield LINE;
  }
  let release = () => {};
  const output = new Writable({
    highWaterMark: 1,
    write(_piece, _encoding, done) {
      release = done;
    },
  });
  const done = answerLines(Readable.from(pieces(), { highWaterMark: 1 }), output, { encoder, rowOfChat, onlyIds: true });
  for (let turn = 0; turn < 50; turn++) await new Promise(setImmediate);
  assert(pulled < 6, `${pulled} pieces were read ahead of a reader who took none`);
  const before = pulled;
  release();
  for (let turn = 0; turn < 50; turn++) await new Promise(setImmediate);
  assert(pulled > before && pulled < before + 3, `${pulled} pieces after one was taken, ${before} before`);
  const letGo = setInterval(() => release());
  await done;
  clearInterval(letGo);
  assert.equal(pulled, 500);
});

test('ten times as many lines keep no more memory', async () => {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  const held: number[] = [];
  async function* pieces() {
    for (let at = 0; at <= 20_000; at++) {
      if (at === 2000 || at === 20_000) {
        collect();
        held.push(process.memoryUsage().heapUsed);
      }
      yield Buffer.from(`${JSON.stringify(`line ${at} of a long file`)}\n`);
    }
  }
  // As a pipe does: within one turn of the event loop nothing that is weakly held is let go.
  const output = new Writable({ write: (_piece, _encoding, done) => void setImmediate(done) });
  await answerLines(Readable.from(pieces()), output, { encoder, rowOfChat, onlyIds: false });
  const [few = 0, many = 0] = held;
  assert(many - few < 1_000_000, `${many - few} bytes more are held after 18,000 lines more`);
});
