/** One line of tokens, drawn again only when something of it changed. */
import { memo } from 'react';
import type { RowToken } from '#domain/tokens/token';
import { RETURN_SIGN } from './glyph.ts';
import { fragmentsOf, type Layout, type Line } from './layout.ts';
import type { Unit } from './unit.ts';
import { tintName, type View, type ViewFacts } from './view.ts';

export type LineViewProps = {
  line: Line;
  layout: Layout;
  units: readonly Unit[];
  tokens: readonly RowToken[];
  view: View;
  facts: ViewFacts;
  /** The unit with the caret, and the one under the pointer, when they are on this line. */
  caret?: number | undefined;
  hover?: number | undefined;
  /** Units of this row that spell a special token and are none. */
  alikes: ReadonlySet<number>;
  /** The words for a token; always the same function, so that lines are not drawn again when the row grows. */
  label: (unit: Unit) => string;
};

export const LineView = memo(function LineView({
  line,
  layout,
  units,
  tokens,
  view,
  facts,
  caret,
  hover,
  alikes,
  label,
}: LineViewProps) {
  return (
    <div role="presentation" className="token-line token-text" style={{ top: line.top }}>
      {fragmentsOf(layout, line, units).map((fragment) => {
        const unit = units[fragment.unit];
        if (!unit) return null;
        return (
          <span
            key={`${fragment.unit}/${fragment.opens}`}
            {...(fragment.opens
              ? {
                  role: 'option',
                  id: `token-${unit.first}`,
                  // Only the caret's token is told in words: making them for each of hundreds of runs took half of a scroll's time.
                  ...((caret === fragment.unit || isBlank(unit.text)) && { 'aria-label': label(unit) }),
                  ...(caret === fragment.unit && { 'aria-selected': true }),
                }
              : { role: 'presentation' })}
            data-unit={fragment.unit}
            data-step={unit.step}
            data-opens={fragment.opens || undefined}
            data-closes={fragment.closes || undefined}
            data-caret={caret === fragment.unit || undefined}
            data-hover={hover === fragment.unit || undefined}
            data-alike={alikes.has(fragment.unit) || undefined}
            className={`token tint-${tintName(view, unit, tokens, facts)}${unit.kind === 'special' ? ' token-pill' : ''}`}
          >
            {unit.kind === 'text' && fragment.glyphs.includes(RETURN_SIGN) ? (
              <Signed glyphs={fragment.glyphs} />
            ) : (
              fragment.glyphs
            )}
          </span>
        );
      })}
    </div>
  );
});

/** A token of white space alone has no name that could be heard. */
function isBlank(text: string): boolean {
  return text.trim() === '';
}

/** Return signs are quieter than letters. */
function Signed({ glyphs }: { glyphs: string }) {
  const at = glyphs.indexOf(RETURN_SIGN);
  return (
    <>
      {glyphs.slice(0, at)}
      <span className="token-sign">{glyphs.slice(at)}</span>
    </>
  );
}
