/** `oriel doctor`: is everything sound here. */

import type { WireModel } from '#wire/model';
import { openClient } from '../client.ts';
import type { Command, Invocation } from '../command.ts';
import { counted } from '../terminal.ts';

export const command: Command = {
  summary: 'Check the database, the disk, the memory and the models.',
  usage: 'oriel doctor',
  example: 'oriel doctor --json',
  notes: [],
  options: {},
  run: doctor,
};

export type Health = {
  home: string;
  runtime: string;
  store: { integrity: string; schema: number; bytes: number; threads: number; turns: number; commitMs: number };
  disk: { freeBytes: number };
  memory: { totalBytes: number; freeBytes: number; ownBytes: number };
};

async function doctor(invocation: Invocation): Promise<number> {
  const { terminal, values } = invocation;
  const client = await openClient(invocation);
  try {
    const health = await client.get<Health>('/doctor');
    const { models } = await client.get<{ models: WireModel[] }>('/models');
    const ready = models.filter((model) => model.isReady && model.aliasOf === undefined).map((model) => model.model);
    const isSound = health.store.integrity === 'ok';
    if (values.json) terminal.print(JSON.stringify({ ...health, models: ready, sound: isSound }));
    else {
      const gigabytes = (bytes: number) => `${(bytes / 1e9).toFixed(1)} GB`;
      const { store, disk, memory } = health;
      terminal.print(
        [
          `home      ${health.home}`,
          `runtime   Node ${health.runtime}`,
          `database  ${isSound ? 'sound' : store.integrity} · schema ${store.schema} · ${counted(store.threads, 'thread')}, ${counted(store.turns, 'turn')} · a durable commit takes ${store.commitMs.toFixed(1)} ms`,
          `disk      ${gigabytes(disk.freeBytes)} free`,
          `memory    ${gigabytes(memory.freeBytes)} of ${gigabytes(memory.totalBytes)} free · server ${Math.round(memory.ownBytes / 1e6)} MB`,
          `models    ${ready.length > 0 ? ready.join(', ') : 'none on this machine: oriel weights add smollm2-135m'}`,
        ].join('\n'),
      );
    }
    return isSound ? 0 : 1;
  } finally {
    await client.close();
  }
}
