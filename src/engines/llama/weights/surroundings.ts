/** The real machine, as fetching sees it, with any part of it stood in for by the caller. */
import { statfs } from 'node:fs/promises';
import { PUBLIC_HUB } from './hub.ts';
import type { Surroundings } from './obtain.ts';
import { type Environment, type PackageClient, packageClients } from './package-client.ts';

export type SurroundingsOptions = {
  /** `HF_ENDPOINT` and what the package client reads are taken from here. */
  environment?: Environment;
  clients?: readonly PackageClient[];
  fetch?: typeof globalThis.fetch;
  freeDisk?: (folder: string) => Promise<number>;
  /** Longest wait for the hub's first word; then the next source has its turn. */
  answerMs?: number;
  stallMs?: number;
  backoffMs?: number;
};

export function surroundingsOf(options: SurroundingsOptions): Surroundings {
  const { environment = process.env, clients = packageClients, freeDisk = freeBytesAt } = options;
  const { answerMs = 5000, stallMs = 60_000, backoffMs = 1000 } = options;
  const endpoint = environment.HF_ENDPOINT || PUBLIC_HUB;
  return {
    hub: { endpoint, fetch: options.fetch ?? globalThis.fetch, answerMs },
    clients,
    environment,
    freeDisk,
    stallMs,
    backoffMs,
  };
}

/** Bytes that this person may still write where a folder lies. */
export async function freeBytesAt(folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(folder);
  return bavail * bsize;
}
