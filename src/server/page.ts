/** Serves the built page and the encodings it fetches: hashed files for ever, the document itself never from a cache. */
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';
import { ENCODING_FILES } from '#domain/tokens/encodings';
import { encodingFile } from './encoding-files.ts';
import { pathOf, problemOf, Refusal, sendProblem } from './problem.ts';

export type PageFolders = {
  pageFolder?: string;
  /** The public encodings, made when they are asked for. */
  encodingFolder?: string;
  /** The encodings of weights files, each as `<sha256>.bin`, kept there by the processes that load the files. */
  fileEncodingFolder?: string;
};

/** Whether a file of this machine has this SHA-256: no other encoding is given out. */
type IsSnapshot = (sha256: string) => Promise<boolean>;

const SHA256 = /^[0-9a-f]{64}$/;

const FOR_EVER = 'public, max-age=31536000, immutable';

export async function servePage(
  app: FastifyInstance,
  folders: PageFolders,
  isSnapshot: IsSnapshot = async () => false,
): Promise<void> {
  const { pageFolder, encodingFolder, fileEncodingFolder } = folders;
  if (encodingFolder) await serveEncodings(app, [encodingFolder, fileEncodingFolder ?? []].flat(), isSnapshot);
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

/** A public encoding is made when it is first asked for, and then a file like any other. */
async function serveEncodings(app: FastifyInstance, folders: string[], isSnapshot: IsSnapshot): Promise<void> {
  for (const folder of folders) mkdirSync(folder, { recursive: true });
  await app.register(async (scope) => {
    scope.addHook('onRequest', async (request) => {
      const name = /^\/encodings\/([a-z0-9-]+)\.bin$/.exec(request.url.split('?')[0] ?? '')?.[1];
      const known = ENCODING_FILES.find((file) => file === name);
      if (known) await encodingFile(known);
      else if (!name || !SHA256.test(name) || !(await isSnapshot(name)))
        throw new Refusal(
          'not-found',
          `There is no encoding at ${pathOf(request.url)}. There are: ${ENCODING_FILES.join(', ')}, and those of model files here by their SHA-256.`,
        );
    });
    await scope.register(fastifyStatic, {
      root: folders,
      prefix: '/encodings/',
      decorateReply: false,
      preCompressed: true,
      index: false,
      setHeaders: (reply) => reply.header('cache-control', 'no-cache'),
    });
  });
}
