/** Upkeep over HTTP: a verified backup while running, and whether everything is sound. */
import { statfs } from 'node:fs/promises';
import { totalmem } from 'node:os';
import { isAbsolute } from 'node:path';
import * as z from 'zod';
import type { Store } from '#store/store';
import { Refusal } from '../problem.ts';
import { type Route, route } from '../route.ts';

export function upkeepRoutes(store: Store, home: string): Route[] {
  return [
    route({
      method: 'POST',
      path: '/backup',
      summary: 'Write a verified copy of everything but the weights into one new file on this machine.',
      body: z.strictObject({ file: z.string().min(1).max(4096) }),
      status: 200,
      handle: async ({ body }) => {
        if (!isAbsolute(body.file))
          throw new Refusal('bad-request', `file: "${body.file}" is not a whole path; begin it at the root.`);
        return store.backup(body.file);
      },
    }),
    route({
      method: 'GET',
      path: '/doctor',
      summary: 'Integrity, sizes, free disk and memory, the cost of a durable commit.',
      status: 200,
      handle: async () => {
        const [check, disk] = await Promise.all([store.check(), statfs(home)]);
        return {
          home,
          runtime: process.versions.node,
          store: check,
          disk: { freeBytes: disk.bavail * disk.bsize },
          memory: {
            totalBytes: Math.min(process.constrainedMemory() || Number.POSITIVE_INFINITY, totalmem()),
            freeBytes: process.availableMemory(),
            ownBytes: process.memoryUsage.rss(),
          },
        };
      },
    }),
  ];
}
