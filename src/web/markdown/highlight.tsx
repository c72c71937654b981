/** Colours for code: lowlight with the one grammar a block needs, loaded when it is first met. */
import type { LanguageFn } from 'highlight.js';
import { createLowlight } from 'lowlight';
import { Fragment, type ReactNode } from 'react';

type Grammar = () => Promise<{ default: LanguageFn }>;

/** Grammars by name; aliases below. */
const GRAMMARS: Record<string, Grammar> = {
  bash: () => import('highlight.js/lib/languages/bash'),
  c: () => import('highlight.js/lib/languages/c'),
  cpp: () => import('highlight.js/lib/languages/cpp'),
  csharp: () => import('highlight.js/lib/languages/csharp'),
  css: () => import('highlight.js/lib/languages/css'),
  diff: () => import('highlight.js/lib/languages/diff'),
  dockerfile: () => import('highlight.js/lib/languages/dockerfile'),
  go: () => import('highlight.js/lib/languages/go'),
  haskell: () => import('highlight.js/lib/languages/haskell'),
  ini: () => import('highlight.js/lib/languages/ini'),
  java: () => import('highlight.js/lib/languages/java'),
  javascript: () => import('highlight.js/lib/languages/javascript'),
  json: () => import('highlight.js/lib/languages/json'),
  kotlin: () => import('highlight.js/lib/languages/kotlin'),
  latex: () => import('highlight.js/lib/languages/latex'),
  lua: () => import('highlight.js/lib/languages/lua'),
  makefile: () => import('highlight.js/lib/languages/makefile'),
  markdown: () => import('highlight.js/lib/languages/markdown'),
  perl: () => import('highlight.js/lib/languages/perl'),
  php: () => import('highlight.js/lib/languages/php'),
  python: () => import('highlight.js/lib/languages/python'),
  r: () => import('highlight.js/lib/languages/r'),
  ruby: () => import('highlight.js/lib/languages/ruby'),
  rust: () => import('highlight.js/lib/languages/rust'),
  scala: () => import('highlight.js/lib/languages/scala'),
  sql: () => import('highlight.js/lib/languages/sql'),
  swift: () => import('highlight.js/lib/languages/swift'),
  typescript: () => import('highlight.js/lib/languages/typescript'),
  xml: () => import('highlight.js/lib/languages/xml'),
  yaml: () => import('highlight.js/lib/languages/yaml'),
};

const ALIASES: Record<string, string> = {
  'c++': 'cpp',
  'c#': 'csharp',
  cs: 'csharp',
  golang: 'go',
  h: 'c',
  hs: 'haskell',
  html: 'xml',
  js: 'javascript',
  jsx: 'javascript',
  md: 'markdown',
  mjs: 'javascript',
  py: 'python',
  python3: 'python',
  rb: 'ruby',
  rs: 'rust',
  sh: 'bash',
  shell: 'bash',
  svg: 'xml',
  tex: 'latex',
  toml: 'ini',
  ts: 'typescript',
  tsx: 'typescript',
  yml: 'yaml',
  zsh: 'bash',
};

const lowlight = createLowlight();

type Node = { type: string; value?: string; properties?: { className?: unknown }; children?: Node[] };

/** Coloured elements of a code text; undefined for a language without a grammar here. */
export async function highlight(language: string, text: string): Promise<ReactNode | undefined> {
  const lower = language.toLowerCase();
  const name = ALIASES[lower] ?? lower;
  const grammar = Object.hasOwn(GRAMMARS, name) ? GRAMMARS[name] : undefined;
  if (!grammar) return undefined;
  if (!lowlight.registered(name)) lowlight.register(name, (await grammar()).default);
  return draw(lowlight.highlight(name, text) as Node);
}

function draw(node: Node): ReactNode {
  if (node.type === 'text') return node.value;
  // biome-ignore lint/suspicious/noArrayIndexKey: the tree never changes
  const children = node.children?.map((child, at) => <Fragment key={at}>{draw(child)}</Fragment>);
  const { className } = node.properties ?? {};
  return Array.isArray(className) ? <span className={className.join(' ')}>{children}</span> : children;
}
