/** The sums at the foot of the panel, each with how surely it is known. */
import type { ReactNode } from 'react';
import type { Turn } from '#domain/conversation/turn';
import { usdOf } from '#domain/money/cost';
import type { Count, Grade } from '#domain/money/usage';
import { useLanguage } from '../i18n/language.tsx';
import { meteredCounts } from './metered-count.ts';
import { gradeName } from './owner-name.ts';

type Props = {
  turn: Turn | undefined;
  /** Tokens of the row as it is drawn, and of its prompt. */
  row: number;
  prompt: number;
  grade: Grade;
  /** Bare name of the token that handed the word back. */
  endToken?: string | undefined;
};

export function Foot({ turn, row, prompt, grade, endToken }: Props) {
  const words = useLanguage();
  const { t, format } = words;
  const metered = meteredCounts(turn);
  // A vendor's count has no end token; what is computed here has it, as the line under the answer says.
  const isMetered = metered.completion !== undefined;
  const completion = row - prompt - (endToken !== undefined && isMetered ? 1 : 0);
  const withEnd = endToken === undefined ? '' : t('inside.with', { token: endToken });
  const line = (name: string, value: ReactNode, ...labels: string[]) => (
    <div className="flex items-center gap-2">
      <dt className="flex flex-1 items-baseline gap-1.5">
        {name}
        {labels.map(
          (label) =>
            label !== '' && (
              <span key={label} className="pill bg-surface">
                {label}
              </span>
            ),
        )}
      </dt>
      <dd className="tabular-nums">{value}</dd>
    </div>
  );
  const count = (name: string, ours: number, given: Count | undefined, label = '') => {
    const shown = given ?? { value: ours, grade };
    const value = format.decimal.format(shown.value);
    return line(
      name,
      given ? <Metered value={value} ours={ours} residual={given.value - ours} /> : value,
      gradeName(shown, words),
      label,
    );
  };
  return (
    <dl className="border-t border-hairline bg-paper px-[18px] py-3 text-[12.5px] leading-[1.75] text-muted [&_dd]:text-second">
      {count(t('inside.prompt'), prompt, metered.prompt)}
      {(completion > 0 || turn) && count(t('inside.completion'), completion, metered.completion, isMetered ? '' : withEnd)}
      {line(t('inside.visible'), format.decimal.format(row), withEnd)}
      {turn?.cost && line(t('inside.cost'), <CostText turn={turn} />, turn.cost.kind === 'local' ? t('inside.local') : '')}
    </dl>
  );
}

/** A vendor's count with what it has beyond ours: its residual, which may be none. */
function Metered({ value, ours, residual }: { value: string; ours: number; residual: number }) {
  const { t, format } = useLanguage();
  const sign = residual > 0 ? '+' : '\u2212';
  const text =
    residual === 0
      ? t('inside.residualNone')
      : t('inside.residual', { ours, residual: sign + format.decimal.format(Math.abs(residual)) });
  return (
    <>
      <span className="text-muted" title={t('inside.residualWhy')}>
        {text}
      </span>{' '}
      {value}
    </>
  );
}

function CostText({ turn }: { turn: Turn }) {
  const { t } = useLanguage();
  const { cost } = turn;
  if (!cost) return null;
  if (cost.kind === 'local') return t('inside.free');
  if (cost.kind === 'unknown') return <span title={cost.because}>{t('inside.costUnknown')}</span>;
  return `$${usdOf(cost.picoUsd)}`;
}
