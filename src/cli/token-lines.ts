/**
 * A whole data set through a pipe: one JSON value a line in, one answer line each out, in order, in constant memory. The
 * text of a token's answer is made once an id; so a line costs little more than its encoding.
 */
import { isUtf8 } from 'node:buffer';
import { once } from 'node:events';
import { BadRequest, type ChatRequest, readChatRequest } from '#domain/catalogue/chat-request';
import { inChatForm } from '#domain/catalogue/request-form';
import type { Count } from '#domain/money/usage';
import { parseRequest } from '#domain/templates/spelled-json';
import { TemplateRefused } from '#domain/templates/template';
import { BadTools } from '#domain/templates/tool-list';
import type { Encoder } from '#domain/tokens/encoder';
import { rowToken } from '#domain/tokens/row-token';
import type { RowToken } from '#domain/tokens/token';
import type { WireRow } from '#wire/row';
import type { InputPrice } from './input-cost.ts';
import { wholeText, withoutMark } from './whole-text.ts';

export type LinesAsk = {
  encoder: Encoder;
  model?: string;
  price?: Pick<InputPrice, 'cost'>;
  /** What so many tokens of words count as; exact unless given. */
  countWords?: (tokens: number) => Count;
  /** The encoding stands in for the model's own: its ids are not told. */
  hidesIds?: boolean;
  /** A string is a person's message. */
  asChat?: boolean;
  /** A chat's whole answer, as it is when it is the only one. */
  rowOfChat: (chat: ChatRequest) => Promise<WireRow>;
  /** Print ids only. */
  onlyIds: boolean;
  /** Told what of the lines is not counted: each kind once, with the first line that has it. */
  say?: (sentence: string) => void;
};

const FLUSH_UNITS = 1 << 16;

/** What was answered before a line that is wrong is written first. @throws Error naming the line that is not a JSON string or `{messages}`. */
export async function answerLines(input: NodeJS.ReadableStream, output: NodeJS.WritableStream, ask: LinesAsk): Promise<void> {
  const answer = answerer(ask);
  let number = 0;
  let waiting = '';
  const flush = async () => {
    const isTaken = waiting === '' || output.write(waiting);
    waiting = '';
    if (!isTaken) await once(output, 'drain');
  };
  try {
    for await (const line of linesOf(input)) {
      number++;
      if (line.trim() === '') continue;
      const answered = answer(line, number);
      waiting += typeof answered === 'string' ? answered : await answered; // A text waits for nothing.
      if (waiting.length > FLUSH_UNITS) await flush();
    }
  } finally {
    await flush();
  }
}

/** The answer line to a line. */
function answerer(ask: LinesAsk): (line: string, number: number) => string | Promise<string> {
  const { encoder, model, price, onlyIds, hidesIds = false, asChat = false, say = () => {} } = ask;
  const countWords = ask.countWords ?? ((value: number): Count => ({ value, grade: 'exact' }));
  /** By id. */
  const snippets: string[] = [];
  const told = new Set<string>();
  const named = model === undefined ? '' : `"model":${JSON.stringify(model)},`;
  const head = `{${named}"encoding":${JSON.stringify(encoder.encoding)},"grade":"`;

  function answerText(text: string): string {
    const ids = encoder.encode(text);
    if (onlyIds) return `${JSON.stringify(hidesIds ? ids.map(() => null) : ids)}\n`;
    const content = countWords(ids.length);
    const cost = price ? `,"cost":${JSON.stringify(price.cost(content))}` : '';
    let answer = `${head}${content.grade}","counts":{"content":${JSON.stringify(content)}}${cost},"tokens":[`;
    for (let at = 0; at < ids.length; at++) {
      const id = ids[at] as number; // `at` is within the list.
      snippets[id] ??= JSON.stringify(tokenOf(encoder, id, hidesIds));
      answer += at === 0 ? snippets[id] : `,${snippets[id]}`;
    }
    return `${answer}]}\n`;
  }

  async function answerChat(chat: ChatRequest, number: number): Promise<string> {
    for (const name of chat.uncounted ?? []) {
      if (!told.has(name)) say(`Line ${number} has ${name}, which is not counted.`);
      told.add(name);
    }
    const row = await ask.rowOfChat(chat).catch((error: unknown) => {
      throw error instanceof TemplateRefused ? new Error(`Line ${number}: ${error.message}`) : error;
    });
    if (onlyIds) return `${idList(row)}\n`;
    return `${JSON.stringify({ ...row, ...(price && { cost: price.cost(row.counts.prompt) }) })}\n`;
  }

  return (line, number) => {
    const asked = parseLine(line, number, asChat);
    return typeof asked === 'string' ? answerText(asked) : answerChat(asked, number);
  };
}

/** Ids as JSON: null where the model's own is not public. */
export function idList({ tokens }: WireRow): string {
  return JSON.stringify(tokens.map(({ id }) => id ?? null));
}

function tokenOf(encoder: Encoder, id: number, hidesIds: boolean): Partial<RowToken> {
  const token = rowToken(encoder, id);
  if (!hidesIds) return token;
  const { id: _, ...rest } = token;
  return rest;
}

const LINE_END = 0x0a;

/** Lines end at \n alone: JSON may hold U+2028 and U+2029 as they are, which `readline` takes for line ends. */
async function* linesOf(input: NodeJS.ReadableStream): AsyncIterable<string> {
  let number = 0;
  let rest: Buffer[] = [];
  for await (const given of input) {
    const piece = given as Buffer;
    const end = piece.lastIndexOf(LINE_END);
    if (end >= 0) {
      for (const line of textsOf(Buffer.concat([...rest, piece.subarray(0, end)]), number)) {
        number++;
        yield number === 1 ? withoutMark(line) : line;
      }
      rest = [];
    }
    rest.push(piece.subarray(end + 1));
  }
  for (const line of textsOf(Buffer.concat(rest), number)) yield number === 0 ? withoutMark(line) : line;
}

/** The lines of whole ones, read at once where nothing is wrong with any. @param before how many came before @throws Failure naming the line */
function textsOf(bytes: Buffer, before: number): Iterable<string> {
  return isUtf8(bytes) ? bytes.toString('utf8').split('\n') : eachText(bytes, before);
}

function* eachText(bytes: Buffer, before: number): Iterable<string> {
  let from = 0;
  for (let number = before + 1; from <= bytes.length; number++) {
    const end = bytes.indexOf(LINE_END, from);
    const line = bytes.subarray(from, end < 0 ? bytes.length : end);
    yield wholeText(line, `Line ${number}`);
    from += line.length + 1;
  }
}

function parseLine(line: string, number: number, asChat: boolean): string | ChatRequest {
  let value: unknown;
  try {
    value = parseRequest(line);
  } catch {
    throw new Error(`Line ${number} is not JSON: ${line.slice(0, 60)}`);
  }
  if (typeof value === 'string') {
    if (!value.isWellFormed())
      throw new Error(`Line ${number} holds half a character (a lone surrogate), which no model can be sent: mend its escape.`);
    return asChat ? { messages: [{ role: 'user', text: value }], tools: [], images: [] } : value;
  }
  const request = inChatForm(value);
  if (typeof request !== 'object' || request === null || !('messages' in request))
    throw new Error(`Line ${number} is neither a JSON string nor an object with messages: ${line.slice(0, 60)}`);
  try {
    return readChatRequest(request);
  } catch (error) {
    throw error instanceof BadRequest || error instanceof BadTools ? new Error(`Line ${number}: ${error.message}`) : error;
  }
}
