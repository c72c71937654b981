/** Long text in blocks: the browser lays out only those in sight. Selecting and copying works over all. */
import { useMemo } from 'react';
import { blocksOf, linesIn } from './text-block.ts';

/** Monospaced, to be scrolled. */
export function LongText({ text, label }: { text: string; label: string }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: text that scrolls must be reached by keys
    <section aria-label={label} tabIndex={0} className="token-text break-words whitespace-pre-wrap text-second">
      <TextBlocks text={text} />
    </section>
  );
}

export function TextBlocks({ text }: { text: string }) {
  const blocks = useMemo(() => blocksOf(text), [text]);
  return blocks.map((block, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: blocks stand in order and only the last one grows
    <div key={index} style={{ contentVisibility: 'auto', containIntrinsicSize: `auto ${22 * linesIn(block)}px` }}>
      {block}
    </div>
  ));
}
