/**
 * Makes a parsed template cut text as Python does: `| trim`, `.strip()`, `.lstrip()`, `.rstrip()` and `.split()` call functions that
 * are given to it under names no template can spell. Knows no messages.
 */
import { lstrip, rstrip, strip, words } from './python-strip.ts';

type Cut = (text: unknown, chars?: unknown) => string | string[];
type Node = { type: string; [key: string]: unknown };

/** As Python: a text, and perhaps the characters to cut. */
const checked =
  (name: string, cut: (text: string, chars?: string) => string | string[]): Cut =>
  (text, chars) => {
    if (typeof text === 'string' && (chars === undefined || chars === null)) return cut(text);
    if (typeof text === 'string' && typeof chars === 'string') return cut(text, chars);
    throw new TypeError(`${name} takes text and the characters to cut, not ${typeof text} and ${typeof chars}`);
  };

const spelled = (name: string) => `python ${name}`;

/** What an environment has to hold for `withPythonCalls`. */
export const PYTHON_FUNCTIONS: Readonly<Record<string, Cut>> = {
  [spelled('strip')]: checked('strip', strip),
  [spelled('lstrip')]: checked('lstrip', lstrip),
  [spelled('rstrip')]: checked('rstrip', rstrip),
  [spelled('split')]: checked('split', words),
};

/** The same syntax tree, changed in place. */
export function withPythonCalls<Tree>(tree: Tree): Tree {
  return rewrite(tree) as Tree;
}

function rewrite(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(rewrite);
  if (value instanceof Map) return new Map([...value].map(([key, entry]) => [rewrite(key), rewrite(entry)]));
  if (!isNode(value)) return value;
  for (const [key, part] of Object.entries(value)) value[key] = rewrite(part);
  return pythonCall(value) ?? value;
}

/** The call that stands for a filter or a method; undefined where the node is neither. */
function pythonCall({ type, operand, filter, callee, args = [] }: Node): Node | undefined {
  if (type === 'FilterExpression' && isNode(filter)) {
    if (filter.value === 'trim') return call('strip', [operand]);
    const { callee: name, args: more } = filter;
    return isNode(name) && name.value === 'trim' ? call('strip', [operand, ...asList(more)]) : undefined;
  }
  if (type !== 'CallExpression' || !isNode(callee) || callee.type !== 'MemberExpression' || callee.computed === true)
    return undefined;
  const name = isNode(callee.property) ? callee.property.value : undefined;
  const isCut = name === 'strip' || name === 'lstrip' || name === 'rstrip' || (name === 'split' && asList(args).length === 0);
  return isCut ? call(name, [callee.object, ...asList(args)]) : undefined;
}

function call(name: string, args: unknown[]): Node {
  return { type: 'CallExpression', callee: { type: 'Identifier', value: spelled(name) }, args };
}

function asList(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'type' in value;
}
