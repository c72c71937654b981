/** `oriel tokens`: a text or a chat as a model reads it. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { BadRequest, type ChatRequest, readChatRequest, uncountedSentence } from '#domain/catalogue/chat-request';
import { familyOf } from '#domain/catalogue/families';
import { bareName, type Family, hasOwnIds } from '#domain/catalogue/family';
import { jsonFault } from '#domain/templates/json-fault';
import { parseRequest } from '#domain/templates/spelled-json';
import { BadTools, readTools } from '#domain/templates/tool-list';
import type { Tool } from '#domain/templates/tool-namespace';
import type { Encoder } from '#domain/tokens/encoder';
import { ENCODINGS, isEncodingName } from '#domain/tokens/encodings';
import { rowTokens } from '#domain/tokens/row-token';
import type { RowToken } from '#domain/tokens/token';
import { findAddress } from '#server/address';
import { encoders } from '#server/encoding-files';
import type { RowAsk } from '#server/public-row';
import { rowJson } from '#server/row-json';
import { homeOf } from '#server/settings';
import type { WireModel } from '#wire/model';
import type { WireRow } from '#wire/row';
import type { Client } from '../client.ts';
import { type Command, Failure, type Invocation, textValue, WrongOption } from '../command.ts';
import { harmless } from '../harmless.ts';
import { inputPriceOf } from '../input-cost.ts';
import { answerLines, idList } from '../token-lines.ts';
import { tableOf } from '../token-table.ts';
import { openFile, readJsonFile, readWhole, withoutMark } from '../whole-text.ts';

/** Of text where nearly every byte is a token these take 2 to 3 GB of memory here: the tokens of a chat each know their message. */
const MOST_TEXT_MB = 64;
const MOST_CHAT_MB = 16;

export const command: Command = {
  summary: 'Show a text as the tokens a model reads.',
  usage: 'oriel tokens [TEXT] --model M|--encoding E [--chat] [--messages FILE] [--tools FILE] [--lines] [--ids]',
  example: 'oriel tokens "Write a haiku." --model local/smollm2-135m --chat',
  notes: [
    [
      'TEXT',
      `the text; - or nothing = standard input without its last line end, at most ${MOST_TEXT_MB} MB (as a chat ${MOST_CHAT_MB} MB)`,
    ],
    ['--model M', 'whose encoding, and the price of the input by the catalogue (default: local/default)'],
    ['--encoding E', `an encoding by its name: ${ENCODINGS.join(', ')}`],
    [
      '--chat',
      'as a person’s message, with the chat template around it: content = the messages’ words, prompt = all that is read',
    ],
    [
      '--messages FILE',
      'a chat in JSON (- = standard input): a list of messages, or a request with messages and tools; images by width and height',
    ],
    ['--tools FILE', 'definitions of tools in JSON, counted with the chat'],
    [
      '--lines',
      'TEXT is a file (- or nothing = standard input) of one JSON value a line (a string, or {messages}); one answer line each,',
    ],
    [
      '',
      'as --json prints it; with --chat a string is a message; a blank line has no answer; published models and encodings only',
    ],
    ['--ids', 'print ids only, with --json or --lines as JSON; ? (in JSON: null) where the model’s own are not public'],
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
  if (values.ids) {
    if (row.note !== undefined) terminal.say(harmless(row.note));
    terminal.print(values.json ? idList(row) : row.tokens.map((token) => token.id ?? '?').join(' '));
    return;
  }
  const price = encoding === undefined ? await inputPriceOf(row.model) : undefined;
  const sent = isChat(invocation) ? row.counts.prompt : row.counts.content;
  if (!values.json) for (const piece of tableOf(row, price?.sentence(sent))) terminal.print(piece);
  else {
    for await (const piece of rowJson({ ...row, ...(price && { cost: price.cost(sent) }) })) terminal.write(piece);
    terminal.print('');
  }
}

function isChat({ values }: Invocation): boolean {
  return values.chat === true || values.messages !== undefined || values.tools !== undefined;
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
  if (encoding !== undefined) return rowByEncoder(await encoderOf(encoding), await textOf(invocation));
  const model = textValue(invocation.values, 'model');
  const family = model === undefined ? undefined : publicFamily(model);
  const asked = isChat(invocation) ? await requestOf(invocation) : { text: await textOf(invocation) };
  if (model === undefined || !family || (family.isOpen && (await isFileHere(invocation, model))))
    return rowByFile(invocation, asked);
  if ('text' in asked) return countHere({ model, text: asked.text });
  const chat = asked.chat;
  if (chat.uncounted && invocation.values.json && !invocation.values.ids)
    invocation.terminal.say(harmless(uncountedSentence(chat.uncounted)));
  return countHere({ model, ...chat, atMs: Date.now() });
}

async function textOf(invocation: Invocation): Promise<string> {
  const { words, terminal } = invocation;
  return words[0] === undefined || words[0] === '-'
    ? (await readWhole(terminal.input, isChat(invocation) ? MOST_CHAT_MB : MOST_TEXT_MB)).replace(/\r?\n$/, '')
    : words[0];
}

/** A chat as it was given, to be sent on, and as it is counted. */
type Asked = { request: object; chat: ChatRequest };

/** The chat of `--messages`, or the text as a person's message; with the tools of `--tools`. */
async function requestOf(invocation: Invocation): Promise<Asked> {
  const { values, terminal } = invocation;
  const file = textValue(values, 'messages');
  const toolFile = textValue(values, 'tools');
  const tools = toolFile === undefined ? undefined : readTheTools(await readJsonFile(toolFile), toolFile);
  if (file === undefined) return readAsked([{ role: 'user', text: await textOf(invocation) }], tools);
  const text = file === '-' ? withoutMark(await readWhole(terminal.input, MOST_CHAT_MB)) : await readJsonFile(file);
  const named = file === '-' ? 'Standard input' : file;
  const fault = jsonFault(text);
  if (fault) throw new Failure(`${named} is no JSON from line ${fault.line}, column ${fault.column} on: mend that place.`);
  try {
    return readAsked(parseRequest(text), tools);
  } catch (error) {
    throw error instanceof BadRequest || error instanceof BadTools ? new Failure(`${named}: ${error.message}`) : error;
  }
}

/** @throws BadRequest, BadTools */
function readAsked(value: unknown, tools: Tool[] | undefined): Asked {
  const chat = readChatRequest(value);
  // What could be read is a list or an object.
  const {
    text: _,
    chat: __,
    form: ___,
    ...request
  } = (Array.isArray(value) ? { messages: value } : value) as Record<string, unknown>;
  return tools ? { request: { ...request, functions: null, tools }, chat: { ...chat, tools } } : { request, chat };
}

function readTheTools(text: string, file: string): Tool[] {
  try {
    return readTools(text);
  } catch (error) {
    throw error instanceof BadTools ? new Failure(`${file}: ${error.message}`) : error;
  }
}

/** A data set through a pipe. Without a named encoding it is that of the model's published one. */
async function lines(invocation: Invocation, encoding: string | undefined): Promise<undefined> {
  const { values, words, terminal } = invocation;
  if (words.length > 1) throw new WrongOption('--lines reads one file, or standard input: give one name, or none.');
  const model = textValue(values, 'model');
  const family = model === undefined ? undefined : publicFamily(model);
  if (encoding === undefined && !family)
    throw new WrongOption(`--lines needs --encoding, or a --model whose encoding is published.${await nearestOf(model)}`);
  if (model !== undefined && family?.isOpen && (await isFileHere(invocation, model)))
    throw new WrongOption(
      `--lines asks no file, and "${model}" is one here: name the published model with its vendor, or count one chat with --messages.`,
    );
  const input = words[0] === undefined || words[0] === '-' ? terminal.input : await openFile(words[0]);
  const encoder = await encoderOf(encoding ?? family?.encoding ?? '');
  const counting = family && (await import('#domain/catalogue/prompt-count'));
  const price = model === undefined ? undefined : await inputPriceOf(model);
  await answerLines(input, process.stdout, {
    encoder,
    onlyIds: values.ids === true,
    asChat: values.chat === true,
    say: (sentence) => terminal.say(harmless(sentence)),
    ...(model !== undefined && { model }),
    ...(price && { price }),
    ...(counting && { hidesIds: !hasOwnIds(family), countWords: (tokens) => counting.wordsOf(family, tokens) }),
    rowOfChat: (chat) => (model === undefined ? wordsOfChat(encoder, chat) : countHere({ model, ...chat, atMs: Date.now() })),
  });
}

/** Where an encoding alone is named. */
async function wordsOfChat(encoder: Encoder, { messages }: ChatRequest): Promise<WireRow> {
  const [{ wordsRow }, { asPromptMessages }] = await Promise.all([
    import('#domain/catalogue/model-row'),
    import('#domain/catalogue/prompt-count'),
  ]);
  const note = "An encoding has no form of a chat: this row is its messages' words alone.";
  return { ...rowOfTokens(encoder, wordsRow(asPromptMessages(messages), encoder)), note };
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
  return rowOfTokens(encoder, rowTokens(encoder, encoder.encode(text)));
}

function rowOfTokens({ encoding }: Encoder, tokens: RowToken[]): WireRow {
  const content = { value: tokens.length, grade: 'exact' as const };
  return { model: encoding, encoding, grade: 'exact', counts: { content, row: content }, tokens };
}

/** A model of this machine is asked where it runs. */
async function rowByFile(invocation: Invocation, asked: { text: string } | Asked): Promise<WireRow> {
  const named = textValue(invocation.values, 'model');
  const [{ openClient }, { ensureModel }] = await Promise.all([import('../client.ts'), import('../ensure-model.ts')]);
  const client = await openClient(invocation);
  try {
    const model = named ?? 'local/default';
    await ensureModel(client, invocation, model);
    return await client.send<WireRow>('POST', '/tokens', { ...('text' in asked ? asked : asked.request), model });
  } catch (error) {
    const isUnknown =
      error instanceof Failure && !(named && publicFamily(named)) && !(await namesOf(client)).includes(named ?? '');
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
