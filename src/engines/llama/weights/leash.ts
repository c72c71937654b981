/**
 * Runs one program and never outlives the process that started it: when standard input ends, for whatever reason, the program and all
 * that it started are killed. So a server that is killed leaves no download behind. Run as `node leash.ts PROGRAM ARGUMENTS..`,
 * detached, so that it leads a process group of its own.
 */
import { spawn } from 'node:child_process';

const [program = '', ...args] = process.argv.slice(2);
const child = spawn(program, args, { stdio: ['ignore', 'inherit', 'inherit'], windowsHide: true });

child.on('error', (error) => {
  process.stderr.write(`${error.message}\n`);
  process.exit(127);
});
child.on('exit', (code) => process.exit(code ?? 1));

process.stdin.resume();
process.stdin.on('error', endAll);
process.stdin.on('end', endAll);

function endAll(): void {
  if (process.platform === 'win32' && child.pid !== undefined)
    spawn('taskkill', ['/pid', String(child.pid), '/t', '/f'], { stdio: 'ignore', windowsHide: true }).on('exit', () =>
      process.exit(1),
    );
  else process.kill(-process.pid, 'SIGKILL');
}
