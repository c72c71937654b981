/** The HTTP server as a value: what it needs goes in, a Fastify app comes out. Listening is `serve.ts`'s. */
import Fastify, { type FastifyInstance } from 'fastify';
import { parseRequest } from '#domain/templates/spelled-json';
import type { Store } from '#store/store';
import { LARGEST_BODY } from '#wire/problem';
import type { Models } from './models.ts';
import { type PageFolders, servePage } from './page.ts';
import { mapErrors, pathOf, problemOf, Refusal, refuseUnreadable, sendProblem } from './problem.ts';
import { describeRoutes, type Route, registerRoutes, route } from './route.ts';
import { preferenceRoutes } from './routes/preferences.ts';
import { threadRoutes } from './routes/threads.ts';
import { tokenRoutes } from './routes/tokens.ts';
import { turnRoutes } from './routes/turns.ts';
import type { TurnRunner } from './run-turn.ts';
import { secure } from './security.ts';

/** The folders are absent in tests without a page. */
export type AppNeeds = PageFolders & {
  store: Store;
  models: Models;
  runner: TurnRunner;
  now: () => number;
  newId: () => string;
  version: string;
  /** The key that the server leaves in its home for the command line. */
  key: string;
  /** Routes of parts that not every server has: the weights. */
  routes?: Route[];
  logs?: boolean;
};

export async function buildApp(needs: AppNeeds): Promise<FastifyInstance> {
  const app = Fastify({
    bodyLimit: LARGEST_BODY,
    logger: needs.logs ? { level: 'error', stream: process.stderr } : false,
    forceCloseConnections: true,
    return503OnClosing: true,
    http: { requireHostHeader: false }, // `secure` refuses a missing one, in our own words.
    frameworkErrors: (error, _request, reply) => sendProblem(reply, problemOf(error)),
    clientErrorHandler: refuseUnreadable,
  });
  secure(app, needs.key);
  mapErrors(app);
  acceptJson(app);
  const routes: Route[] = [
    healthRoute(needs),
    ...threadRoutes(needs.store),
    ...turnRoutes(needs),
    ...tokenRoutes(needs.models, needs.now),
    ...preferenceRoutes(needs.store),
    ...(needs.routes ?? []),
  ];
  registerRoutes(app, routes, needs.store.person);
  const document = describeRoutes(routes, needs.version);
  app.get('/api/openapi.json', async () => document);
  app.all('/api/*', async ({ method, url }) => {
    throw new Refusal('not-found', `There is no ${method} ${pathOf(url)}. /api/openapi.json lists what there is.`);
  });
  await servePage(app, needs, async (sha256) => (await needs.models.list()).models.some(({ snapshot }) => snapshot === sha256));
  return app;
}

function healthRoute({ models, version }: AppNeeds): Route {
  return route({
    method: 'GET',
    path: '/health',
    summary: 'Whether a model can answer now.',
    status: 200,
    handle: async ({ reply }) => {
      const list = await models.list();
      const model = list.models.find((row) => `${row.vendor}/${row.model}` === list.default);
      const ready = model?.isReady ?? false;
      reply.code(ready ? 200 : 503);
      return reply.send({ ready, version, model: model?.aliasOf ?? list.default });
    },
  });
}

/**
 * Bodies are JSON in UTF-8; bytes that are none are refused, not replaced. `Content-Type: application/json` with no body is
 * how a call without fields looks.
 */
function acceptJson(app: FastifyInstance): void {
  const utf8 = new TextDecoder('utf-8', { fatal: true });
  app.removeContentTypeParser('application/json');
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (_request, body, done) => {
    try {
      const text = utf8.decode(body as Buffer);
      done(null, text === '' ? undefined : parseRequest(text));
    } catch (error) {
      const why = error instanceof SyntaxError ? `not JSON: ${error.message}` : 'not UTF-8';
      done(new Refusal('bad-request', `The body is ${why}.`), undefined);
    }
  });
}
