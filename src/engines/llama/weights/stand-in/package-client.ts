/**
 * Stands in for a Python package client: `--version`, and `download .. --dest FOLDER NAME==VERSION ..` from a shelf of wheels. Like the
 * real one it writes each wheel slowly below `TMPDIR`, and at the end copies those to the folder that are not there. It counts every
 * wheel that it wrote whole.
 *
 * Read from the environment: STAND_IN_SHELF, STAND_IN_COUNTS (a file that gets one line a whole wheel), STAND_IN_PAUSE_MS (between
 * chunks), STAND_IN_FAULT (`no-such-package`, `silent`, `absent`, `cut`).
 */
import {
  appendFileSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const CHUNK_BYTES = 8192;
const {
  STAND_IN_SHELF: shelf = '',
  STAND_IN_COUNTS: counts = '',
  STAND_IN_PAUSE_MS: pause = '0',
  STAND_IN_FAULT: fault,
  TMPDIR: temporary = '',
} = process.env;
const args = process.argv.slice(2);

if (fault === 'absent') process.exit(1);
if (args[0] === '--version') process.exit(0);
const dest = args[args.indexOf('--dest') + 1] ?? '';
const wanted = args.filter((arg) => arg.includes('=='));
const unpack = join(temporary, `pip-unpack-${process.pid}`);
mkdirSync(unpack, { recursive: true });

const brought: string[] = [];
for (const requirement of wanted) {
  const [name = '', version] = requirement.split('==');
  const wheel = readdirSync(shelf).find((file) => file.startsWith(`${name.replaceAll('-', '_')}-${version}-`));
  if (wheel === undefined || fault === 'no-such-package') {
    rmSync(unpack, { recursive: true });
    process.stderr.write(`WARNING: something else\nERROR: No matching distribution found for ${requirement}\n`);
    process.exit(1);
  }
  if (fault === 'silent') await sleep(60_000);
  const whole = readFileSync(join(shelf, wheel));
  const bytes = fault === 'cut' ? whole.subarray(0, whole.length - 100) : whole;
  const file = openSync(join(unpack, wheel), 'w');
  for (let at = 0; at < bytes.length; at += CHUNK_BYTES) {
    writeSync(file, bytes.subarray(at, at + CHUNK_BYTES));
    await sleep(Number(pause));
  }
  if (counts !== '') appendFileSync(counts, `${wheel}\n`);
  brought.push(wheel);
}
for (const wheel of brought) if (!existsSync(join(dest, wheel))) copyFileSync(join(unpack, wheel), join(dest, wheel));
rmSync(unpack, { recursive: true });
