import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { freeMemory } from './memory.ts';
import { temporaryFolder } from './stand-in/file.ts';

const GB = 1024 ** 3;

/** A made-up /proc and /sys with these files. */
async function machine(context: TestContext, files: Record<string, string>): Promise<string> {
  const root = await temporaryFolder(context);
  for (const [path, text] of Object.entries({
    'proc/meminfo': `MemTotal: 99 kB\nMemAvailable:   ${(8 * GB) / 1024} kB\n`,
    ...files,
  })) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), text);
  }
  return root;
}

test('without limits, what the system has available counts', async (context) => {
  assert.equal(await freeMemory(await machine(context, {})), 8 * GB);
});

test('the limit of a container counts, less what is used', async (context) => {
  const files = {
    'proc/self/cgroup': '0::/\n',
    'sys/fs/cgroup/memory.max': `${4 * GB}\n`,
    'sys/fs/cgroup/memory.current': `${GB}\n`,
  };
  assert.equal(await freeMemory(await machine(context, files)), 3 * GB);
});

test('pages of a file that was just fetched do not count as used', async (context) => {
  const files = {
    'proc/self/cgroup': '0::/\n',
    'sys/fs/cgroup/memory.max': `${4 * GB}`,
    'sys/fs/cgroup/memory.current': `${3 * GB}`,
    'sys/fs/cgroup/memory.stat': `anon 5\ninactive_file ${2 * GB}\nactive_file 7\n`,
  };
  assert.equal(await freeMemory(await machine(context, files)), 3 * GB);
});

test('the tightest of the groups above us counts', async (context) => {
  const files = {
    'proc/self/cgroup': '0::/user/service\n',
    'sys/fs/cgroup/user/service/memory.max': 'max\n',
    'sys/fs/cgroup/user/service/memory.current': '0\n',
    'sys/fs/cgroup/user/memory.max': `${2 * GB}\n`,
    'sys/fs/cgroup/user/memory.current': '0\n',
  };
  assert.equal(await freeMemory(await machine(context, files)), 2 * GB);
});

test('the older kind of groups counts too', async (context) => {
  const files = {
    'proc/self/cgroup': '4:cpu:/x\n9:memory:/docker/x\n',
    'sys/fs/cgroup/memory/memory.limit_in_bytes': `${GB}\n`,
    'sys/fs/cgroup/memory/memory.usage_in_bytes': `${GB / 2}\n`,
    'sys/fs/cgroup/memory/memory.stat': 'inactive_file 1\ntotal_inactive_file 0\n',
  };
  assert.equal(await freeMemory(await machine(context, files)), GB / 2);
});

test('a group that is over its limit leaves nothing, not less', async (context) => {
  const files = { 'proc/self/cgroup': '0::/\n', 'sys/fs/cgroup/memory.max': '10', 'sys/fs/cgroup/memory.current': '20' };
  assert.equal(await freeMemory(await machine(context, files)), 0);
});

test('this very machine has some', async () => {
  assert.ok((await freeMemory()) > 0);
});
