/**
 * A whole data set through a pipe: one JSON value a line in, one answer line each out, in order, in constant memory. The
 * text of a token's answer is made once an id; so a line costs little more than its encoding.
 */
import { once } from 'node:events';
import { BadRequest, type ChatRequest, readChatRequest } from '#domain/catalogue/chat-request';
import type { Count, Grade } from '#domain/money/usage';
import { BadTools } from '#domain/templates/tool-list';
import type { Encoder } from '#domain/tokens/encoder';
import { rowToken } from '#domain/tokens/row-token';

export type LinesAsk = {
  encoder: Encoder;
  grade: Grade;
  model?: string;
  /** How many tokens a chat has with its envelopes, tools and images; absent where only the encoding is named. */
  countPrompt?: (chat: ChatRequest) => Count | undefined;
  /** Print ids only. */
  onlyIds: boolean;
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
      if (line.trim() !== '') waiting += answer(line, number);
      if (waiting.length > FLUSH_UNITS) await flush();
    }
  } finally {
    await flush();
  }
}

/** The answer line to a line. */
function answerer({ encoder, grade, model, countPrompt, onlyIds }: LinesAsk): (line: string, number: number) => string {
  /** By id. */
  const snippets: string[] = [];
  const named = model === undefined ? '' : `"model":${JSON.stringify(model)},`;
  const head = `{${named}"encoding":${JSON.stringify(encoder.encoding)},"grade":"${grade}","counts":`;
  return (line, number) => {
    const { text, chat } = parseLine(line, number);
    const ids = encoder.encode(text);
    if (onlyIds) return `${JSON.stringify(ids)}\n`;
    const counted = chat && countPrompt?.(chat);
    const prompt = counted ? `,"prompt":${JSON.stringify(counted)}` : '';
    let answer = `${head}{"content":{"value":${ids.length},"grade":"${grade}"}${prompt}},"tokens":[`;
    for (let at = 0; at < ids.length; at++) {
      const id = ids[at] as number; // `at` is within the list.
      snippets[id] ??= JSON.stringify(rowToken(encoder, id));
      answer += at === 0 ? snippets[id] : `,${snippets[id]}`;
    }
    return `${answer}]}\n`;
  };
}

/** Lines end at \n alone: JSON may hold U+2028 and U+2029 as they are, which `readline` takes for line ends. */
async function* linesOf(input: NodeJS.ReadableStream): AsyncIterable<string> {
  const utf8 = new TextDecoder();
  let rest = '';
  for await (const piece of input) {
    const lines = (rest + utf8.decode(piece as Buffer, { stream: true })).split('\n');
    rest = lines.pop() ?? '';
    yield* lines;
  }
  yield rest + utf8.decode();
}

function parseLine(line: string, number: number): { text: string; chat?: ChatRequest } {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    throw new Error(`Line ${number} is not JSON: ${line.slice(0, 60)}`);
  }
  if (typeof value === 'string') return { text: value };
  if (typeof value !== 'object' || value === null || !('messages' in value))
    throw new Error(`Line ${number} is neither a JSON string nor an object with messages: ${line.slice(0, 60)}`);
  try {
    const chat = readChatRequest(value);
    return { text: chat.messages.map((message) => message.text).join(''), chat };
  } catch (error) {
    throw error instanceof BadRequest || error instanceof BadTools ? new Error(`Line ${number}: ${error.message}`) : error;
  }
}
