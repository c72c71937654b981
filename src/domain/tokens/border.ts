/**
 * Cutting where a vocabulary has no cutter: two characters that stand side by side in no item are a border, since merging
 * makes only items and so nothing crosses it. Derived from the vocabulary, exact for each. Knows nothing of languages.
 */
import { type Encoding, sizeOf } from './encoding.ts';
import { JoinTable } from './join-table.ts';
import type { Cutter } from './piece.ts';
import { wholeTextOf } from './utf8.ts';

const ASCII = 128;

/** A cutter that ends a piece at each such border. */
export function borderCutter(encoding: Encoding): Cutter {
  const { near, far } = neighboursOf(encoding);
  const code = (text: string, at: number): number => {
    const found = text.codePointAt(at) as number;
    return found === 0x2581 ? 32 : found;
  };
  return (text, from, end) => {
    let left = code(text, from);
    let at = from + (left > 0xffff ? 2 : 1);
    while (at < end) {
      const right = code(text, at);
      if (left < ASCII && right < ASCII ? near[left * ASCII + right] === 0 : far.find(left, right) < 0) break;
      at += right > 0xffff ? 2 : 1;
      left = right;
    }
    return Math.min(at, end);
  };
}

/** All pairs of neighbours within items: ASCII pairs by place, the others hashed. */
function neighboursOf(encoding: Encoding): { near: Uint8Array; far: JoinTable } {
  const pairs: number[] = [];
  const near = new Uint8Array(ASCII * ASCII);
  for (let id = 0; id < sizeOf(encoding); id++) {
    const codes = Array.from(
      wholeTextOf(encoding.bytes.subarray(encoding.starts[id], encoding.starts[id + 1])) ?? '',
      (letter) => letter.codePointAt(0) as number,
    );
    for (let at = 1; at < codes.length; at++) {
      const left = codes[at - 1] as number;
      const right = codes[at] as number;
      if (left < ASCII && right < ASCII) near[left * ASCII + right] = 1;
      else pairs.push(left, right);
    }
  }
  const far = new JoinTable(pairs.length / 2);
  for (let at = 0; at < pairs.length; at += 2) far.add(pairs[at] as number, pairs[at + 1] as number, 0, 0);
  return { near, far };
}
