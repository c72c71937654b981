/** An answer that has not begun: who has the word, and what it is busy with. */
import { useEffect, useRef, useState } from 'react';
import type { Turn } from '#domain/conversation/turn';
import { useLanguage } from '../i18n/language.tsx';
import { useChat } from './chat-context.ts';
import { resolve } from './model-choice.ts';
import { type ReadSoFar, readingLeftMs } from './reading-left.ts';

/** The list of models is asked for every few seconds. */
const UNLOADED_MS = 6000;

export function WaitingRow({ turn }: { turn?: Turn }) {
  const { t, format } = useLanguage();
  const { models, model } = useChat();
  const row = resolve(models.models, turn ? `${turn.asked.vendor}/${turn.asked.model}` : model);
  const now = useNow();
  const [drawn] = useState(now);
  const { tokens = 0, read = 0, count } = turn?.prompt ?? {};
  const queued = turn?.notices.findLast((notice) => notice.code === 'queued');
  const isReading = tokens > 0 && count === undefined;
  const from = useRef<ReadSoFar>(undefined);
  if (isReading) from.current ??= { at: Date.now(), read };
  const left = isReading && from.current ? readingLeftMs(from.current, { at: Date.now(), read }, tokens) : undefined;
  // Nothing is in the window until the file is loaded; the list of models is a moment older than the turn.
  const isLoading = row?.state === 'loading' || (turn?.window.used === 0 && row?.state === 'unloaded');
  // Loading begins within moments: what is not even loading after that waits until another model has answered.
  const waitsForRoom = row?.state === 'unloaded' && now - (turn?.at ?? drawn) > UNLOADED_MS;
  const words = () => {
    if (isReading && left !== undefined) return t('answer.readingLeft', { read, total: tokens, time: format.duration(left) });
    if (isReading) return t('answer.reading', { read, total: tokens });
    if (row && isLoading && waitsForRoom) return t('answer.waitsForRoom', { model: row.model });
    if (row && isLoading)
      return t('answer.loading', { model: row.model, time: format.duration(wholeSeconds(now - (turn?.at ?? drawn))) });
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

/** In ms, and one second at least. */
function wholeSeconds(ms: number): number {
  return 1000 * Math.max(1, Math.floor(ms / 1000));
}

/** The time, looked at each second. */
function useNow(): number {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(timer);
  }, []);
  return now;
}
