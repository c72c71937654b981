/** Long monospaced text in blocks: the browser lays out only those in sight. Selecting and copying works over all. */
import { useMemo } from 'react';

/** Characters of a block, about; a block ends with a line where there is one. */
const BLOCK = 4000;

export function LongText({ text, label }: { text: string; label: string }) {
  const blocks = useMemo(() => blocksOf(text), [text]);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: text that scrolls must be reached by keys
    <section aria-label={label} tabIndex={0} className="token-text break-words whitespace-pre-wrap text-second">
      {blocks.map((block, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: blocks stand in order and only the last one grows
        <div key={index} style={{ contentVisibility: 'auto', containIntrinsicSize: `auto ${22 * linesIn(block)}px` }}>
          {block}
        </div>
      ))}
    </section>
  );
}

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
function linesIn(block: string): number {
  return block.split('\n').reduce((sum, line) => sum + Math.max(1, Math.ceil(line.length / 45)), 0);
}
