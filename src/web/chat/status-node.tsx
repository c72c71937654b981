/** What a screen reader hears of an answer: its start, a count every few seconds, its end. Never the stream itself. */
import { useEffect, useRef, useState } from 'react';
import { useLanguage } from '../i18n/language.tsx';
import { useLiveTurn } from '../live/live-turns.ts';
import { useChat } from './chat-context.ts';
import { figuresOf } from './turn-figures.ts';

const EVERY_MS = 5000;
/** A model that is ready begins sooner. */
const LOADING_MS = 1000;
/** Followed turns whose end was told: a thread that is opened again keeps silent. */
const told = new Set<string>();

export function StatusNode() {
  const { t } = useLanguage();
  const { view } = useChat();
  const turn = useLiveTurn(view.last?.turn)?.turn;
  const [said, setSaid] = useState('');
  const latest = useRef(turn);
  latest.current = turn;
  const status = turn?.status;
  const hasBegun = turn?.parts.some((part) => part.text !== '');

  useEffect(() => {
    const now = latest.current;
    if (!now || status === undefined) return;
    if (status === 'running') {
      if (!hasBegun) return; // It is loading, in the queue or reading.
      setSaid(t('status.started'));
      const timer = setInterval(() => {
        const { output } = latest.current ? figuresOf(latest.current) : {};
        if (output !== undefined) setSaid(t('status.progress', { count: output }));
      }, EVERY_MS);
      return () => clearInterval(timer);
    }
    if (told.has(now.turn)) return;
    told.add(now.turn);
    if (status === 'failed') setSaid(t('status.failed'));
    else if (status === 'interrupted') setSaid(t('answer.interrupted'));
    else if (status === 'stopped') setSaid(t('status.stopped'));
    else setSaid(t('status.ended', { count: figuresOf(now).output ?? 0 }));
  }, [status, hasBegun, t]);

  const isWaiting = view.running !== undefined && turn === undefined;
  useEffect(() => {
    if (!isWaiting) return;
    const timer = setTimeout(() => setSaid(t('status.loading')), LOADING_MS);
    return () => clearTimeout(timer);
  }, [isWaiting, t]);

  return (
    <p role="status" className="sr-only">
      {said}
    </p>
  );
}
