/** The source tree as the house tests see it: files, their layers, and what they import. */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';

export const root = resolve(import.meta.dirname, '..');
export const layers = ['domain', 'dialects', 'engines', 'store', 'wire', 'server', 'cli', 'web', 'lab'] as const;
export type Layer = (typeof layers)[number];

export type SourceFile = {
  /** Relative to the root, with forward slashes. */
  path: string;
  layer: Layer | undefined;
  lines: number;
  isTest: boolean;
  isGenerated: boolean;
  /** Specifiers as written, type imports too. */
  imports: string[];
};

const IMPORT =
  /(?:^|\n)\s*(?:import|export)\s[^'"`;]*?from\s*['"]([^'"]+)['"]|(?:^|\n)\s*import\s*['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]\s*\)/g;

export function sourceFiles(folder = 'src'): SourceFile[] {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(ts|tsx|mts)$/.test(entry.name))
    .map((entry) => readSource(relative(root, join(entry.parentPath, entry.name)).replaceAll('\\', '/')))
    .sort((a, b) => (a.path < b.path ? -1 : 1));
}

function readSource(path: string): SourceFile {
  const text = readFileSync(join(root, path), 'utf8');
  const layer = layers.find((name) => path.startsWith(`src/${name}/`));
  return {
    path,
    layer,
    lines: text.split('\n').length - 1,
    isTest: /\.(test|contract)\.tsx?$|\/stand-in\//.test(path),
    isGenerated: /\.generated\.ts$/.test(path),
    imports: [...text.matchAll(IMPORT)].map((match) => match[1] ?? match[2] ?? match[3] ?? ''),
  };
}

/** The file that an import names; undefined for a package or a built-in. */
export function targetOf(file: SourceFile, specifier: string): string | undefined {
  if (specifier.startsWith('#')) return `src/${specifier.slice(1)}.ts`;
  if (specifier.startsWith('.')) return relative(root, resolve(root, dirname(file.path), specifier)).replaceAll('\\', '/');
  return undefined;
}

/** Strongly connected groups of more than one file, by Tarjan's algorithm (1972). */
export function cycles(files: SourceFile[]): string[][] {
  const edges = new Map(
    files.map((file) => [file.path, file.imports.map((name) => targetOf(file, name)).filter((path) => path !== undefined)]),
  );
  const index = new Map<string, number>();
  const low = new Map<string, number>();
  const stack: string[] = [];
  const found: string[][] = [];
  const visit = (path: string) => {
    const at = index.size;
    index.set(path, at);
    low.set(path, at);
    stack.push(path);
    for (const next of edges.get(path) ?? []) {
      if (!edges.has(next)) continue;
      if (!index.has(next)) visit(next);
      if (stack.includes(next)) low.set(path, Math.min(low.get(path) ?? at, low.get(next) ?? at));
    }
    if (low.get(path) !== at) return;
    const group = stack.splice(stack.indexOf(path));
    if (group.length > 1) found.push(group);
  };
  for (const file of files) if (!index.has(file.path)) visit(file.path);
  return found;
}
