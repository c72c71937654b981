// `npm test`: everything, in order, each step with its name and time. A failed step does not hide the next ones; the end says which failed.
// `npm test -- quick` leaves out the steps that need the browser or the model, and tries fewer random texts.
import { spawnSync } from 'node:child_process';
import { existsSync, globSync } from 'node:fs';
import { availableParallelism, homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const isQuick = process.argv.includes('quick');
const tool = (name) => join(root, 'node_modules/.bin', name);
// The home that tests fetch the small model into once, and keep: never a person's own.
const modelHome = process.env.ORIEL_TEST_HOME ?? join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'oriel-test');
const small = join(modelHome, 'weights/b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53.gguf');

/** The share of the random texts that is tried: a tenth with `quick`, else all. */
const fuzz = process.env.ORIEL_FUZZ ?? (isQuick ? '0.1' : '1');

/** What one file of tests compiled, the next need not: a quarter of the time. */
const compiled = { NODE_COMPILE_CACHE: join(root, 'node_modules/.cache/compiled') };

const failed = [];

function step(name, command, args, env = {}) {
  const begin = performance.now();
  process.stdout.write(`\n== ${name}\n`);
  const { status, error } = spawnSync(command, args, { cwd: root, stdio: 'inherit', env: { ...process.env, ...env } });
  const seconds = ((performance.now() - begin) / 1000).toFixed(1);
  if (status !== 0) failed.push(name);
  process.stdout.write(`== ${name}: ${status === 0 ? '' : `FAILED${error ? ` (${error.message})` : ''} after `}${seconds} s\n`);
}

const node = (name, args, env) => step(name, process.execPath, ['--disable-warning=ExperimentalWarning', ...args], env);
const tests = (name, files, env, args = []) => {
  if (files.length > 0)
    node(name, ['--test', '--test-reporter=./test/closing-line.mjs', ...args, ...files.sort()], { ...compiled, ...env });
};

step('lint and format', tool('biome'), ['ci', '--error-on-warnings', '.']);
for (const layer of ['domain', 'engines', 'store', 'wire', 'server', 'cli', 'web'])
  step(`types of ${layer}`, tool('tsc'), ['-p', `src/${layer}`]);
step('types of tests', tool('tsc'), ['-p', 'tsconfig.json']);
step('unused code', tool('knip'), ['--no-progress']);
if (!existsSync(small) && !isQuick)
  node('fetch the small model for tests (once)', ['src/cli/main.ts', 'weights', 'add', 'smollm2-135m', '--home', modelHome]);
const weights = existsSync(small) ? { ORIEL_TEST_WEIGHTS: small } : {};
tests('architecture', globSync('test/*.test.ts', { cwd: root }), weights);
const parallel = isQuick ? [`--test-concurrency=${availableParallelism()}`] : [];
tests('unit and contract', globSync('src/**/*.test.ts', { cwd: root }), { ...weights, ORIEL_FUZZ: fuzz }, parallel);
if (!isQuick) {
  node('build the page', ['src/cli/build-page.ts']);
  tests('real model', globSync('test/real/*.test.ts', { cwd: root }), weights, ['--test-concurrency=1']);
  tests('kill and resume', globSync('test/kill/*.test.ts', { cwd: root }), weights, ['--test-concurrency=1']);
  ensureChromium();
  tests('browser', globSync('test/browser/*.test.ts', { cwd: root }), weights, ['--test-concurrency=1']);
}
if (failed.length > 0) {
  process.stdout.write(`\nFailed: ${failed.join(', ')}.\n`);
  process.exit(1);
}
process.stdout.write('\nAll steps passed.\n');

/** Chromium comes from the system's packages, where this may install them. */
function ensureChromium() {
  if (['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].some((path) => existsSync(path))) return;
  const isRoot = process.getuid?.() === 0;
  if (!isRoot || !existsSync('/usr/bin/apt-get')) {
    process.stdout.write('No Chromium here and no right to install it: install the package chromium, then run npm test again.\n');
    process.exit(1);
  }
  step('package lists', 'apt-get', ['update', '-qq']);
  step('install Chromium', 'apt-get', ['install', '-y', '-qq', 'chromium', 'fonts-noto-cjk']);
}
