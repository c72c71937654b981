/** The quiet line under an answer: who answered, tokens in and out, what it cost, how fast. Each figure opens its receipt. */
import type { ReactNode } from 'react';
import type { Turn } from '#domain/conversation/turn';
import { useLanguage } from '../i18n/language.tsx';
import { PopoverButton } from '../shell/popover-button.tsx';
import { useChat } from './chat-context.ts';
import { bySnapshot } from './model-choice.ts';
import { Receipt } from './receipt.tsx';
import { figuresOf, shortHash } from './turn-figures.ts';

export function AnswerLine({ turn }: { turn: Turn }) {
  const { t, format } = useLanguage();
  const { input, output, firstTokenMs, rate } = figuresOf(turn);
  const tokens =
    input !== undefined && output !== undefined
      ? t('answer.inOut', { input, output })
      : input !== undefined
        ? t('answer.in', { tokens: input })
        : output !== undefined && t('answer.out', { tokens: output });
  const speed =
    firstTokenMs !== undefined && rate !== undefined
      ? t('answer.speed', { first: format.duration(firstTokenMs), rate: format.rate(rate) })
      : firstTokenMs !== undefined && format.duration(firstTokenMs);
  return (
    <div className="flex flex-wrap items-center gap-x-3 text-[12.5px] text-muted">
      <Figure turn={turn} words={<AnsweredBy turn={turn} />} isQuiet />
      {tokens && <Figure turn={turn} words={tokens} />}
      {turn.cost?.kind === 'local' && <Figure turn={turn} words={t('answer.free')} />}
      {speed && <Figure turn={turn} words={speed} isQuiet />}
    </div>
  );
}

function Figure({ turn, words, isQuiet }: { turn: Turn; words: ReactNode; isQuiet?: boolean }) {
  const { t } = useLanguage();
  return (
    <PopoverButton
      label={t('receipt.title')}
      face={words}
      isNamedByFace
      className={`asks ${isQuiet ? 'asks-quietly' : ''}`}
      popoverClassName="w-[22rem] p-4"
    >
      {() => <Receipt turn={turn} />}
    </PopoverButton>
  );
}

/** `default → smollm2-135m b179c952`: what was asked, what answered. */
export function AnsweredBy({ turn }: { turn: Turn }) {
  const { models } = useChat();
  const snapshot = turn.answeredBy?.snapshot;
  const name = bySnapshot(models.models, snapshot)?.model;
  const answered = [name !== turn.asked.model ? name : undefined, snapshot && shortHash(snapshot)].filter(Boolean).join(' ');
  return (
    <span className="font-mono text-[11.5px]">
      {turn.asked.model}
      {answered !== '' && ` → ${answered}`}
    </span>
  );
}
