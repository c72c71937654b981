/** How full the window is: one bar true to scale, one of what is used by owner, and the counts in words. */
import type { Owner } from '#domain/tokens/token';
import { useLanguage } from '../i18n/language.tsx';
import { ownerName } from './owner-name.ts';
import { OWNERS } from './section.ts';

/** Month or day, ISO, and who says so. */
export type KnowsUntil = { day: string; source: string };

type Props = { used: number; limit?: number | undefined; owners: Record<Owner, number>; knowsUntil?: KnowsUntil | undefined };

export function Gauge({ used, limit, owners, knowsUntil }: Props) {
  const words = useLanguage();
  const { t, rich, format } = words;
  const strong = <strong className="font-semibold text-ink">{format.decimal.format(used)}</strong>;
  const share = limit ? used / limit : 0;
  const present = OWNERS.filter((owner) => owners[owner] > 0);
  return (
    <div className="border-b border-hairline px-[18px] pt-4 pb-3.5 text-[12.5px] text-muted">
      <p className="flex justify-between gap-3">
        <span>
          {limit === undefined ? rich('inside.windowUnknown', { used: strong }) : rich('inside.window', { used: strong, limit })}
        </span>
        {knowsUntil !== undefined && (
          <span title={t('inside.knowsUntilSource', { source: knowsUntil.source })}>
            {rich('inside.knowsUntil', {
              date: <strong className="font-semibold text-ink">{format.month(Date.parse(knowsUntil.day))}</strong>,
            })}{' '}
            <span className="pill bg-surface">{knowsUntil.source}</span>
          </span>
        )}
      </p>
      {/* biome-ignore lint/a11y/useSemanticElements: browsers draw a meter element their own way */}
      <div
        role="meter"
        aria-label={t('inside.windowShare', { share: format.share(share) })}
        aria-valuemin={0}
        aria-valuemax={limit ?? used}
        aria-valuenow={Math.min(used, limit ?? used)}
        className="mt-2 h-[3px] overflow-hidden rounded-full bg-hairline"
      >
        <div
          className="h-full rounded-full bg-accent"
          style={{ width: `${100 * Math.min(1, share)}%`, minWidth: used > 0 ? 3 : 0 }}
        />
      </div>
      <div aria-hidden className="mt-1.5 flex h-[10px] gap-px overflow-hidden rounded-[4px] border border-hairline bg-rail">
        {present.map((owner) => (
          <div key={owner} className={`tint-${owner} bg-(--tint-2)`} style={{ flexGrow: owners[owner], flexBasis: 0 }} />
        ))}
      </div>
      {present.length > 0 && (
        <ul aria-label={t('inside.ownerBar')} className="mt-2 flex flex-wrap gap-x-3">
          {present.map((owner) => (
            <li key={owner} className="flex items-center gap-1.5">
              <span aria-hidden className={`swatch tint-${owner}`} />
              {t('inside.ownerCount', { owner: ownerName(owner, words), count: owners[owner] })}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
