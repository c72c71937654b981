/** `npm run bench -- NAME`: runs one benchmark; each prints medians and ratios against a peer of the same run. */
import { existsSync, globSync } from 'node:fs';
import { join } from 'node:path';

const names = globSync('*.ts', { cwd: import.meta.dirname })
  .map((file) => file.replace(/\.ts$/, ''))
  .filter((name) => name !== 'run')
  .sort();
const [name = ''] = process.argv.slice(2);
const file = join(import.meta.dirname, `${name}.ts`);
if (!names.includes(name) || !existsSync(file)) {
  console.error(`npm run bench -- NAME, where NAME is one of: ${names.join(', ')}.`);
  process.exit(2);
}
const { default: bench } = (await import(file)) as { default: () => Promise<void> };
await bench();
