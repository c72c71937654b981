/**
 * A whole data set through a pipe: one JSON value a line in, one answer line each out, in order, in constant memory. The
 * text of a token's answer is made once an id; so a line costs little more than its encoding.
 */
import { once } from 'node:events';
import type { Count, Grade } from '#domain/money/usage';
import type { Encoder } from '#domain/tokens/encoder';
import { rowToken } from '#domain/tokens/row-token';

export type LinesAsk = {
  encoder: Encoder;
  grade: Grade;
  model?: string;
  /** How many tokens a list of messages has with its envelope; absent where only the encoding is named. */
  countPrompt?: (messages: { role: string; text: string }[]) => Count | undefined;
  /** Print ids only. */
  onlyIds: boolean;
};

const FLUSH_UNITS = 1 << 16;

/** @throws Error naming the line that is not a JSON string or `{messages}`. */
export async function answerLines(input: NodeJS.ReadableStream, output: NodeJS.WritableStream, ask: LinesAsk): Promise<void> {
  const snippets: string[] = [];
  const head = `{${ask.model === undefined ? '' : `"model":${JSON.stringify(ask.model)},`}"encoding":${JSON.stringify(ask.encoder.encoding)},"grade":"${ask.grade}","counts":`;
  let number = 0;
  let waiting = '';
  for await (const line of linesOf(input)) {
    number++;
    if (line.trim() === '') continue;
    const { text, messages } = parseLine(line, number);
    const ids = ask.encoder.encode(text);
    if (ask.onlyIds) waiting += `${JSON.stringify(ids)}\n`;
    else {
      const counted = messages && ask.countPrompt?.(messages);
      const prompt = counted ? `,"prompt":${JSON.stringify(counted)}` : '';
      waiting += `${head}{"content":{"value":${ids.length},"grade":"${ask.grade}"}${prompt}},"tokens":[`;
      for (let at = 0; at < ids.length; at++) {
        const id = ids[at] as number; // `at` is within the list.
        snippets[id] ??= JSON.stringify(rowToken(ask.encoder, id));
        waiting += at === 0 ? snippets[id] : `,${snippets[id]}`;
      }
      waiting += ']}\n';
    }
    if (waiting.length > FLUSH_UNITS) {
      if (!output.write(waiting)) await once(output, 'drain');
      waiting = '';
    }
  }
  if (waiting !== '' && !output.write(waiting)) await once(output, 'drain');
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

function parseLine(line: string, number: number): { text: string; messages?: { role: string; text: string }[] } {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    throw new Error(`Line ${number} is not JSON: ${line.slice(0, 60)}`);
  }
  if (typeof value === 'string') return { text: value };
  const messages = typeof value === 'object' && value !== null && 'messages' in value ? value.messages : undefined;
  if (!Array.isArray(messages))
    throw new Error(`Line ${number} is neither a JSON string nor an object with messages: ${line.slice(0, 60)}`);
  const list = messages.map((message) => ({
    role: String(message?.role ?? 'user'),
    text: String(message?.text ?? message?.content ?? ''),
  }));
  return { text: list.map((message) => message.text).join(''), messages: list };
}
