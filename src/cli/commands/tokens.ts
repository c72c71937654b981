/** `oriel tokens`: a text or a chat as a model reads it. */
import { countPrompt } from '#domain/catalogue/prompt-count';
import type { Encoder } from '#domain/tokens/encoder';
import { ENCODINGS, isEncodingName } from '#domain/tokens/encodings';
import { rowToken } from '#domain/tokens/row-token';
import { encoders } from '#server/encoding-files';
import { publicFamily, publicRow } from '#server/public-row';
import type { WireRow } from '#wire/row';
import { openClient } from '../client.ts';
import { type Command, type Invocation, textValue, WrongOption } from '../command.ts';
import { ensureModel } from '../ensure-model.ts';
import { readInput } from '../terminal.ts';
import { answerLines } from '../token-lines.ts';

export const command: Command = {
  summary: 'Show a text as the tokens a model reads.',
  usage: 'oriel tokens [TEXT] --model M|--encoding E [--chat] [--lines] [--ids]',
  example: 'oriel tokens "Write a haiku." --model local/smollm2-135m --chat',
  notes: [
    ['TEXT', 'the text; - or nothing = standard input'],
    ['--model M', 'whose encoding (default: local/default)'],
    ['--encoding E', `an encoding by its name: ${ENCODINGS.join(', ')}`],
    ['--lines', 'standard input holds one JSON value a line (a string, or {messages}); one answer line each'],
    ['--chat', 'as a person’s message, with the chat template around it'],
    ['--ids', 'print ids only'],
  ],
  options: {
    model: { type: 'string' },
    encoding: { type: 'string' },
    chat: { type: 'boolean' },
    lines: { type: 'boolean' },
    ids: { type: 'boolean' },
  },
  run: tokens,
};

async function tokens(invocation: Invocation): Promise<undefined> {
  const { values, words, terminal } = invocation;
  const encoding = textValue(values, 'encoding');
  if (encoding !== undefined && textValue(values, 'model') !== undefined)
    throw new WrongOption('Give either --model or --encoding, not both.');
  if (encoding !== undefined && values.chat === true)
    throw new WrongOption('--chat needs --model: an encoding alone has no chat template.');
  if (values.lines === true) return lines(invocation, encoding);
  if (words.length > 1) throw new WrongOption('TEXT is one word for the shell: put it in quotes.');
  const text = words[0] === undefined || words[0] === '-' ? (await readInput(terminal.input)).replace(/\r?\n$/, '') : words[0];
  const row = encoding === undefined ? await rowByModel(invocation, text) : rowByEncoder(await encoderOf(encoding), text);
  terminal.print(
    values.json ? JSON.stringify(row) : values.ids ? row.tokens.map((token) => token.id ?? '?').join(' ') : tableOf(row),
  );
}

/** A data set through a pipe. Without a named encoding it is that of the model's published one. */
async function lines({ values, words, terminal }: Invocation, encoding: string | undefined): Promise<undefined> {
  if (words.length > 0) throw new WrongOption('--lines reads standard input; leave TEXT out.');
  const model = textValue(values, 'model');
  const family = model === undefined ? undefined : publicFamily(model);
  if (encoding === undefined && !family)
    throw new WrongOption('--lines needs --encoding, or a --model whose encoding is published.');
  const encoder = await encoderOf(encoding ?? family?.encoding ?? '');
  await answerLines(terminal.input, process.stdout, {
    encoder,
    grade: family?.text.grade ?? 'exact',
    onlyIds: values.ids === true,
    ...(model !== undefined && { model }),
    ...(family && { countPrompt: (messages) => countPrompt(family, { messages, atMs: Date.now() }, encoder) }),
  });
}

async function encoderOf(name: string): Promise<Encoder> {
  if (!isEncodingName(name)) throw new WrongOption(`There is no encoding "${name}". There are: ${ENCODINGS.join(', ')}.`);
  return encoders.get(name);
}

function rowByEncoder(encoder: Encoder, text: string): WireRow {
  const ids = encoder.encode(text);
  const content = { value: ids.length, grade: 'exact' as const };
  return {
    model: encoder.encoding,
    encoding: encoder.encoding,
    grade: 'exact',
    counts: { content, row: content },
    tokens: ids.map((id) => rowToken(encoder, id)),
  };
}

/** A model of this machine is asked where it runs; a published one is computed here. */
async function rowByModel(invocation: Invocation, text: string): Promise<WireRow> {
  const named = textValue(invocation.values, 'model');
  if (named !== undefined && publicFamily(named))
    return publicRow(
      invocation.values.chat === true
        ? { model: named, messages: [{ role: 'user', text }], atMs: Date.now() }
        : { model: named, text },
    );
  const client = await openClient(invocation);
  try {
    const model = named ?? 'local/default';
    await ensureModel(client, invocation, model);
    return await client.send<WireRow>('POST', '/tokens', { text, model, ...(invocation.values.chat === true && { chat: true }) });
  } finally {
    await client.close();
  }
}

function tableOf({ model, encoding, counts, tokens: list }: WireRow): string {
  const lines = list.map((token) => {
    const owner = Array.isArray(token.owner) ? token.owner.join('+') : token.owner;
    const shown = token.text === undefined ? `<${token.bytes}>` : token.special ? token.text : JSON.stringify(token.text);
    return `${String(token.id ?? '?').padStart(7)}  ${owner.padEnd(8)}  ${shown}`;
  });
  const told = Object.entries(counts).map(([name, count]) => `${name} ${count.value} (${count.grade})`);
  return [...lines, '', `${model} · ${encoding} · ${told.join(' · ')}`].join('\n');
}
