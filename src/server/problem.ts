/**
 * The one place that maps errors to problems on the wire (RFC 9457). A sentence says what happened with the values
 * and what to do; an unexpected error is logged whole and told without its inner words.
 */
import type { Socket } from 'node:net';
import type { FastifyInstance, FastifyReply } from 'fastify';
import * as z from 'zod';
import { BadRequest } from '#domain/catalogue/chat-request';
import type { ErrorKind } from '#domain/conversation/turn-event';
import { TemplateRefused } from '#domain/templates/template';
import { BadTools } from '#domain/templates/tool-list';
import { ModelUnusable, WindowExceeded } from '#engines/engine';
import { WeightsError, type WeightsErrorKind } from '#engines/llama/weights/failure';
import { StorageFailed } from '#store/database';
import { Conflict, NotFound, StoreRefused } from '#store/store';
import type { WeightsProblemKind } from '#wire/model';
import { bodyTooLarge, LARGEST_BODY, type Problem } from '#wire/problem';
import { drain } from './drain.ts';

const STATUS: Record<ErrorKind, number> = {
  unauthenticated: 401,
  forbidden: 403,
  'no-credit': 402,
  'not-found': 404,
  'bad-request': 400,
  'window-exceeded': 400,
  'rate-limited': 429,
  overloaded: 503,
  'vendor-fault': 502,
  'cut-off': 502,
  unreachable: 502,
  'timed-out': 504,
  'too-large': 413,
  conflict: 409,
};

const TITLE: Record<ErrorKind, string> = {
  unauthenticated: 'Not signed in',
  forbidden: 'Not allowed',
  'no-credit': 'No credit',
  'not-found': 'Not found',
  'bad-request': 'Bad request',
  'window-exceeded': 'Too long for the window',
  'rate-limited': 'Too many requests',
  overloaded: 'Not ready',
  'vendor-fault': 'The model failed',
  'cut-off': 'Cut off',
  unreachable: 'Unreachable',
  'timed-out': 'Timed out',
  'too-large': 'Too large',
  conflict: 'Conflict',
};

/** What a caller would do about it: name another file, change the request, try again later, or make room. */
export const KIND_OF_WEIGHTS: Record<WeightsErrorKind, WeightsProblemKind> = {
  'not-found': 'not-found',
  'not-weights': 'bad-request',
  'terms-not-accepted': 'forbidden',
  'no-source': 'unreachable',
  'wrong-bytes': 'vendor-fault',
  'disk-full': 'too-large',
  changed: 'conflict',
};

/** An error that is meant for the caller: its message is the sentence. */
export class Refusal extends Error {
  override name = 'Refusal';
  readonly kind: ErrorKind;
  constructor(kind: ErrorKind, sentence: string) {
    super(sentence);
    this.kind = kind;
  }
}

/** For calls of the store whose RangeError speaks of a value that the caller sent. */
export function refuseRange(error: unknown): never {
  throw error instanceof RangeError ? new Refusal('bad-request', error.message) : error;
}

/** @param largestBody bytes that the call may have */
export function problemOf(error: unknown, largestBody = LARGEST_BODY): Problem {
  if (error instanceof Refusal) return problem(error.kind, error.message);
  if (error instanceof NotFound) return problem('not-found', error.message);
  if (error instanceof WeightsError) return problem(KIND_OF_WEIGHTS[error.kind], error.message);
  if (error instanceof WindowExceeded) return problem('window-exceeded', error.message);
  if (error instanceof ModelUnusable) return problem('overloaded', error.message);
  if (error instanceof TemplateRefused || error instanceof BadRequest || error instanceof BadTools)
    return problem('bad-request', error.message);
  if (error instanceof StoreRefused || error instanceof Conflict) return problem('conflict', error.message);
  if (error instanceof StorageFailed) return problem('overloaded', error.message);
  if (error instanceof z.ZodError) return problem('bad-request', sentenceOf(error));
  if (error instanceof RangeError && error.message.includes('call stack'))
    return problem('bad-request', 'The request is nested too deeply to be read.');
  if (isHttpError(error)) {
    if (error.statusCode === 413) return problem('too-large', bodyTooLarge(largestBody));
    if (error.statusCode === 415) return problem('bad-request', 'The request needs the header Content-Type: application/json.');
    if (error.statusCode < 500) return problem('bad-request', `The request could not be read: ${error.message}.`);
  }
  return {
    ...problem('vendor-fault', 'Oriel failed at this request. The server’s log has the details.'),
    status: 500,
    title: 'Server error',
  };
}

export function sendProblem(reply: FastifyReply, problem: Problem): FastifyReply {
  return reply.code(problem.status).type('application/problem+json; charset=utf-8').send(JSON.stringify(problem));
}

/** What is not HTTP, or has headers beyond what Node takes (16 kB), answered on the bare socket. */
export function refuseUnreadable(error: Error & { code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || socket.destroyed) return;
  const isLarge = error.code === 'HPE_HEADER_OVERFLOW';
  const told = isLarge
    ? problem('too-large', 'The headers of the request are larger than 16 kB. Send fewer or shorter ones.')
    : problem('bad-request', 'The request is not HTTP that could be read.');
  const status = isLarge ? '431 Request Header Fields Too Large' : '400 Bad Request';
  const body = JSON.stringify({ ...told, status: Number.parseInt(status, 10) });
  if (socket.writable)
    socket.write(
      `HTTP/1.1 ${status}\r\nContent-Type: application/problem+json; charset=utf-8\r\nContent-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`,
    );
  socket.destroySoon();
}

/** The path of a request as a sentence shows it: without the query, and not without end. */
export function pathOf(url: string): string {
  const path = url.split('?', 1)[0] ?? '';
  return path.length > 200 ? `${path.slice(0, 200)}…` : path;
}

export function mapErrors(app: FastifyInstance): void {
  app.setErrorHandler(async (error, request, reply) => {
    const problem = problemOf(error, request.routeOptions.bodyLimit);
    if (problem.status === STATUS['too-large']) await drain(request.raw);
    const hasLeft = reply.raw.destroyed && error instanceof Error && error.name === 'AbortError'; // Work ended with who asked for it.
    if (problem.status === 500 && !hasLeft) request.log.error(error); // Every other one is told whole to the caller.
    return sendProblem(reply, problem);
  });
}

function problem(kind: ErrorKind, detail: string): Problem {
  return { type: `urn:oriel:problem:${kind}`, title: TITLE[kind], status: STATUS[kind], detail: detail.toWellFormed(), kind };
}

function isHttpError(error: unknown): error is Error & { statusCode: number } {
  return error instanceof Error && 'statusCode' in error && typeof error.statusCode === 'number';
}

/** The first issue of a failed check, with the field and the offending value named. */
function sentenceOf(error: z.ZodError): string {
  const [issue] = error.issues;
  if (!issue) return 'The request does not have the expected form.';
  const field = issue.path.length > 0 ? issue.path.join('.') : 'The request';
  const shown = 'input' in issue && issue.input !== undefined ? ` (got ${JSON.stringify(issue.input)?.slice(0, 80)})` : '';
  const message = shown === '' ? issue.message : issue.message.replace(/\.$/, '');
  return `${field}: ${message}${shown}`.replace(/([^.!?])$/, '$1.');
}
