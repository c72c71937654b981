/** All that is needed to check one turn's figures: each with where it comes from. */
import type { ReactNode } from 'react';
import type { Turn } from '#domain/conversation/turn';
import { useLanguage } from '../i18n/language.tsx';
import { useChat } from './chat-context.ts';
import { bySnapshot } from './model-choice.ts';
import { figuresOf } from './turn-figures.ts';

export function Receipt({ turn }: { turn: Turn }) {
  const { t, format } = useLanguage();
  const { models } = useChat();
  const { input, kept, output, firstTokenMs, totalMs, rate } = figuresOf(turn);
  const snapshot = turn.answeredBy?.snapshot;
  const name = bySnapshot(models.models, snapshot)?.model;
  const grade = turn.usage && <span className="pill">{t('grade.exact')}</span>;
  const number = (value: number) => format.decimal.format(value);
  return (
    <div className="text-[13px]">
      <h3 className="pb-2 font-semibold">{t('receipt.title')}</h3>
      <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1">
        <Line name={t('receipt.asked')}>
          {turn.asked.vendor}/{turn.asked.model}
        </Line>
        {name !== undefined && <Line name={t('receipt.answered')}>{name}</Line>}
        {snapshot !== undefined && (
          <Line name={t('receipt.snapshot')}>
            <span className="font-mono text-[11.5px] break-all">{snapshot}</span>
          </Line>
        )}
        <Line name={t('receipt.at')}>{format.moment(turn.at)}</Line>
        {input !== undefined && (
          <Line name={t('receipt.prompt')}>
            {number(input)} {grade}
          </Line>
        )}
        {input !== undefined && kept !== undefined && kept > 0 && (
          <Line name={t('receipt.kept')}>
            {number(kept)} / {number(input)}
          </Line>
        )}
        {output !== undefined && (
          <Line name={t('receipt.answer')}>
            {number(output)} {grade}
          </Line>
        )}
        <Line name={t('receipt.window')}>
          {number(turn.window.used + (output ?? 0))} / {number(turn.window.limit)}
        </Line>
        {firstTokenMs !== undefined && (
          <Line name={t('receipt.first')}>
            {format.duration(firstTokenMs)} <span className="pill">{t('grade.measured')}</span>
          </Line>
        )}
        {totalMs !== undefined && <Line name={t('receipt.total')}>{format.duration(totalMs)}</Line>}
        {rate !== undefined && output !== undefined && firstTokenMs !== undefined && totalMs !== undefined && (
          <Line name={t('receipt.rate')}>
            {format.rate(rate)}
            <span className="block text-muted">
              {t('receipt.rateWhy', { tokens: output - 1, time: format.duration(totalMs - firstTokenMs) })}
            </span>
          </Line>
        )}
        {turn.cost?.kind === 'local' && <Line name={t('receipt.cost')}>{t('receipt.free')}</Line>}
        {Object.keys(turn.settings).length > 0 && (
          <Line name={t('receipt.settings')}>
            <span className="font-mono text-[12px]">
              {Object.entries(turn.settings)
                .map(([key, value]) => `${key} ${Array.isArray(value) ? JSON.stringify(value) : value}`)
                .join(' · ')}
            </span>
          </Line>
        )}
        {turn.notices.map((notice) => (
          <Line key={`${notice.code}${notice.detail}`} name={notice.code}>
            {notice.detail}
          </Line>
        ))}
      </dl>
      {turn.usage !== undefined && (
        <details className="pt-3">
          <summary className="text-muted">{t('receipt.raw')}</summary>
          <pre className="overflow-x-auto pt-1 font-mono text-[11.5px]">{JSON.stringify(turn.usage, null, 1)}</pre>
        </details>
      )}
    </div>
  );
}

function Line({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt className="text-muted">{name}</dt>
      <dd className="min-w-0 text-right">{children}</dd>
    </>
  );
}
