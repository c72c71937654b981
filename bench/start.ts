/** `npm run bench -- start`: seconds from the command to listening on a second start, and memory of the idle server without a model. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const ROUNDS = 9;
/** Budgets of the design: seconds to listening, resident megabytes. */
const BUDGET = { startS: 0.5, idleMb: 120 };
const root = join(import.meta.dirname, '..');
const BARE = "require('node:http').createServer().listen(0,'127.0.0.1',()=>console.log('{}'))";

type Run = { ms: number; mb: number };

async function run(args: string[], settleMs: number): Promise<Run> {
  const begin = performance.now();
  const child = spawn(process.execPath, args, { cwd: root, stdio: ['ignore', 'pipe', 'ignore'] });
  if (!child.stdout) throw new Error('The child has no standard output.');
  await once(createInterface({ input: child.stdout }), 'line');
  const ms = performance.now() - begin;
  await new Promise((resolve) => setTimeout(resolve, settleMs));
  const mb = residentMb(child);
  child.kill('SIGTERM');
  await once(child, 'exit');
  return { ms, mb };
}

/** Resident memory of the largest process below: `bin/oriel.mjs` hands over to the pinned runtime. */
function residentMb({ pid = 0 }: ChildProcess): number {
  const own = (id: number) => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${id}/status`, 'utf8'))?.[1] ?? 0) / 1000;
  const children = readdirSync(`/proc/${pid}/task`).flatMap((task) => {
    const text = readFileSync(`/proc/${pid}/task/${task}/children`, 'utf8').trim();
    return text === '' ? [] : text.split(' ').map(Number);
  });
  return Math.max(own(pid), ...children.map(own));
}

const median = (values: number[]) => values.sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

export default async function bench(): Promise<void> {
  const home = mkdtempSync(join(tmpdir(), 'oriel-bench-'));
  const oriel = ['bin/oriel.mjs', 'serve', '--json', '--no-weights', '--port', '0', '--home', home];
  try {
    await run(oriel, 0); // The first start builds what is missing.
    await run(oriel, 0);
    const ours: Run[] = [];
    const bare: Run[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      ours.push(await run(oriel, round < 3 ? 3000 : 0));
      bare.push(await run(['-e', BARE], round < 3 ? 1000 : 0));
    }
    const startMs = median(ours.map(({ ms }) => ms));
    const bareMs = median(bare.map(({ ms }) => ms));
    const idleMb = median(ours.slice(0, 3).map(({ mb }) => mb));
    const bareMb = median(bare.slice(0, 3).map(({ mb }) => mb));
    console.log(
      `second start to listening   ${(startMs / 1000).toFixed(3)} s   budget ${BUDGET.startS} s   ${(startMs / bareMs).toFixed(1)}x of a bare node:http (${(bareMs / 1000).toFixed(3)} s)`,
    );
    console.log(
      `idle memory without a model ${idleMb.toFixed(0)} MB   budget ${BUDGET.idleMb} MB   ${(idleMb / bareMb).toFixed(1)}x of a bare node:http (${bareMb.toFixed(0)} MB)`,
    );
    for (const [what, value, limit] of [
      ['start', startMs / 1000, BUDGET.startS],
      ['memory', idleMb, BUDGET.idleMb],
    ] as const)
      console.log(`${what}: ${value <= limit ? 'within budget' : 'MISSED'} (${(value / limit).toFixed(2)} of the budget)`);
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}
