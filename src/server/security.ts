/**
 * Who may speak to this server: programs of this machine by its own host name, and pages of its own origin.
 * Against DNS rebinding (`Host`), cross-site requests (`Origin`, `Sec-Fetch-Site`, `Content-Type`) and what a page
 * could be made to load (Content-Security-Policy).
 */
import { timingSafeEqual } from 'node:crypto';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { Refusal } from './problem.ts';

const HEADERS: Record<string, string> = {
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; " +
    "worker-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'x-frame-options': 'DENY',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), microphone=(), geolocation=()',
};

const MUTATING = new Set(['POST', 'PUT', 'PATCH', 'DELETE']);

/** `key` is the one the server leaves in its home for the command line. */
export function secure(app: FastifyInstance, key: string): void {
  app.addHook('onRequest', async (request, reply) => {
    for (const [name, value] of Object.entries(HEADERS)) reply.header(name, value);
    checkHost(request);
    checkOrigin(request);
    checkKey(request, key);
    if (MUTATING.has(request.method) && !request.headers['content-type']?.toLowerCase().startsWith('application/json'))
      throw new Refusal('bad-request', `${request.method} needs the header Content-Type: application/json.`);
  });
}

function checkHost(request: FastifyRequest): void {
  const host = request.headers.host ?? '';
  const name = host.replace(/:\d+$/, '').toLowerCase();
  const port = Number(/:(\d+)$/.exec(host)?.[1] ?? 80);
  const isOurs = ['127.0.0.1', 'localhost', '[::1]'].includes(name) && port === request.socket.localPort;
  if (!isOurs) throw new Refusal('forbidden', `Host "${host}" is not an address that this server listens on.`);
}

function checkOrigin(request: FastifyRequest): void {
  const { origin } = request.headers;
  if (origin !== undefined && origin !== `http://${request.headers.host}`)
    throw new Refusal('forbidden', `Origin "${origin}" may not call this server; only its own page may.`);
  const site = request.headers['sec-fetch-site'];
  if (request.method !== 'GET' && site !== undefined && site !== 'same-origin' && site !== 'none')
    throw new Refusal('forbidden', `A ${site} page may not change anything here; only this server’s own page may.`);
}

function checkKey(request: FastifyRequest, key: string): void {
  const { authorization } = request.headers;
  if (authorization === undefined) return;
  const given = Buffer.from(authorization.replace(/^Bearer /, ''));
  const wanted = Buffer.from(key);
  if (given.length !== wanted.length || !timingSafeEqual(given, wanted))
    throw new Refusal('unauthenticated', 'This key is not the one of the running server. Start the command again.');
}
