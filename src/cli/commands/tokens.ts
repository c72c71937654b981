/** `oriel tokens`: a text or a chat as a model reads it. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { BadRequest, type ChatRequest, readChatRequest } from '#domain/catalogue/chat-request';
import { familyOf, imageRuleOf } from '#domain/catalogue/families';
import { bareName, type Family, hasOwnIds } from '#domain/catalogue/family';
import { jsonFault } from '#domain/templates/json-fault';
import { BadTools, readTools } from '#domain/templates/tool-list';
import type { Tool } from '#domain/templates/tool-namespace';
import type { Encoder } from '#domain/tokens/encoder';
import { ENCODINGS, isEncodingName } from '#domain/tokens/encodings';
import { rowToken } from '#domain/tokens/row-token';
import { findAddress } from '#server/address';
import { encoders } from '#server/encoding-files';
import type { RowAsk } from '#server/public-row';
import { homeOf } from '#server/settings';
import type { WireModel } from '#wire/model';
import type { WireRow } from '#wire/row';
import type { Client } from '../client.ts';
import { type Command, Failure, type Invocation, textValue, WrongOption } from '../command.ts';
import { answerLines } from '../token-lines.ts';
import { readJsonFile, readWhole, withoutMark } from '../whole-text.ts';

export const command: Command = {
  summary: 'Show a text as the tokens a model reads.',
  usage: 'oriel tokens [TEXT] --model M|--encoding E [--chat] [--messages FILE] [--tools FILE] [--lines] [--ids]',
  example: 'oriel tokens "Write a haiku." --model local/smollm2-135m --chat',
  notes: [
    ['TEXT', 'the text; - or nothing = standard input'],
    ['--model M', 'whose encoding (default: local/default)'],
    ['--encoding E', `an encoding by its name: ${ENCODINGS.join(', ')}`],
    [
      '--chat',
      'as a person’s message, with the chat template around it: content = the messages’ words, prompt = all that is read',
    ],
    ['--messages FILE', 'a chat in JSON: a list of messages, or a request with messages and tools; images by width and height'],
    ['--tools FILE', 'definitions of tools in JSON, counted with the chat'],
    [
      '--lines',
      'standard input holds one JSON value a line (a string, or {messages}); one answer line each; with --chat a string is a message',
    ],
    ['--ids', 'print ids only; ? (with --lines: null) where the model’s own are not public'],
  ],
  options: {
    model: { type: 'string' },
    encoding: { type: 'string' },
    chat: { type: 'boolean' },
    messages: { type: 'string' },
    tools: { type: 'string' },
    lines: { type: 'boolean' },
    ids: { type: 'boolean' },
  },
  endsAtOnce: true,
  run: tokens,
};

async function tokens(invocation: Invocation): Promise<undefined> {
  const { values, words, terminal } = invocation;
  refuseMixed(invocation);
  const encoding = textValue(values, 'encoding');
  if (values.lines === true) return lines(invocation, encoding);
  if (words.length > 1) throw new WrongOption('TEXT is one word for the shell: put it in quotes.');
  const row = await rowOf(invocation, encoding);
  if (values.ids && row.note !== undefined) terminal.say(row.note);
  terminal.print(
    values.json ? JSON.stringify(row) : values.ids ? row.tokens.map((token) => token.id ?? '?').join(' ') : tableOf(row),
  );
}

function refuseMixed({ values, words }: Invocation): void {
  const has = (name: string) => values[name] !== undefined && values[name] !== false;
  if (has('encoding') && has('model')) throw new WrongOption('Give either --model or --encoding, not both.');
  for (const name of ['chat', 'messages', 'tools'])
    if (has('encoding') && has(name)) throw new WrongOption(`--${name} needs --model: an encoding alone has no chat template.`);
  for (const name of ['messages', 'tools'])
    if (has('lines') && has(name)) throw new WrongOption(`With --lines each line has its own ${name}; leave --${name} out.`);
  if (has('messages') && words.length > 0) throw new WrongOption('--messages FILE is the text; leave TEXT out.');
}

async function rowOf(invocation: Invocation, encoding: string | undefined): Promise<WireRow> {
  const { values } = invocation;
  if (values.messages === undefined && values.tools === undefined) {
    const text = await textOf(invocation);
    return encoding === undefined ? rowByModel(invocation, text) : rowByEncoder(await encoderOf(encoding), text);
  }
  const model = textValue(values, 'model');
  if (model === undefined || !publicFamily(model))
    throw new WrongOption(
      `--messages and --tools need a --model whose encoding is published, such as openai/gpt-4o.${await nearestOf(model)}`,
    );
  const chat = await chatOf(invocation);
  const file = textValue(values, 'tools');
  const tools = file === undefined ? chat.tools : readTheTools(await readJsonFile(file), file);
  const { uncounted = [], ...counted } = chat;
  if (uncounted.length > 0)
    invocation.terminal.say(`Not counted, though the model may be charged for it: ${uncounted.join(', ')}.`);
  return countHere({ model, ...counted, tools, atMs: Date.now() });
}

async function textOf({ words, terminal }: Invocation): Promise<string> {
  return words[0] === undefined || words[0] === '-' ? (await readWhole(terminal.input)).replace(/\r?\n$/, '') : words[0];
}

/** The chat of `--messages`, or the text as a person's message. */
async function chatOf(invocation: Invocation): Promise<ChatRequest> {
  const file = textValue(invocation.values, 'messages');
  if (file === undefined) return { messages: [{ role: 'user', text: await textOf(invocation) }], tools: [], images: [] };
  const text = file === '-' ? withoutMark(await readWhole(invocation.terminal.input)) : await readJsonFile(file);
  const named = file === '-' ? 'Standard input' : file;
  const fault = jsonFault(text);
  if (fault) throw new Failure(`${named} is no JSON from line ${fault.line}, column ${fault.column} on: mend that place.`);
  try {
    return readChatRequest(JSON.parse(text));
  } catch (error) {
    throw error instanceof BadRequest || error instanceof BadTools ? new Failure(`${named}: ${error.message}`) : error;
  }
}

function readTheTools(text: string, file: string): Tool[] {
  try {
    return readTools(text);
  } catch (error) {
    throw error instanceof BadTools ? new Failure(`${file}: ${error.message}`) : error;
  }
}

/** A data set through a pipe. Without a named encoding it is that of the model's published one. */
async function lines({ values, words, terminal }: Invocation, encoding: string | undefined): Promise<undefined> {
  if (words.length > 0) throw new WrongOption('--lines reads standard input; leave TEXT out.');
  const model = textValue(values, 'model');
  const family = model === undefined ? undefined : publicFamily(model);
  if (encoding === undefined && !family)
    throw new WrongOption(`--lines needs --encoding, or a --model whose encoding is published.${await nearestOf(model)}`);
  const encoder = await encoderOf(encoding ?? family?.encoding ?? '');
  const imageRule = model === undefined ? undefined : imageRuleOf(model);
  const counting = family && (await import('#domain/catalogue/prompt-count'));
  await answerLines(terminal.input, process.stdout, {
    encoder,
    onlyIds: values.ids === true,
    asChat: values.chat === true,
    say: terminal.say,
    ...(model !== undefined && { model }),
    ...(counting && {
      hidesIds: !hasOwnIds(family),
      countWords: (tokens) => counting.wordsOf(family, tokens),
      countPrompt: (chat) =>
        counting.countPrompt(family, { ...chat, ...(imageRule && { imageRule }), atMs: Date.now() }, encoder),
    }),
  });
}

/** The family of a model's name; undefined for local models and for names that nothing is known of. */
function publicFamily(model: string): Family | undefined {
  return model.startsWith('local/') ? undefined : familyOf(model);
}

/** Templates are loaded where a row is made: a data set through a pipe begins sooner without them. */
async function countHere(ask: RowAsk): Promise<WireRow> {
  const { publicRow } = await import('#server/public-row');
  return publicRow(ask);
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
  const family = named === undefined ? undefined : publicFamily(named);
  if (named !== undefined && family && !(family.isOpen && (await isFileHere(invocation, named))))
    return countHere(
      invocation.values.chat === true
        ? { model: named, messages: [{ role: 'user', text }], atMs: Date.now() }
        : { model: named, text },
    );
  const [{ openClient }, { ensureModel }] = await Promise.all([import('../client.ts'), import('../ensure-model.ts')]);
  const client = await openClient(invocation);
  try {
    const model = named ?? 'local/default';
    await ensureModel(client, invocation, model);
    return await client.send<WireRow>('POST', '/tokens', { text, model, ...(invocation.values.chat === true && { chat: true }) });
  } catch (error) {
    const isUnknown = error instanceof Failure && !family && !(await namesOf(client)).includes(named ?? '');
    throw isUnknown ? new Failure(`${error.message}${await nearestOf(named)}`) : error;
  } finally {
    await client.close();
  }
}

/** Whether a bare name is that of a model file that is ready: the file says more of itself than is published. */
async function isFileHere(invocation: Invocation, name: string): Promise<boolean> {
  if (name.includes('/')) return false;
  const home = homeOf(textValue(invocation.values, 'home'), invocation.environment);
  if (!existsSync(join(home, 'weights')) && !(await findAddress(home))) return false;
  const { openClient } = await import('../client.ts');
  const client = await openClient(invocation);
  try {
    return (await namesOf(client, ({ isReady }) => isReady)).includes(name);
  } finally {
    await client.close();
  }
}

/** Bare names of the models of this machine. */
async function namesOf(client: Client, isMeant: (model: WireModel) => boolean = () => true): Promise<string[]> {
  const { models } = await client.get<{ models: WireModel[] }>('/models');
  return models.filter(isMeant).map(({ model }) => model);
}

/** A sentence, after another one, about the published models whose names are near; nothing for a model of this machine. */
async function nearestOf(name: string | undefined): Promise<string> {
  if (name === undefined || name.startsWith('local/')) return '';
  const [{ MODELS }, { nearestNames }] = await Promise.all([
    import('#domain/catalogue/models'),
    import('#domain/catalogue/nearest-model'),
  ]);
  const known = MODELS.map(({ model }) => model).filter((model) => familyOf(model));
  return ` Published models are counted by their names; the nearest are ${nearestNames(bareName(name), known).join(', ')}.`;
}

function tableOf({ model, encoding, counts, tokens: list, note }: WireRow): string {
  const lines = list.map((token) => {
    const owner = Array.isArray(token.owner) ? token.owner.join('+') : token.owner;
    const shown = token.text === undefined ? `<${token.bytes}>` : token.special ? token.text : JSON.stringify(token.text);
    return `${String(token.id ?? '?').padStart(7)}  ${owner.padEnd(8)}  ${shown}`;
  });
  const told = Object.entries(counts).map(([name, { value, grade, error }]) => {
    const within = error === undefined ? '' : ` ±${Number((100 * error).toPrecision(2))} %`;
    return `${name} ${value} (${grade}${within})`;
  });
  return [...lines, '', `${model} · ${encoding} · ${told.join(' · ')}`, ...(note === undefined ? [] : [note])].join('\n');
}
