/**
 * How commands reach a home's data: over HTTP to its running server, else to a server of their own in this process (one
 * home has one writer). Either way the same calls.
 */
import type { TurnEvent } from '#domain/conversation/turn-event';
import { findAddress } from '#server/address';
import { readSettings } from '#server/settings';
import { HomeHeld } from '#store/store';
import { bodyTooLarge, LARGEST_BODY, LARGEST_TEXT_BODY, type Problem } from '#wire/problem';
import { Failure, type Invocation, textValue } from './command.ts';

export type Client = {
  url: string;
  get: <Answer>(path: string) => Promise<Answer>;
  send: <Answer>(method: 'POST' | 'PUT' | 'PATCH' | 'DELETE', path: string, body?: unknown) => Promise<Answer>;
  /** Turn events of a turn until its end. */
  follow: (turn: string) => AsyncIterable<TurnEvent[]>;
  /** Server-sent events of a call, until they end or `signal` aborts. */
  stream: (method: 'POST' | 'GET', path: string, body?: unknown, signal?: AbortSignal) => AsyncIterable<ServerEvent>;
  close: () => Promise<void>;
};

const TRIES = 12;

export async function openClient(invocation: Invocation, { weights }: { weights?: string[] } = {}): Promise<Client> {
  const home = textValue(invocation.values, 'home');
  const settings = readSettings(
    { ...(home !== undefined && { home }), port: '0', ...(weights && { weights }) },
    invocation.environment,
  );
  for (let tries = 0; ; tries++) {
    const address = await findAddress(settings.home);
    if (address) return clientOf(address.url, address.key, async () => {});
    const { startOriel } = await import('#server/oriel'); // Loaded only where no server runs.
    try {
      const oriel = await startOriel(settings, { servesPage: false, fetchesByItself: false });
      return clientOf(oriel.url, oriel.key, () => oriel.close());
    } catch (error) {
      // A server of this home may be about to listen, or another command about to end.
      if (!(error instanceof HomeHeld) || tries >= TRIES) throw error;
      await new Promise((resolve) => setTimeout(resolve, 250));
    }
  }
}

function clientOf(url: string, key: string, close: () => Promise<void>): Client {
  async function call(method: string, path: string, body?: unknown, signal?: AbortSignal): Promise<Response> {
    const json = body === undefined ? undefined : JSON.stringify(body);
    // Said here: the server waits only so long for what it will not take.
    const most = path === '/tokens' ? LARGEST_TEXT_BODY : LARGEST_BODY;
    if (json !== undefined && Buffer.byteLength(json) > most) throw new Failure(bodyTooLarge(most));
    const answer = await fetch(`${url}/api${path}`, {
      method,
      headers: { authorization: `Bearer ${key}`, ...(method !== 'GET' && { 'content-type': 'application/json' }) },
      ...(json !== undefined && { body: json }),
      ...(signal && { signal }),
    }).catch((error: Error) => {
      throw new Failure(`The server at ${url} did not answer (${wordsOf(error)}). Start the command again.`);
    });
    if (!answer.ok && answer.status !== 503) throw await failureOf(answer);
    if (answer.status === 503 && answer.headers.get('content-type')?.includes('problem')) throw await failureOf(answer);
    return answer;
  }
  async function read<Answer>(answer: Response): Promise<Answer> {
    const text = await answer.text();
    // The server's own answer; its form is the contract's.
    return (text === '' ? undefined : JSON.parse(text)) as Answer;
  }
  return {
    url,
    get: async (path) => read(await call('GET', path)),
    send: async (method, path, body) => read(await call(method, path, body)),
    follow: (turn) => followTurn(call, turn),
    stream: (method, path, body, signal) => eventsOf(call, method, path, body, signal),
    close,
  };
}

type Call = (method: string, path: string, body?: unknown, signal?: AbortSignal) => Promise<Response>;
type ServerEvent = { event: string; data: unknown };

/** Server-sent events of an answer, in order. */
async function* eventsOf(
  call: Call,
  method: string,
  path: string,
  body?: unknown,
  signal?: AbortSignal,
): AsyncIterable<ServerEvent> {
  const answer = await call(method, path, body, signal);
  if (!answer.body) throw new Failure('The server sent no events.');
  let rest = '';
  const pieces = answer.body.pipeThrough(new TextDecoderStream())[Symbol.asyncIterator]();
  for (;;) {
    const next = await pieces.next().catch((error: Error) => {
      throw new Failure(`The server went away in the middle (${wordsOf(error)}); what it had said is kept.`);
    });
    if (next.done) return;
    rest += next.value;
    for (let end = rest.indexOf('\n\n'); end >= 0; end = rest.indexOf('\n\n')) {
      const message = rest.slice(0, end);
      rest = rest.slice(end + 2);
      const data = /^data: (.*)$/m.exec(message)?.[1];
      if (data !== undefined) yield { event: /^event: (.*)$/m.exec(message)?.[1] ?? 'message', data: JSON.parse(data) };
    }
  }
}

async function* followTurn(call: Call, turn: string): AsyncIterable<TurnEvent[]> {
  for await (const { data } of eventsOf(call, 'GET', `/turns/${turn}/events`)) yield data as TurnEvent[];
}

/** `fetch` says "fetch failed" and keeps the reason in the cause. */
function wordsOf({ message, cause }: Error): string {
  return cause instanceof Error && cause.message !== '' ? cause.message : message;
}

async function failureOf(answer: Response): Promise<Failure> {
  const problem = (await answer.json().catch(() => undefined)) as Problem | undefined;
  return new Failure(problem?.detail ?? `The server answered ${answer.status} without a reason.`);
}
