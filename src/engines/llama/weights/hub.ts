/**
 * The model hub over HTTP: one request for a range of a file, redirects followed by hand, because the hub's own answer carries what the
 * storage behind it does not: hash and length of the file. Knows no disk.
 */
import { codeOf, reasonOf, SourceFailure } from './failure.ts';
import type { HubSource } from './row.ts';

/** The hub's public address; `HF_ENDPOINT` names a mirror. */
export const PUBLIC_HUB = 'https://huggingface.co';

export type Hub = {
  endpoint: string;
  fetch: typeof globalThis.fetch;
  /** Longest wait for the head of an answer, ms. */
  answerMs: number;
};

/** What the hub says of a file before it sends any. */
export type HubFacts = { bytes?: number; sha256?: string; revision?: string };

export type HubAnswer = {
  response: Response;
  facts: HubFacts;
  /** ETag of the storage, if it is a strong one: proves that a later range is of the same bytes. */
  validator?: string;
  /** Ends the transfer. */
  close(reason?: Error): void;
};

/** The hub gave no head of an answer in time, or could not be reached at all. */
export class NoAnswer extends SourceFailure {
  override name = 'NoAnswer';
}

const MAX_REDIRECTS = 5;
/** A connection that was there and broke, as an idle one that the other side has closed: asking again helps. */
const CUT = new Set(['UND_ERR_SOCKET', 'ECONNRESET', 'EPIPE']);

export function hubName(hub: Hub, source: HubSource): string {
  return `hub ${new URL(hub.endpoint).host}, ${source.repository}`;
}

function addressOf(hub: Hub, { repository, file, revision }: HubSource): string {
  const path = file.split('/').map(encodeURIComponent).join('/');
  return `${hub.endpoint.replace(/\/+$/, '')}/${repository}/resolve/${encodeURIComponent(revision)}/${path}`;
}

export type HubAsk = {
  method?: 'HEAD' | 'GET';
  range?: { from: number; to: number };
  validator?: string | undefined;
  signal: AbortSignal;
};

/**
 * @throws NoAnswer; SourceFailure when the hub refuses for good (no such file, no permission); Error for a fault that may pass.
 */
export async function askHub(hub: Hub, source: HubSource, ask: HubAsk): Promise<HubAnswer> {
  let address = addressOf(hub, source);
  let facts: HubFacts = {};
  const controller = new AbortController();
  const stop = () => controller.abort(ask.signal.reason);
  ask.signal.throwIfAborted();
  ask.signal.addEventListener('abort', stop, { once: true });
  const close = (reason?: Error) => {
    ask.signal.removeEventListener('abort', stop);
    controller.abort(reason);
  };
  for (let hop = 0; hop <= MAX_REDIRECTS; hop++) {
    const response = await answerTo(hub, address, ask, controller);
    facts = { ...factsOf(response), ...facts };
    const location = response.headers.get('location');
    // The storage behind a redirect may refuse HEAD; who wants facts alone need not go there.
    if (ask.method === 'HEAD' && facts.bytes !== undefined && facts.sha256 !== undefined) return { response, facts, close };
    if (response.status < 300 || response.status >= 400 || location === null) {
      if (response.ok) return { response, facts, close, ...validatorOf(response) };
      close();
      throw refusalOf(response.status, source);
    }
    await response.body?.cancel();
    address = new URL(location, address).href;
  }
  close();
  throw new SourceFailure(`the hub sent us on more than ${MAX_REDIRECTS} times`);
}

async function answerTo(hub: Hub, address: string, ask: HubAsk, controller: AbortController): Promise<Response> {
  const timer = setTimeout(() => controller.abort(new NoAnswer(`no answer within ${hub.answerMs / 1000} s`)), hub.answerMs);
  try {
    return await hub.fetch(address, {
      method: ask.method ?? 'GET',
      redirect: 'manual',
      signal: controller.signal,
      headers: {
        'accept-encoding': 'identity',
        ...(ask.range && { range: `bytes=${ask.range.from}-${ask.range.to}` }),
        ...(ask.range && ask.validator !== undefined && { 'if-range': ask.validator }),
      },
    });
  } catch (error) {
    ask.signal.throwIfAborted();
    if (controller.signal.aborted) throw controller.signal.reason;
    const wasCut = error instanceof Error && CUT.has(codeOf(error.cause) ?? '');
    throw wasCut ? error : new NoAnswer(`cannot be reached (${reasonOf(error)})`);
  } finally {
    clearTimeout(timer);
  }
}

function factsOf(response: Response): HubFacts {
  const sha256 = response.headers.get('x-linked-etag')?.replace(/^W\//, '').replaceAll('"', '').toLowerCase();
  const bytes = Number(response.headers.get('x-linked-size') ?? Number.NaN);
  const revision = response.headers.get('x-repo-commit');
  return {
    ...(Number.isSafeInteger(bytes) && bytes > 0 && { bytes }),
    ...(sha256 !== undefined && /^[0-9a-f]{64}$/.test(sha256) && { sha256 }),
    ...(revision !== null && { revision }),
  };
}

function validatorOf(response: Response): { validator?: string } {
  const etag = response.headers.get('etag');
  return etag?.startsWith('"') ? { validator: etag } : {};
}

function refusalOf(status: number, source: HubSource): Error {
  if (status === 404) return new SourceFailure(`there is no ${source.file} in ${source.repository} at ${source.revision} (404)`);
  if (status === 401 || status === 403)
    return new SourceFailure(
      `${source.repository} is only open to accounts that accepted its terms (${status}); download the file there and add it by its path`,
    );
  if (status === 416) return new SourceFailure(`${source.file} is shorter there than expected (416)`);
  return new Error(`the hub answered ${status}`);
}

/** Hash, length and revision of a file, as the hub states them. @throws SourceFailure when it does not. */
export async function factsOfFile(hub: Hub, source: HubSource, signal: AbortSignal): Promise<Required<HubFacts>> {
  const { facts, close } = await askHub(hub, source, { method: 'HEAD', signal }).catch((error: unknown) => {
    signal.throwIfAborted();
    throw error instanceof SourceFailure ? error : new SourceFailure(reasonOf(error));
  });
  close();
  const { bytes, sha256, revision = source.revision } = facts;
  if (bytes === undefined || sha256 === undefined)
    throw new SourceFailure(`the hub does not state hash and length of ${source.file}, so that it could not be checked`);
  return { bytes, sha256, revision };
}
