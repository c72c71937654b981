#!/usr/bin/env node
// The one entry: plain JavaScript that any Node >= 18 runs. It brings node_modules up to the lock file (only when
// stale) and goes on under the Node that the lock file pins. `--run FILE ARGS` runs a file of the project there.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const modules = join(root, 'node_modules');
// A small young generation: the idle server holds about 30 MB less, and nothing here allocates fast for long.
const LEAN = ['--max-semi-space-size=2'];

const lockFile = join(root, 'package-lock.json');
const stampFile = join(modules, '.oriel-lock');

function installWhatIsMissing() {
  if (!existsSync(lockFile)) return; // A packed Oriel: its modules came with it.
  const wanted = createHash('sha256').update(readFileSync(lockFile)).update(process.platform).update(process.arch).digest('hex');
  const isStamped = () => existsSync(stampFile) && readFileSync(stampFile, 'utf8') === wanted;
  if (isStamped()) return;
  const release = takeTurn();
  try {
    if (isStamped()) return; // Another command did it meanwhile.
    if (!isUpToLock()) install();
    writeFileSync(stampFile, wanted);
  } finally {
    release();
  }
}

function install() {
  process.stderr.write('Oriel: installing what the lock file lists (once) ...\n');
  const isWindows = process.platform === 'win32';
  const installed = spawnSync(isWindows ? 'npm.cmd' : 'npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: root,
    stdio: ['ignore', 2, 2],
    shell: isWindows,
    env: { ...process.env, NODE_LLAMA_CPP_SKIP_DOWNLOAD: 'true' },
  });
  if (installed.status === 0) return;
  process.stderr.write('Oriel: npm ci failed; its own words stand above. Mend that and start again.\n');
  process.exit(1);
}

/** Whether npm's own record of what it installed says the same as the lock file: then nothing is thrown away. */
function isUpToLock() {
  const record = join(modules, '.package-lock.json');
  if (!existsSync(record)) return false;
  const wanted = JSON.parse(readFileSync(lockFile, 'utf8')).packages;
  const there = JSON.parse(readFileSync(record, 'utf8')).packages;
  return Object.entries(wanted).every(
    ([path, one]) => path === '' || (there[path] ? there[path].integrity === one.integrity : one.optional),
  );
}

/** One install at a time: a second command waits for the first. */
function takeTurn() {
  const file = join(root, 'build/install.lock');
  mkdirSync(dirname(file), { recursive: true });
  for (;;) {
    try {
      writeFileSync(file, String(process.pid), { flag: 'wx' });
      return () => rmSync(file, { force: true });
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
      if (!isAlive(Number(readFileSync(file, 'utf8')))) rmSync(file, { force: true });
      else Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 300);
    }
  }
}

function isAlive(pid) {
  try {
    return pid > 0 && process.kill(pid, 0);
  } catch {
    return false;
  }
}

/** The pinned runtime, as its platform's package brings it. */
function pinnedNode() {
  const names = [`node-bin-${process.platform}-${process.arch}`, `node-${process.platform}-${process.arch}`];
  if (process.platform === 'win32') names.push(`node-win-${process.arch}`);
  for (const name of names) {
    for (const file of ['bin/node', 'bin/node.exe']) {
      const path = join(modules, name, file);
      if (existsSync(path)) return path;
    }
  }
  process.stderr.write(`Oriel: no pinned Node for ${process.platform}-${process.arch} among ${names.join(', ')}.\n`);
  process.exit(1);
}

/** Where a proxy is set, our own fetches use it too; this machine itself is never asked through one. */
function proxy() {
  const { HTTP_PROXY, HTTPS_PROXY, http_proxy, https_proxy, NO_PROXY, no_proxy } = process.env;
  if (!(HTTP_PROXY || HTTPS_PROXY || http_proxy || https_proxy)) return {};
  const direct = [NO_PROXY || no_proxy, '127.0.0.1', 'localhost', '::1'].filter(Boolean).join(',');
  return { NODE_USE_ENV_PROXY: '1', NO_PROXY: direct, no_proxy: direct };
}

installWhatIsMissing();
const [first, file, ...rest] = process.argv.slice(2);
const args = first === '--run' ? [join(root, file), ...rest] : [join(root, 'src/cli/main.ts'), ...process.argv.slice(2)];
const child = spawn(pinnedNode(), ['--disable-warning=ExperimentalWarning', ...LEAN, ...args], {
  stdio: ['inherit', 'inherit', 'inherit', 'ipc'], // The channel says to the child that this process is gone.
  env: {
    ...process.env,
    ...proxy(),
    NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE ?? join(modules, '.cache/oriel-compile'),
  },
});
// A terminal sends SIGINT to both processes, a program to this one alone: a second one does no harm.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
child.on('exit', (code, signal) => process.exit(code ?? (signal === 'SIGINT' || signal === 'SIGTERM' ? 130 : 1)));
