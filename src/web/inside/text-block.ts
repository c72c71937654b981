/** A long text in blocks that can be laid out apart, and how high each may be. */

/** Characters of a block, about; a block ends with a line where there is one. */
const BLOCK = 4000;

/** The blocks together are the text; none cuts a character. */
export function blocksOf(text: string): string[] {
  const blocks: string[] = [];
  for (let at = 0; at < text.length; ) {
    const line = text.indexOf('\n', at + BLOCK);
    let end = line < 0 || line > at + 2 * BLOCK ? at + 2 * BLOCK : line + 1;
    const code = text.charCodeAt(end - 1);
    if (code >= 0xd800 && code < 0xdc00) end++;
    blocks.push(text.slice(at, end));
    at = end;
  }
  return blocks;
}

/** A guess at its height: line breaks, and long lines as if 45 characters wide. */
export function linesIn(block: string): number {
  return block.split('\n').reduce((sum, line) => sum + Math.max(1, Math.ceil(line.length / 45)), 0);
}
