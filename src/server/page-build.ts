/** Builds the page when its sources are newer than what was built. The bundler runs in a process of its own: the server stays small. */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export const root = join(import.meta.dirname, '../..');
export const pageFolder = join(root, 'build/web');
export const encodingFolder = join(root, 'build/encodings');
const stampFile = join(root, 'build/web.stamp');
/** What the page is made of. */
const SOURCES = ['src/web', 'src/domain', 'src/wire', 'package-lock.json'];

/** Size and time of every source: cheap to ask at each start (a few ms), and any edit changes it. */
function stampOfSources(): string {
  const hash = createHash('sha256');
  for (const source of SOURCES) {
    const path = join(root, source);
    const files = statSync(path).isDirectory()
      ? readdirSync(path, { recursive: true, withFileTypes: true })
          .filter((entry) => entry.isFile() && !/\.test\.tsx?$/.test(entry.name))
          .map((entry) => join(entry.parentPath, entry.name))
          .sort()
      : [path];
    for (const file of files) {
      const { size, mtimeMs } = statSync(file);
      hash.update(`${file} ${size} ${mtimeMs}\n`);
    }
  }
  return hash.digest('hex');
}

/** True when the built page is that of today's sources, or there are no sources to build from (a packed Oriel). */
export function isPageFresh(): boolean {
  if (!existsSync(join(root, 'src/web/vite.config.ts'))) return true;
  return (
    existsSync(join(pageFolder, 'index.html')) && existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stampOfSources()
  );
}

/** Builds the page. Rejects with the bundler's last words. */
export async function buildPage(): Promise<void> {
  const stamp = stampOfSources();
  const words: string[] = [];
  const next = `${pageFolder}.${process.pid}`;
  const child = spawn(
    process.execPath,
    [
      join(root, 'node_modules/vite/bin/vite.js'),
      'build',
      '--config',
      'src/web/vite.config.ts',
      '--logLevel',
      'warn',
      '--outDir',
      next,
    ],
    {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, NODE_ENV: 'production' },
    },
  );
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (data: Buffer) => words.push(data.toString()));
  const code = await new Promise<number | null>((resolve, reject) => child.on('error', reject).on('exit', resolve));
  if (code !== 0) throw new Error(`The page could not be built:\n${words.join('').slice(-2000)}`);
  // Swapped in whole: a server that starts meanwhile never sees half a page.
  rmSync(pageFolder, { recursive: true, force: true });
  renameSync(next, pageFolder);
  writeFileSync(stampFile, stamp);
}
