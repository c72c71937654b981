/** Stands in for the hub: one file over HTTP on the loopback, with every bad manner that a server or a line can have. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { TestContext } from 'node:test';
import { sha256Of } from './file.ts';

/** What one answer does wrong. `after` counts bytes of the body. */
export type Manner =
  | { kind: 'good' }
  | { kind: 'cut'; after: number }
  | { kind: 'stall'; after: number }
  | { kind: 'no-answer' }
  | { kind: 'hang-up' }
  | { kind: 'status'; status: number }
  | { kind: 'short-length'; length: number }
  | { kind: 'long-body'; extra: number }
  | { kind: 'ignore-range' }
  | { kind: 'wrong-range' }
  | { kind: 'other-total'; total: number };

export type StandInHub = {
  endpoint: string;
  /** `METHOD range` of each request to the storage, in order; without a range `METHOD all`. */
  requests: string[];
  /** Bytes of bodies that were written out. */
  sent: number;
  /** Used up one a request to the storage; then the hub is good. */
  manners: Manner[];
  bytes: Buffer;
  /** What the hub itself says of the file; absent = says nothing. */
  linked?: { sha256: string; bytes: number } | undefined;
  etag: string;
  /** How many bytes of the file have reached the other end: a line is cut only when what was sent before has arrived. */
  arrived: () => number;
};

/** `/owner/name/resolve/revision/file` sends on to `/storage`, as the real one does, stating hash and length. */
export async function openStandInHub(context: TestContext, bytes: Buffer): Promise<StandInHub> {
  const hub: StandInHub = {
    endpoint: '',
    requests: [],
    sent: 0,
    manners: [],
    bytes,
    linked: { sha256: sha256Of(bytes), bytes: bytes.length },
    etag: '"one"',
    arrived: () => Number.POSITIVE_INFINITY,
  };
  const server = createServer((request, response) => {
    if (request.url?.startsWith('/storage')) answer(hub, request, response);
    else sendOn(hub, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  context.after(() => {
    server.closeAllConnections();
    server.close();
  });
  hub.endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return hub;
}

function sendOn({ linked }: StandInHub, response: ServerResponse): void {
  response.writeHead(302, {
    location: '/storage/made.gguf',
    'x-repo-commit': 'abc123',
    ...(linked && { 'x-linked-etag': `"${linked.sha256}"`, 'x-linked-size': String(linked.bytes) }),
  });
  response.end();
}

function answer(hub: StandInHub, request: IncomingMessage, response: ServerResponse): void {
  const { range, 'if-range': validator } = request.headers;
  hub.requests.push(`${request.method} ${range ?? 'all'}`);
  const manner = hub.manners.shift() ?? { kind: 'good' };
  if (manner.kind === 'no-answer') return;
  if (manner.kind === 'hang-up') {
    request.socket.destroy();
    return;
  }
  if (manner.kind === 'status') {
    response.writeHead(manner.status).end();
    return;
  }
  const [, first, last] = /^bytes=(\d+)-(\d+)$/.exec(range ?? '') ?? [];
  const isRange = first !== undefined && manner.kind !== 'ignore-range' && (validator === undefined || validator === hub.etag);
  const from = isRange ? Number(first) + (manner.kind === 'wrong-range' ? 1 : 0) : 0;
  const body = isRange ? hub.bytes.subarray(from, Number(last) + 1) : hub.bytes;
  const total = manner.kind === 'other-total' ? manner.total : hub.bytes.length;
  const length = manner.kind === 'short-length' ? manner.length : body.length;
  response.writeHead(isRange ? 206 : 200, {
    etag: hub.etag,
    ...(manner.kind !== 'long-body' && { 'content-length': String(length) }),
    ...(isRange && { 'content-range': `bytes ${from}-${Number(last)}/${total}` }),
  });
  if (request.method === 'HEAD') response.end();
  else send(hub, manner, { body: body.subarray(0, length), from }, response);
}

function send(hub: StandInHub, manner: Manner, { body, from }: { body: Buffer; from: number }, response: ServerResponse): void {
  const write = (bytes: Buffer, then: () => void) => {
    hub.sent += bytes.length;
    response.write(bytes, then);
  };
  const cut = () => {
    if (hub.arrived() >= from + Math.min(manner.kind === 'cut' ? manner.after : 0, body.length)) response.destroy();
    else setTimeout(cut, 5);
  };
  if (manner.kind === 'cut') write(body.subarray(0, manner.after), cut);
  else if (manner.kind === 'stall') write(body.subarray(0, manner.after), () => {});
  else if (manner.kind === 'long-body') write(Buffer.concat([body, Buffer.alloc(manner.extra)]), () => response.end());
  else write(body, () => response.end());
}
