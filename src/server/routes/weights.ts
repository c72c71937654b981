/** Weights files over HTTP: list, fetch with progress, stop, verify, remove with undo, find. */

import type { FastifyReply, FastifyRequest } from 'fastify';
import * as z from 'zod';
import { reasonOf } from '#engines/llama/weights/failure';
import type { WeightsLibrary } from '#engines/llama/weights/library';
import type { WeightsView } from '#engines/llama/weights/view';
import { fetchWeightsSchema, type WireWeights, weightsSchema } from '#wire/model';
import { problemOf } from '../problem.ts';
import { type Route, route } from '../route.ts';

/** What the server knows of a file besides. */
type Tell = (view: WeightsView) => Promise<WireWeights>;

export function weightsRoutes(weights: WeightsLibrary, tell: Tell): Route[] {
  return [
    route({
      method: 'GET',
      path: '/weights',
      summary: 'Every weights file that Oriel knows, with its state here.',
      status: 200,
      answer: z.array(weightsSchema),
      handle: async () => Promise.all((await weights.list()).map(tell)),
    }),
    route({
      method: 'POST',
      path: '/weights',
      summary: 'Fetch a row, link a file by its path, or take one from the hub; progress as server-sent events until it is done.',
      body: fetchWeightsSchema,
      status: 200,
      handle: async ({ body, request, reply }) => {
        await sendProgress(weights, tell, body, request, reply);
      },
    }),
    route({
      method: 'GET',
      path: '/weights/found',
      summary: 'Weights files of other programs on this machine; they can be linked by their path.',
      status: 200,
      handle: () => weights.find(),
    }),
    route({
      method: 'POST',
      path: '/weights/:id/stop',
      summary: 'Stop a fetch; what came is kept, and the choice is remembered.',
      status: 202,
      handle: ({ params }) => weights.stop(params.id ?? ''),
    }),
    route({
      method: 'POST',
      path: '/weights/:id/verify',
      summary: 'Read the whole file again and compare its SHA-256.',
      status: 200,
      handle: ({ params }) => weights.verify(params.id ?? ''),
    }),
    route({
      method: 'DELETE',
      path: '/weights/:id',
      summary: 'Remove a file; for some minutes it can be restored.',
      status: 200,
      handle: ({ params }) => weights.remove(params.id ?? ''),
    }),
    route({
      method: 'POST',
      path: '/weights/:id/restore',
      summary: 'Undo a removal.',
      status: 200,
      handle: ({ params }) => weights.restore(params.id ?? ''),
    }),
  ];
}

/** A reader that leaves does not stop the fetch. A row that cannot begin at all is a problem, not a stream. */
async function sendProgress(
  weights: WeightsLibrary,
  tell: Tell,
  { source, acceptsTerms }: z.infer<typeof fetchWeightsSchema>,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<void> {
  const id = await weights.idOf(source);
  const done = weights.add(source, { ...(acceptsTerms !== undefined && { acceptsTerms }) });
  const early = await Promise.race([
    done.then(() => 'done' as const),
    new Promise<'under way'>((resolve) => setTimeout(resolve, 50, 'under way')),
  ]);
  const headers = { ...reply.getHeaders(), 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-store' };
  reply.hijack();
  reply.raw.writeHead(200, headers as Record<string, string>);
  const send = (event: string, data: object) => reply.raw.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
  const undo =
    early === 'done'
      ? () => {}
      : weights.onChange((change) => {
          if (change.id === id || change.linked === source) send('progress', change);
        });
  try {
    send('done', await tell(await done));
  } catch (error) {
    const problem = problemOf(error);
    // A stream that only this machine reads may tell what nobody foresaw.
    send('failed', problem.status === 500 ? { ...problem, detail: reasonOf(error) } : problem);
    request.log.warn(error);
  } finally {
    undo();
    reply.raw.end();
  }
}
