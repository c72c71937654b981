/** What a tint means: the steps of probability with the button for exact ones, or the counts of a view. */
import type { ReactNode } from 'react';
import { usdOf } from '#domain/money/cost';
import type { Price } from '#domain/money/price';
import { useLanguage } from '../i18n/language.tsx';
import type { Fate } from './row-difference.ts';
import { picoUsdOf, type RowKinds } from './row-money.ts';
import type { View } from './view.ts';

type Props = {
  view: View;
  /** Absent where probabilities cannot be computed again. */
  exact?: { state: 'none' | 'running' | 'done'; ask: () => void } | undefined;
  cost: RowKinds;
  /** Of the model; absent where none is known. */
  price?: Price | undefined;
  change?: Record<Fate | 'gone', number> | undefined;
};

export function TintBar({ view, exact, cost, price, change }: Props) {
  const { t } = useLanguage();
  const money = (kind: keyof RowKinds) => {
    const only = { kept: 0, read: 0, written: 0, [kind]: cost[kind] };
    const pico = price && picoUsdOf(only, price, cost.kept + cost.read);
    return pico !== undefined && <span className="text-second">${usdOf(pico)}</span>;
  };
  if (view === 'owner') return null;
  return (
    <div className="flex min-h-8 flex-wrap items-center gap-x-3 px-[18px] pt-2 text-[12px] text-muted">
      {view === 'probability' && (
        <>
          <span
            role="img"
            aria-label={t('inside.likelyScale')}
            title={t('inside.likelyScale')}
            className="flex items-center gap-1.5"
          >
            <span aria-hidden>{t('inside.likely')}</span>
            {[0, 1, 2, 3, 4, 5].map((step) => (
              <span key={step} className={`swatch tint-p${step}`} />
            ))}
            <span aria-hidden>{t('inside.unlikely')}</span>
          </span>
          <span className="flex-1" />
          {exact?.state === 'done' && <span>{t('inside.exactDone')}</span>}
          {exact && exact.state !== 'done' && (
            <button
              type="button"
              title={t('inside.exactWhy')}
              disabled={exact.state === 'running'}
              onClick={exact.ask}
              className="pill bg-surface hover:border-muted hover:text-ink"
            >
              {exact.state === 'running' ? t('inside.exactRunning') : t('inside.exact')}
            </button>
          )}
        </>
      )}
      {view === 'cost' && (
        <>
          <Swatch tint="kept" title={t('inside.keptWhy')}>
            {t('inside.kept', { count: cost.kept })}
            {money('kept')}
          </Swatch>
          <Swatch tint="read">
            {t('inside.read', { count: cost.read })}
            {money('read')}
          </Swatch>
          <Swatch tint="written">
            {t('inside.written', { count: cost.written })}
            {money('written')}
          </Swatch>
        </>
      )}
      {view === 'change' && change && (
        <>
          <Swatch tint="kept">{t('inside.same', { count: change.kept })}</Swatch>
          {change.moved > 0 && <Swatch tint="moved">{t('inside.moved', { count: change.moved })}</Swatch>}
          <Swatch tint="new">{t('inside.new', { count: change.new })}</Swatch>
          {cost.written > 0 && <Swatch tint="unknown">{t('inside.written', { count: cost.written })}</Swatch>}
          {change.gone > 0 && <span>{t('inside.gone', { count: change.gone })}</span>}
        </>
      )}
    </div>
  );
}

function Swatch({ tint, title, children }: { tint: string; title?: string; children: ReactNode }) {
  return (
    <span className="flex items-center gap-1.5" title={title}>
      <span aria-hidden className={`swatch tint-${tint}`} />
      {children}
    </span>
  );
}
