/**
 * The caret: moves from token to token, and from line to line to what stands nearest. Pure; knows no keyboard but
 * the names of keys.
 */
import { type Fragment, fragmentsOf, type Layout, lineOfUnit } from './layout.ts';
import { type Unit, unitOfToken } from './unit.ts';

/** Lines that Page Up and Page Down pass. */
const PAGE = 12;

/**
 * The position in the row after a key, or undefined when the key moves no caret. `position` is a token's; a unit of
 * several tokens is passed token by token. With no caret yet, any of the keys begins at the first token.
 */
export function moveCaret(layout: Layout, units: readonly Unit[], position: number | undefined, key: string): number | undefined {
  const last = lastPosition(units);
  if (last < 0) return undefined;
  const at = position ?? -1;
  switch (key) {
    case 'ArrowRight':
      return Math.min(last, at + 1);
    case 'ArrowLeft':
      return Math.max(0, at - 1);
    case 'ArrowDown':
      return byLines(layout, units, position, 1);
    case 'ArrowUp':
      return byLines(layout, units, position, -1);
    case 'PageDown':
      return byLines(layout, units, position, PAGE);
    case 'PageUp':
      return byLines(layout, units, position, -PAGE);
    case 'Home':
      return position === undefined ? 0 : edgeOfLine(layout, units, position, 0);
    case 'End':
      return position === undefined ? 0 : edgeOfLine(layout, units, position, -1);
    case 'Ctrl+Home':
      return 0;
    case 'Ctrl+End':
      return last;
    default:
      return undefined;
  }
}

function lastPosition(units: readonly Unit[]): number {
  const unit = units.at(-1);
  return unit ? unit.first + unit.count - 1 : -1;
}

function edgeOfLine(layout: Layout, units: readonly Unit[], position: number, at: 0 | -1): number {
  const line = layout.lines[lineOfUnit(layout, unitOfToken(units, position))];
  const unit = units[line ? (at === 0 ? line.unit : line.end - 1) : 0];
  return unit ? unit.first + (at === 0 ? 0 : unit.count - 1) : position;
}

function byLines(layout: Layout, units: readonly Unit[], position: number | undefined, by: number): number {
  if (position === undefined) return 0;
  const index = unitOfToken(units, position);
  const line = lineOfUnit(layout, index);
  const on = (at: number) => {
    const found = layout.lines[at];
    return found ? fragmentsOf(layout, found, units) : [];
  };
  const own = on(line).find((fragment) => fragment.unit === index);
  const near = nearest(on(textLine(layout, line, by)), own ? own.x + own.width / 2 : 0);
  return units[near ?? index]?.first ?? position;
}

/** The line so many lines of tokens away; headings are not counted. The first or last one when there are fewer. */
function textLine(layout: Layout, from: number, by: number): number {
  const step = Math.sign(by);
  let found = from;
  let left = Math.abs(by);
  for (let at = from + step; left > 0 && at >= 0 && at < layout.lines.length; at += step) {
    if (layout.lines[at]?.heading) continue;
    found = at;
    left--;
  }
  return found;
}

function nearest(fragments: readonly Fragment[], x: number): number | undefined {
  let best: number | undefined;
  let distance = Number.POSITIVE_INFINITY;
  for (const fragment of fragments) {
    const away = Math.abs(fragment.x + fragment.width / 2 - x);
    if (away < distance) {
      distance = away;
      best = fragment.unit;
    }
  }
  return best;
}
