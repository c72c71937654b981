import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { startClient } from './package-client.ts';
import { temporaryFolder } from './stand-in/file.ts';

const environment = { PATH: process.env.PATH };
const WRITES_AND_STAYS = 'require("node:fs").writeFileSync(process.argv[1], String(process.pid)); setInterval(() => {}, 1000)';

async function pidIn(path: string): Promise<number> {
  while (!existsSync(path) || (await readFile(path, 'utf8')) === '') await sleep(10);
  return Number(await readFile(path, 'utf8'));
}

async function isGone(pid: number): Promise<boolean> {
  for (let tries = 0; tries < 200; tries++) {
    try {
      process.kill(pid, 0);
      // A process that was killed and that nobody has waited for still has its number.
      if ((await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '')).split(') ')[1]?.startsWith('Z')) return true;
    } catch {
      return true;
    }
    await sleep(20);
  }
  return false;
}

test('the end of the program is told with its code and its last complaint', async () => {
  const script = 'process.stderr.write("a warning\\nERROR: it is full\\nbye\\n"); process.exitCode = 3';
  assert.deepEqual(await startClient([process.execPath, '-e'], [script], environment).ended, {
    code: 3,
    lastWords: 'it is full',
  });
});

test('a program that says nothing is said to have said nothing', async () => {
  assert.deepEqual(await startClient([process.execPath, '-e'], [''], environment).ended, {
    code: 0,
    lastWords: 'it said nothing',
  });
});

test('a program that is not there ends with the reason', async () => {
  const { code, lastWords } = await startClient(['/no/such/program'], [], environment).ended;
  assert.equal(code, 127);
  assert.match(lastWords, /ENOENT/);
});

test('killing ends the program and what it started', async (context) => {
  const path = join(await temporaryFolder(context), 'pid');
  const parent = `require("node:child_process").spawn(process.execPath, ["-e", ${JSON.stringify(WRITES_AND_STAYS)}, process.argv[1]]); setInterval(() => {}, 1000)`;
  const run = startClient([process.execPath, '-e'], [parent, path], environment);
  const grandchild = await pidIn(path);
  run.kill();
  await run.ended;
  assert.ok(await isGone(grandchild));
});

test('the program does not outlive a process that is killed', async (context) => {
  const path = join(await temporaryFolder(context), 'pid');
  const module = fileURLToPath(new URL('./package-client.ts', import.meta.url));
  const starter = `const { startClient } = await import(${JSON.stringify(module)});
    startClient([process.execPath, '-e'], [${JSON.stringify(WRITES_AND_STAYS)}, process.argv[1]], process.env);`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', starter, path], { stdio: 'ignore', env: environment });
  const grandchild = await pidIn(path);
  child.kill('SIGKILL');
  assert.ok(await isGone(grandchild));
});
