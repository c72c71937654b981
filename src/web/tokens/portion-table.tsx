/** What each message weighs and costs for the chosen model, as a table. */
import { usdOf } from '#domain/money/cost';
import { sourceOfCount } from '../i18n/count-source.ts';
import { useLanguage } from '../i18n/language.tsx';
import { gradeName, ownerName } from '../inside/owner-name.ts';
import type { Portion } from './portion.ts';

export function PortionTable({ portions, hasPrice }: { portions: readonly Portion[]; hasPrice: boolean }) {
  const words = useLanguage();
  const { t, format } = words;
  return (
    <table className="w-full border-collapse text-[13px] tabular-nums">
      <thead className="text-left text-muted">
        <tr className="border-b border-line">
          <th className="py-1 font-normal">{t('inside.ledgerMessage')}</th>
          <th className="py-1 pl-3 text-right font-normal">{t('tokens.portionTokens')}</th>
          {hasPrice && <th className="py-1 pl-3 text-right font-normal">{t('inside.ledgerMoney')}</th>}
        </tr>
      </thead>
      <tbody>
        {portions.map((portion, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a line is its place
          <tr key={index} className={portion.kind === 'all' ? 'font-semibold' : 'border-b border-hairline'}>
            <th scope="row" className="w-full max-w-0 py-1 text-left font-normal">
              <Name portion={portion} />
            </th>
            <td className="py-1 pl-3 text-right">{format.decimal.format(portion.tokens)}</td>
            {hasPrice && (
              <td className="py-1 pl-3 text-right whitespace-nowrap">
                {portion.picoUsd === undefined ? t('inside.costUnknown') : `$${usdOf(portion.picoUsd)}`}
              </td>
            )}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Name({ portion }: { portion: Portion }) {
  const words = useLanguage();
  const { t, language } = words;
  const { kind, owner, excerpt, image, count } = portion;
  const size = { width: image?.width ?? 0, height: image?.height ?? 0 };
  const text =
    kind === 'message' ? excerpt?.trim() : kind === 'image' ? t('tokens.imageSize', size) : t(`tokens.portion.${kind}`);
  return (
    <span className={`flex items-baseline gap-x-2 ${count ? 'flex-wrap' : ''}`}>
      {owner && <span aria-hidden className={`swatch shrink-0 tint-${owner}`} />}
      {kind === 'message' && owner && <span className="shrink-0 text-muted">{ownerName(owner, words)}</span>}
      <span className={`truncate ${kind === 'all' ? 'font-semibold' : ''}`}>{text}</span>
      {count && (
        <span className="pill shrink-0" title={count.from && sourceOfCount(language, count.from)}>
          {gradeName(count, words)}
        </span>
      )}
    </span>
  );
}
