/** Serves the built page and the encodings it fetches: hashed files for ever, the document itself never from a cache. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';
import { problemOf, Refusal, sendProblem } from './problem.ts';

export type PageFolders = { pageFolder?: string; encodingFolder?: string };

const FOR_EVER = 'public, max-age=31536000, immutable';

export async function servePage(app: FastifyInstance, { pageFolder, encodingFolder }: PageFolders): Promise<void> {
  if (encodingFolder && existsSync(encodingFolder))
    await app.register(fastifyStatic, {
      root: encodingFolder,
      prefix: '/encodings/',
      decorateReply: false,
      preCompressed: true,
      index: false,
      setHeaders: (reply) => reply.header('cache-control', 'no-cache'),
    });
  const hasPage = pageFolder !== undefined && existsSync(join(pageFolder, 'index.html'));
  if (hasPage) {
    await app.register(fastifyStatic, {
      root: pageFolder,
      prefix: '/',
      preCompressed: true,
      index: false,
      wildcard: false,
      setHeaders: (reply, path) => reply.header('cache-control', path.includes('/assets/') ? FOR_EVER : 'no-cache'),
    });
    app.get('/', async (_request, reply) => reply.sendFile('index.html'));
  }
  // Every address that the page itself knows is the same document.
  app.setNotFoundHandler((request, reply) => {
    if (hasPage && request.method === 'GET' && request.headers.accept?.includes('text/html'))
      return reply.code(200).sendFile('index.html');
    return sendProblem(reply, problemOf(new Refusal('not-found', `There is no ${request.url.split('?')[0]}.`)));
  });
}
