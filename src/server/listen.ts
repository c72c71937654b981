/** Takes a port: the one asked for, or when nobody named it and another program has it, the next free one. */
import type { FastifyInstance } from 'fastify';
import type { Settings } from './settings.ts';

const TRIES = 20;

export type Listening = { url: string /** The port that was taken by another program. */; takenPort?: number };

/** @throws Error with one sentence when the port cannot be had. */
export async function listen(
  app: FastifyInstance,
  { host, port, isPortChosen }: Pick<Settings, 'host' | 'port' | 'isPortChosen'>,
): Promise<Listening> {
  for (let next = port; next < port + TRIES; next++) {
    try {
      await app.listen({ host, port: next });
      return { url: urlOf(app, host), ...(next !== port && { takenPort: port }) };
    } catch (error) {
      const isTaken = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
      if (!isTaken) throw error;
      if (isPortChosen) throw new Error(`Port ${port} is taken by another program. Choose another with --port, or leave it out.`);
    }
  }
  throw new Error(`The ports ${port} to ${port + TRIES - 1} are all taken. Choose one with --port.`);
}

function urlOf(app: FastifyInstance, host: string): string {
  const address = app.server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
}
