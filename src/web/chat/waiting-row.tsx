/** An answer that has not begun: who has the word, and what it is busy with. */

import { useEffect, useState } from 'react';
import type { Turn } from '#domain/conversation/turn';
import { useLanguage } from '../i18n/language.tsx';
import { useChat } from './chat-context.ts';
import { resolve } from './model-choice.ts';

export function WaitingRow({ turn }: { turn?: Turn }) {
  const { t, format } = useLanguage();
  const { models, model } = useChat();
  const row = resolve(models.models, turn ? `${turn.asked.vendor}/${turn.asked.model}` : model);
  const waitedMs = useElapsed();
  const { tokens = 0, kept = 0, read = 0, count } = turn?.prompt ?? {};
  const queued = turn?.notices.findLast((notice) => notice.code === 'queued');
  const isReading = tokens > 0 && count === undefined;
  const share = tokens > kept ? (read - kept) / (tokens - kept) : 0;
  const ms = turn ? Date.now() - turn.at : 0;
  const left = share > 0.05 && ms > 1500 ? (ms / share) * (1 - share) : undefined;
  const words = () => {
    if (isReading && left !== undefined) return t('answer.readingLeft', { read, total: tokens, time: format.duration(left) });
    if (isReading) return t('answer.reading', { read, total: tokens });
    if (row?.state === 'loading')
      return t('answer.loading', { model: row.model, time: format.duration(Math.max(1000, waitedMs)) });
    return queued ? t('answer.queued', { place: queued.detail }) : t('answer.waiting');
  };
  return (
    <div className="mx-auto w-full max-w-[680px] py-3 text-[13px] text-muted">
      <span className="flex items-center gap-2.5">
        <span className="size-2 animate-pulse rounded-full bg-accent" aria-hidden />
        {words()}
      </span>
      {isReading && <progress className="bar mt-2 w-48" max={tokens} value={read} aria-label={words()} />}
    </div>
  );
}

/** Whole seconds since this was first drawn, in ms. */
function useElapsed(): number {
  const [elapsed, setElapsed] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => setElapsed((ms) => ms + 1000), 1000);
    return () => clearInterval(timer);
  }, []);
  return elapsed;
}
