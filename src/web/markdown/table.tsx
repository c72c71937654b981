/** A table; where it is wider than the text column it scrolls by itself, by keyboard too. */
import type { Token, Tokens } from 'marked';
import type { ReactNode } from 'react';
import { useLanguage } from '../i18n/language.tsx';

export function Table({ table, draw }: { table: Tokens.Table; draw: (tokens: Token[]) => ReactNode }) {
  const { t } = useLanguage();
  const style = (at: number) => ({ textAlign: table.align[at] ?? undefined });
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    // biome-ignore lint/a11y/useSemanticElements: a section would become a landmark all the same
    <div className="table-frame" tabIndex={0} role="region" aria-label={t('markdown.table')}>
      <table>
        <thead>
          <tr>
            {table.header.map((cell, at) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: cells have no identity but their place
              <th key={at} style={style(at)}>
                {draw(cell.tokens)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {table.rows.map((row, line) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: rows have no identity but their place
            <tr key={line}>
              {row.map((cell, at) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: cells have no identity but their place
                <td key={at} style={style(at)}>
                  {draw(cell.tokens)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
