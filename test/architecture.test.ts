/** The layout is a test: who may know whom, no cycles, no Node where none may be, no vague names, no long files. */
import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { join } from 'node:path';
import { test } from 'node:test';
import { cycles, type Layer, root, type SourceFile, sourceFiles, targetOf } from './tree.ts';

const MAY_KNOW: Record<Layer, Layer[]> = {
  domain: [],
  dialects: ['domain'],
  engines: ['domain', 'dialects'],
  store: ['domain'],
  wire: ['domain'],
  server: ['domain', 'dialects', 'engines', 'store', 'wire'],
  cli: ['domain', 'dialects', 'engines', 'store', 'wire', 'server'],
  web: ['domain', 'wire'],
  lab: ['domain'],
};
const WITHOUT_NODE: Layer[] = ['domain', 'dialects', 'wire', 'web', 'lab'];
const VAGUE = /^(util|utils|helper|helpers|common|misc|shared|manager|service|handler|constants|index)\.tsx?$/;

const files = sourceFiles();
const code = files.filter((file) => !file.isTest);
const layerOf = (path: string): Layer | undefined => files.find((file) => file.path === path)?.layer;

function complaints(tell: (file: SourceFile) => string[]): string[] {
  return code.flatMap((file) => tell(file).map((complaint) => `${file.path} ${complaint}`));
}

test('a layer knows only the layers below it, types included', () => {
  const broken = complaints((file) =>
    file.imports.flatMap((name) => {
      const target = targetOf(file, name);
      const other = target === undefined ? undefined : layerOf(target);
      if (!file.layer || !other || other === file.layer || MAY_KNOW[file.layer].includes(other)) return [];
      return [`imports ${name}`];
    }),
  );
  assert.deepEqual(broken, []);
});

test('imports across layers go by #layer, inside a layer by a relative path', () => {
  const broken = complaints((file) =>
    file.imports.flatMap((name) => {
      const target = targetOf(file, name);
      const other = target === undefined ? undefined : layerOf(target);
      if (!other || name.startsWith('#') || other === file.layer) return [];
      return [`imports ${name}, which is in ${other}`];
    }),
  );
  assert.deepEqual(broken, []);
});

test('domain, dialects, wire, web and lab use no Node built-in', () => {
  const broken = complaints((file) =>
    file.layer && WITHOUT_NODE.includes(file.layer) && !/vite(\.config|-\w+)\.ts$/.test(file.path)
      ? file.imports.filter((name) => name.startsWith('node:') || builtinModules.includes(name)).map((name) => `imports ${name}`)
      : [],
  );
  assert.deepEqual(broken, []);
});

test('the page takes from the wire only types, so that no validation code is shipped', async () => {
  const { readFileSync } = await import('node:fs');
  const broken = complaints((file) => {
    if (file.layer !== 'web') return [];
    const text = readFileSync(join(root, file.path), 'utf8');
    return [...text.matchAll(/import\s+(?!type\b)[^;]*?from\s*'(#wire\/[^']+)'/g)].map(
      (match) => `imports values of ${match[1]}`,
    );
  });
  assert.deepEqual(broken, []);
});

test('native code is loaded by the child of the llama engine alone', () => {
  assert.deepEqual(
    code
      .filter((file) => file.imports.includes('node-llama-cpp') && !file.path.startsWith('src/engines/llama/'))
      .map((file) => file.path),
    [],
  );
});

test('SQLite is known to store/database and store/search alone', () => {
  assert.deepEqual(
    code
      .filter((file) => file.imports.includes('node:sqlite') && !/^src\/store\/(database|search)/.test(file.path))
      .map((file) => file.path),
    [],
  );
});

test('no file imports itself by way of others, type imports too', () => {
  assert.deepEqual(cycles(files), []);
});

test('file names are kebab-case nouns that say what is inside', () => {
  const broken = files.filter((file) => {
    const name = file.path.split('/').at(-1) ?? '';
    return VAGUE.test(name) || !/^[a-z0-9-]+(\.[a-z0-9-]+)*\.tsx?$/.test(name);
  });
  assert.deepEqual(
    broken.map((file) => file.path),
    [],
  );
});

test('no file is longer than 400 lines', () => {
  assert.deepEqual(
    files.filter((file) => file.lines > 400 && !file.isGenerated).map((file) => `${file.path}: ${file.lines}`),
    [],
  );
});

test('ARCHITECTURE.md names every folder below src', async () => {
  const { readFileSync } = await import('node:fs');
  const text = readFileSync(join(root, 'ARCHITECTURE.md'), 'utf8');
  const folders = readdirSync(join(root, 'src'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(root.length + 1)
        .replaceAll('\\', '/'),
    )
    .filter((folder) =>
      files.some((file) => file.path.startsWith(`${folder}/`) && !file.path.slice(folder.length + 1).includes('/')),
    );
  assert.deepEqual(
    folders.filter((folder) => !text.includes(`\`${folder}/\``)),
    [],
  );
});
