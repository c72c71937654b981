/** What a tint means: the steps of probability with the button for exact ones, or the counts of a view. */
import type { ReactNode } from 'react';
import { useLanguage } from '../i18n/language.tsx';
import type { Fate } from './row-difference.ts';
import type { View } from './view.ts';

type Props = {
  view: View;
  /** Absent where probabilities cannot be computed again. */
  exact?: { state: 'none' | 'running' | 'done'; ask: () => void } | undefined;
  cost: { kept: number; read: number; written: number };
  change?: Record<Fate | 'gone', number> | undefined;
};

export function TintBar({ view, exact, cost, change }: Props) {
  const { t } = useLanguage();
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
          </Swatch>
          <Swatch tint="read">{t('inside.read', { count: cost.read })}</Swatch>
          <Swatch tint="written">{t('inside.written', { count: cost.written })}</Swatch>
        </>
      )}
      {view === 'change' && change && (
        <>
          <Swatch tint="kept">{t('inside.same', { count: change.kept })}</Swatch>
          {change.moved > 0 && <Swatch tint="moved">{t('inside.moved', { count: change.moved })}</Swatch>}
          <Swatch tint="new">{t('inside.new', { count: change.new })}</Swatch>
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
