/**
 * Look-alikes: ordinary text that spells a special token. It stays text, and the row says so. Knows no encoder; the
 * tokens already are what they are.
 */
import type { RowToken } from '#domain/tokens/token';
import type { Unit } from './unit.ts';

export type LookAlike = {
  /** Units from `first` up to, not including, `end`. */
  first: number;
  end: number;
  /** The text that looks special: `<|im_end|>`. */
  text: string;
  tokens: number;
};

/** Spellings of special tokens among the families: <|name|>, <｜name｜>, <s>, [INST], <start_of_turn>. */
const SPELLING =
  /<[|｜][\w▁ -]{1,40}[|｜]>|<\/?s>|\[\/?(?:INST|AVAILABLE_TOOLS|TOOL_CALLS|TOOL_RESULTS|SYSTEM_PROMPT)\]|<(?:bos|eos|pad|unk)>|<(?:start|end)_of_turn>/gu;

/** The look-alikes of a row, in order. `specials`: further spellings that the model's own file names. */
export function lookAlikesOf(units: readonly Unit[], tokens: readonly RowToken[], specials: readonly string[] = []): LookAlike[] {
  const found: LookAlike[] = [];
  let start = 0;
  while (start < units.length) {
    let end = start;
    let text = '';
    const ends: number[] = [];
    while (end < units.length && units[end]?.kind !== 'special') {
      const unit = units[end];
      // Bytes that are no characters keep their place but spell nothing.
      text += unit?.kind === 'text' ? unit.text : '\u0000';
      ends.push(text.length);
      end++;
    }
    if (text) search(found, text, ends, start, units, specials);
    start = end + 1;
  }
  return found.filter((one) => tokens[units[one.first]?.first ?? 0]?.owner !== 'template');
}

function search(
  found: LookAlike[],
  text: string,
  ends: readonly number[],
  start: number,
  units: readonly Unit[],
  specials: readonly string[],
): void {
  if (!/[<[]/.test(text) && specials.length === 0) return;
  const own = specials.filter((special) => special.length > 2 && text.includes(special));
  const pattern = own.length ? new RegExp(`${own.map(literally).join('|')}|${SPELLING.source}`, 'gu') : SPELLING;
  let index = 0;
  for (const match of text.matchAll(pattern)) {
    while ((ends[index] ?? text.length) <= match.index) index++;
    const first = start + index;
    while ((ends[index] ?? text.length) < match.index + match[0].length) index++;
    const end = start + index + 1;
    const tokens = units.slice(first, end).reduce((sum, unit) => sum + unit.count, 0);
    found.push({ first, end, text: match[0], tokens });
  }
}

function literally(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
