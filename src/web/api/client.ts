/**
 * The page's way to its server: typed JSON calls whose failures are problems (RFC 9457). Only types come from the wire
 * layer, so that no validator is in the bundle: page and server are of one build.
 */
import type { Problem } from '#wire/problem';
import { reasonIn } from '../i18n/server-words.ts';

/** A call that did not succeed. `problem.detail` is a sentence for a person. */
export class CallFailed extends Error {
  override name = 'CallFailed';
  readonly problem: Problem;
  constructor(problem: Problem) {
    super(problem.detail);
    this.problem = problem;
  }
}

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** The JSON answer of `/api` + path. @throws CallFailed; an abort is thrown as it is. */
export async function call<Answer>(method: Method, path: string, body?: unknown, signal?: AbortSignal): Promise<Answer> {
  const response = await send(method, path, body, signal);
  const text = await response.text();
  return (text === '' ? undefined : JSON.parse(text)) as Answer; // Nothing is how some calls say done.
}

/** As `call`, for answers that are streams; the body has not been read. */
export async function send(
  method: Method,
  path: string,
  body?: unknown,
  signal?: AbortSignal,
  headers: Record<string, string> = {},
): Promise<Response> {
  const isChange = method !== 'GET';
  let response: Response;
  try {
    response = await fetch(`/api${path}`, {
      method,
      headers: isChange ? { ...headers, 'content-type': 'application/json' } : headers,
      ...(isChange && method !== 'DELETE' && { body: JSON.stringify(body ?? {}) }),
      ...(signal && { signal }),
    });
  } catch (error) {
    if (signal?.aborted) throw error;
    throw new CallFailed(unreachable);
  }
  if (!response.ok) throw new CallFailed(await problemIn(response));
  return response;
}

/** The sentence of any error, for a person, in the language that the page shows now. */
export function reasonOf(error: unknown): string {
  if (error instanceof CallFailed && document.documentElement.lang === 'zh-CN')
    return error.problem === unreachable
      ? 'Oriel 没有回应。它还在运行吗？'
      : reasonIn('zh', error.problem.kind, error.problem.detail);
  return error instanceof Error ? error.message : String(error);
}

const unreachable: Problem = {
  type: 'urn:oriel:problem:unreachable',
  title: 'Unreachable',
  status: 0,
  detail: 'Oriel does not answer. Is it still running?',
  kind: 'unreachable',
};

async function problemIn(response: Response): Promise<Problem> {
  try {
    const problem = (await response.json()) as Partial<Problem>;
    if (problem.detail !== undefined && problem.kind !== undefined) return problem as Problem;
  } catch {
    // Not JSON: told below.
  }
  const detail = `The server answered ${response.status} ${response.statusText} without a reason.`;
  return { ...unreachable, title: response.statusText, status: response.status, detail, kind: 'vendor-fault' };
}
