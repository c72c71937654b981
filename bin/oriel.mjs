#!/usr/bin/env node
// The one entry: plain JavaScript that any Node >= 18 runs. It brings node_modules up to the lock file (only when
// stale) and goes on under the Node that the lock file pins. `--run FILE ARGS` runs a file of the project there.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const modules = join(root, 'node_modules');
// A small young generation: the idle server holds about 30 MB less, and nothing here allocates fast for long.
const LEAN = ['--max-semi-space-size=2'];

function installWhatIsMissing() {
  const lock = join(root, 'package-lock.json');
  if (!existsSync(lock)) return; // A packed Oriel: its modules came with it.
  const stamp = join(modules, '.oriel-lock');
  const wanted = createHash('sha256').update(readFileSync(lock)).update(process.platform).update(process.arch).digest('hex');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;
  process.stderr.write('Oriel: installing what the lock file lists (once) ...\n');
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  const installed = spawnSync(npm, ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: root,
    stdio: ['ignore', 2, 2],
    shell: process.platform === 'win32',
    env: { ...process.env, NODE_LLAMA_CPP_SKIP_DOWNLOAD: 'true' },
  });
  if (installed.status !== 0) {
    process.stderr.write('Oriel: npm ci failed; its own words stand above. Mend that and start again.\n');
    process.exit(1);
  }
  mkdirSync(modules, { recursive: true });
  writeFileSync(stamp, wanted);
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

installWhatIsMissing();
const [first, file, ...rest] = process.argv.slice(2);
const args = first === '--run' ? [join(root, file), ...rest] : [join(root, 'src/cli/main.ts'), ...process.argv.slice(2)];
const child = spawn(pinnedNode(), ['--disable-warning=ExperimentalWarning', ...LEAN, ...args], {
  stdio: 'inherit',
  env: { ...process.env, NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE ?? join(modules, '.cache/oriel-compile') },
});
// A terminal sends SIGINT to both; SIGTERM and SIGHUP reach only this process and are handed on.
process.on('SIGINT', () => {});
for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
child.on('exit', (code, signal) => process.exit(code ?? (signal === 'SIGINT' ? 130 : 1)));
