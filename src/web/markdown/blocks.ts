/**
 * Markdown cut into blocks. When a text grows at its end, only its end is read again: what follows can change
 * no block before it. (A link definition that comes later than its use is the one exception; it is not looked back for.)
 */
import { Marked, type Token, type TokenizerAndRendererExtension } from 'marked';

export type Block = { /** The source, also its identity. */ raw: string; token: Token };
export type Blocks = { source: string; blocks: Block[] };

const marked = new Marked({ gfm: true, breaks: true, extensions: mathExtensions() });

export const noBlocks: Blocks = { source: '', blocks: [] };

/** The blocks of `source`; those of `before` that cannot have changed are kept as the same objects. */
export function readBlocks(text: string, before: Blocks = noBlocks): Blocks {
  const source = text.replace(/\r\n?/g, '\n'); // As the lexer does, so that lengths agree.
  const kept = source.startsWith(before.source) ? before.blocks.slice(0, firstOpen(before.blocks)) : [];
  const from = kept.reduce((length, block) => length + block.raw.length, 0);
  const blocks = [...kept];
  for (const token of marked.lexer(source.slice(from))) blocks.push({ raw: token.raw, token });
  return { source, blocks };
}

/**
 * Index of the first block that more text may read otherwise: the last that is not only blank lines, or the list
 * before it, which a `1` takes in when it becomes `1.`.
 */
function firstOpen(blocks: readonly Block[]): number {
  const solid = (from: number) => blocks.findLastIndex(({ token }, at) => at < from && token.type !== 'space');
  const last = solid(blocks.length);
  const before = solid(last);
  return Math.max(0, blocks[before]?.token.type === 'list' ? before : last);
}

/** A token of mathematics: `$..$`, `\(..\)` in a line, `$$..$$`, `\[..\]` as a block. */
export type MathToken = { type: 'math'; raw: string; tex: string; isBlock: boolean };

export const isMath = (token: { type: string }): token is MathToken => token.type === 'math';

function mathExtensions(): TokenizerAndRendererExtension[] {
  const blockRule = /^ {0,3}(?:\$\$([^$]+?)\$\$|\\\[([\s\S]+?)\\\])[ \t]*(?:\n+|$)/;
  const inlineRule = /^(?:\$\$([^$\n]+?)\$\$|\\\((.+?)\\\)|\\\[(.+?)\\\]|\$(?!\s)((?:\\.|[^$\\\n])+?)(?<![\s\\])\$(?!\d))/;
  return [
    {
      name: 'math-block',
      level: 'block',
      start: (source) => source.match(/\n {0,3}(?:\$\$|\\\[)/)?.index,
      tokenizer: (source) => mathToken(blockRule.exec(source), true),
    },
    {
      name: 'math-inline',
      level: 'inline',
      start: (source) => source.match(/\$|\\\(|\\\[/)?.index,
      tokenizer: (source) => mathToken(inlineRule.exec(source), false),
    },
  ];
}

function mathToken(match: RegExpExecArray | null, isBlock: boolean): MathToken | undefined {
  const tex = match?.slice(1).find((group) => group !== undefined);
  return match && tex !== undefined ? { type: 'math', raw: match[0], tex: tex.trim(), isBlock } : undefined;
}
