/** `npm run measure`: the figures that docs/style fixes, by layer. Generated files do not count. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { cycles, type Layer, layers, root, type SourceFile, sourceFiles } from './tree.ts';

/** What `test/` holds of a layer: the browser tests are the page's, the kill tests the server's. */
const PLACES: Record<string, Layer> = { 'test/browser/': 'web', 'test/kill/': 'server' };

const files = sourceFiles().filter((file) => !file.isGenerated);
const code = files.filter((file) => !file.isTest);
const tests = [...files.filter((file) => file.isTest), ...sourceFiles('test')].map((file) => ({
  ...file,
  layer: file.layer ?? Object.entries(PLACES).find(([place]) => file.path.startsWith(place))?.[1],
}));
const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

function quantile(list: SourceFile[], share: number): number {
  const lengths = list.map((file) => file.lines).sort((a, b) => a - b);
  return lengths[Math.min(lengths.length - 1, Math.floor(share * lengths.length))] ?? 0;
}

const sum = (list: SourceFile[]) => list.reduce((total, file) => total + file.lines, 0);
const row = (name: string, list: SourceFile[], tests: SourceFile[]) => {
  const ratio = sum(list) === 0 ? '-' : (sum(tests) / sum(list)).toFixed(2);
  return [name, list.length, sum(list), quantile(list, 0.5), quantile(list, 0.9), quantile(list, 1), ratio].map(String);
};

const table = [
  ['layer', 'files', 'lines', 'median', 'p90', 'longest', 'test : code'],
  ...layers
    .map((layer) =>
      row(
        layer,
        code.filter((file) => file.layer === layer),
        tests.filter((file) => file.layer === layer),
      ),
    )
    .filter((line) => line[1] !== '0'),
  row('all', code, tests),
];
for (const line of table) console.log(line.map((cell, at) => (at === 0 ? cell.padEnd(10) : cell.padStart(12))).join(''));
const longest = code.reduce((a, b) => (b.lines > a.lines ? b : a));
console.log(`\nlongest file: ${longest.path} (${longest.lines})`);
console.log(`files in import cycles: ${cycles(files).flat().length}`);
console.log(`runtime dependencies: ${Object.keys(manifest.dependencies).length}`);
console.log('target: median 110, p90 280, longest 400; test : code >= 1.0 (domain >= 1.5); <= 14 dependencies; 0 cycles');
