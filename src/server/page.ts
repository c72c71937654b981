/** Serves the built page and the encodings it fetches: hashed files for ever, the document itself never from a cache. */
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';
import { ENCODING_FILES } from '#domain/tokens/encodings';
import { encodingFile } from './encoding-files.ts';
import { pathOf, problemOf, Refusal, sendProblem } from './problem.ts';

export type PageFolders = { pageFolder?: string; encodingFolder?: string };

const FOR_EVER = 'public, max-age=31536000, immutable';

export async function servePage(app: FastifyInstance, { pageFolder, encodingFolder }: PageFolders): Promise<void> {
  if (encodingFolder) await serveEncodings(app, encodingFolder);
  const hasPage = pageFolder !== undefined && existsSync(join(pageFolder, 'index.html'));
  if (hasPage) {
    await app.register(fastifyStatic, {
      root: pageFolder,
      prefix: '/',
      preCompressed: true,
      index: false,
      setHeaders: (reply, path) => reply.header('cache-control', path.includes('/assets/') ? FOR_EVER : 'no-cache'),
    });
    app.get('/', async (_request, reply) => reply.sendFile('index.html'));
  }
  // Every address that the page itself knows is the same document.
  app.setNotFoundHandler((request, reply) => {
    if (hasPage && request.method === 'GET' && request.headers.accept?.includes('text/html'))
      return reply.code(200).sendFile('index.html');
    return sendProblem(reply, problemOf(new Refusal('not-found', `There is no ${pathOf(request.url)}.`)));
  });
}

/** An encoding is made when it is first asked for, and then a file like any other. */
async function serveEncodings(app: FastifyInstance, folder: string): Promise<void> {
  mkdirSync(folder, { recursive: true });
  await app.register(async (scope) => {
    scope.addHook('onRequest', async (request) => {
      const name = /^\/encodings\/([a-z0-9-]+)\.bin$/.exec(request.url.split('?')[0] ?? '')?.[1];
      const known = ENCODING_FILES.find((file) => file === name);
      if (!known)
        throw new Refusal('not-found', `There is no encoding at ${request.url}. There are: ${ENCODING_FILES.join(', ')}.`);
      await encodingFile(known);
    });
    await scope.register(fastifyStatic, {
      root: folder,
      prefix: '/encodings/',
      decorateReply: false,
      preCompressed: true,
      index: false,
      setHeaders: (reply) => reply.header('cache-control', 'no-cache'),
    });
  });
}
