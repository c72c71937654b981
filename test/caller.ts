/** Calls to an Oriel as a foreign program would make them: plain HTTP, any headers, any bytes. Knows no code of the server. */
import { request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Message } from '#domain/conversation/message';
import type { Thread } from '#domain/conversation/thread';
import type { Turn } from '#domain/conversation/turn';
import type { Problem } from '#wire/problem';
import type { WireRow } from '#wire/row';
import type { StartedTurnBody } from '#wire/thread';

export type Answer = { status: number; type: string; text: string; headers: Record<string, string | string[] | undefined> };
export type WholeThread = Thread & { messages: Message[]; turns: Turn[] };

/** One exchange; `body` as it is when it is a string or bytes, else as JSON. Rejects when the connection breaks. */
export function call(
  url: string,
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<Answer> {
  const bytes = body === undefined || typeof body === 'string' || body instanceof Uint8Array ? body : JSON.stringify(body);
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    const out = request(
      {
        hostname,
        port,
        path: `/api${path}`,
        method,
        agent: false,
        headers: {
          ...(method !== 'GET' && { 'content-type': 'application/json' }),
          ...(bytes !== undefined && { 'content-length': String(Buffer.byteLength(bytes)) }),
          ...headers,
        },
      },
      (answer) => {
        const pieces: Buffer[] = [];
        answer.on('data', (piece: Buffer) => pieces.push(piece));
        answer.on('error', reject);
        answer.on('end', () =>
          resolve({
            status: answer.statusCode ?? 0,
            type: answer.headers['content-type'] ?? '',
            text: Buffer.concat(pieces).toString('utf8'),
            headers: answer.headers,
          }),
        );
      },
    );
    out.on('error', reject);
    out.end(bytes);
  });
}

/** The checked JSON of a good answer; anything else is thrown with its words. */
export async function ask<Body>(url: string, method: string, path: string, body?: unknown): Promise<Body> {
  const answer = await call(url, method, path, body);
  if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.status} ${answer.text.slice(0, 500)}`);
  return (answer.text === '' ? undefined : JSON.parse(answer.text)) as Body; // The form is what the tests go on to check.
}

/** The problem of an answer that must be one. */
export function problemIn({ status, type, text }: Answer): Problem {
  if (!type.startsWith('application/problem+json')) throw new Error(`Not a problem: ${status} ${type} ${text.slice(0, 300)}`);
  return JSON.parse(text);
}

/** What the tests ask again and again. */
export function callerOf(url: string) {
  return {
    url,
    newThread: async () => (await ask<Thread>(url, 'POST', '/threads', {})).id,
    say: (thread: string, text: string, more: object = {}) =>
      ask<StartedTurnBody>(url, 'POST', `/threads/${thread}/turns`, { text, ...more }),
    thread: (thread: string) => ask<WholeThread>(url, 'GET', `/threads/${thread}`),
    turn: (turn: string) => ask<Turn>(url, 'GET', `/turns/${turn}`),
    row: (turn: string) => ask<WireRow>(url, 'GET', `/turns/${turn}/row`),
    goOn: (turn: string, body: object = {}) => ask<StartedTurnBody>(url, 'POST', `/turns/${turn}/continue`, body),
    stop: (turn: string) => call(url, 'POST', `/turns/${turn}/stop`),
    /** The turn once it is over. */
    async ended(turn: string): Promise<Turn> {
      for (;;) {
        const now = await ask<Turn>(url, 'GET', `/turns/${turn}`);
        if (now.status !== 'running') return now;
        await sleep(20);
      }
    },
  };
}

export type Caller = ReturnType<typeof callerOf>;
