/** A route as data: registered with Fastify and described in the OpenAPI document from the same schemas. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import * as z from 'zod';

type Checked<Schema> = Schema extends z.ZodType ? z.infer<Schema> : undefined;

export type Call<Query, Body> = {
  params: Record<string, string>;
  query: Query;
  body: Body;
  person: string;
  request: FastifyRequest;
  reply: FastifyReply;
};

export type Route = {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Path with `:name` parameters, below `/api`. */
  path: string;
  summary: string;
  query?: z.ZodType | undefined;
  body?: z.ZodType | undefined;
  /** Bytes of the body, where they may be more than usual. */
  largestBody?: number;
  /** Status of a good answer, and its form where a schema fixes it. */
  status: number;
  answer?: z.ZodType | undefined;
  /** What is sent as JSON; undefined when the reply was sent by the handler itself. */
  handle: (call: Call<unknown, unknown>) => Promise<unknown>;
};

/** A route whose handler sees checked values. */
export function route<Query extends z.ZodType | undefined = undefined, Body extends z.ZodType | undefined = undefined>(
  given: Omit<Route, 'handle' | 'query' | 'body'> & {
    query?: Query;
    body?: Body;
    handle: (call: Call<Checked<Query>, Checked<Body>>) => Promise<unknown>;
  },
): Route {
  // The values were checked by the very schemas that give the handler its types.
  return { ...given, handle: (call) => given.handle(call as Call<Checked<Query>, Checked<Body>>) };
}

export function registerRoutes(app: FastifyInstance, routes: Route[], person: string): void {
  for (const { method, path, query, body, largestBody, status, handle } of routes) {
    app.route({
      method,
      url: `/api${path}`,
      ...(largestBody !== undefined && { bodyLimit: largestBody }),
      handler: async (request, reply) => {
        const answer = await handle({
          params: request.params as Record<string, string>,
          query: query?.parse(request.query, { reportInput: true }),
          body: body?.parse(request.body ?? {}, { reportInput: true }),
          person,
          request,
          reply,
        });
        if (reply.sent || reply.raw.headersSent) return reply;
        return answer === undefined ? reply.code(status).send() : reply.code(status).send(answer);
      },
    });
  }
}

/** The OpenAPI 3.1 document of a list of routes. */
export function describeRoutes(routes: Route[], version: string): object {
  const paths: Record<string, Record<string, object>> = {};
  for (const route of routes) {
    const path = `/api${route.path.replace(/:(\w+)/g, '{$1}')}`;
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: describe(route) };
  }
  return { openapi: '3.1.0', info: { title: 'Oriel', version, license: { name: 'MIT' } }, paths };
}

function describe({ path, summary, query, body, status, answer }: Route): object {
  const parameters: object[] = [...path.matchAll(/:(\w+)/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string' },
  }));
  if (query instanceof z.ZodObject)
    for (const [name, schema] of Object.entries(query.shape))
      parameters.push({ name, in: 'query', schema: jsonSchema(schema as z.ZodType) });
  return {
    summary,
    ...(parameters.length > 0 && { parameters }),
    ...(body && { requestBody: { required: true, content: { 'application/json': { schema: jsonSchema(body) } } } }),
    responses: {
      [status]: { description: 'Done', ...(answer && { content: { 'application/json': { schema: jsonSchema(answer) } } }) },
      default: { description: 'A problem (RFC 9457)', content: { 'application/problem+json': { schema: { type: 'object' } } } },
    },
  };
}

function jsonSchema(schema: z.ZodType): object {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { unrepresentable: 'any', io: 'input' });
  return rest;
}
