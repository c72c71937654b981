/**
 * Memory that may still be used on this machine: what the system has available, or what is left below a limit that a container or
 * service manager has set, whichever is less. Read at the moment of asking.
 */
import { readFile } from 'node:fs/promises';
import { freemem } from 'node:os';
import { join } from 'node:path';

/** Bytes. `root` stands in for the file system in tests. */
export async function freeMemory(root = '/'): Promise<number> {
  const system = (await availableOf(root)) ?? freemem();
  return Math.max(0, Math.min(system, ...(await limitsOf(root))));
}

async function availableOf(root: string): Promise<number | undefined> {
  const kilobytes = /^MemAvailable:\s+(\d+) kB$/m.exec(await textAt(join(root, 'proc/meminfo')))?.[1];
  return kilobytes === undefined ? undefined : Number(kilobytes) * 1024;
}

/**
 * What each control group above us leaves. Pages of files that nobody maps are not counted: the kernel gives them back, and a file
 * just fetched would otherwise seem to fill the memory.
 */
async function limitsOf(root: string): Promise<number[]> {
  const groups = await textAt(join(root, 'proc/self/cgroup'));
  const unified = /^0::(.*)$/m.exec(groups)?.[1];
  const old = /^\d+:(?:[^:]*,)?memory(?:,[^:]*)?:(.*)$/m.exec(groups)?.[1];
  const left: number[] = [];
  for (const group of pathsUp(unified))
    left.push(await leftIn(join(root, 'sys/fs/cgroup', group), 'memory.max', 'memory.current', 'inactive_file'));
  for (const group of pathsUp(old))
    left.push(
      await leftIn(
        join(root, 'sys/fs/cgroup/memory', group),
        'memory.limit_in_bytes',
        'memory.usage_in_bytes',
        'total_inactive_file',
      ),
    );
  return left;
}

/** `/a/b` -> `/a/b`, `/a`, and the root: a container sees its own group as the root whatever its name outside. */
function pathsUp(group: string | undefined): string[] {
  if (group === undefined) return [];
  const names = group.split('/').filter((name) => name !== '' && name !== '..');
  return names.map((_, index) => names.slice(0, names.length - index).join('/')).concat('');
}

async function leftIn(folder: string, limitName: string, usedName: string, cacheName: string): Promise<number> {
  const limit = numberIn(await textAt(join(folder, limitName)));
  const used = numberIn(await textAt(join(folder, usedName)));
  if (limit === undefined || used === undefined) return Number.POSITIVE_INFINITY;
  const cache = new RegExp(`^${cacheName} (\\d+)$`, 'm').exec(await textAt(join(folder, 'memory.stat')))?.[1] ?? '0';
  return limit - used + Math.min(used, Number(cache));
}

/** `max` and an empty text are no number. */
function numberIn(text: string): number | undefined {
  return /^\d+$/.test(text.trim()) ? Number(text) : undefined;
}

async function textAt(path: string): Promise<string> {
  return readFile(path, 'utf8').catch(() => '');
}
