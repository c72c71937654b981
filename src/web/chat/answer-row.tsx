/** An answer: its words as they come, the token that hands the word back, its line of figures, and what can be done with it. */
import { useEffect } from 'react';
import type { Message } from '#domain/conversation/message';
import { textOf } from '#domain/conversation/part';
import type { Turn } from '#domain/conversation/turn';
import { useLanguage } from '../i18n/language.tsx';
import { followLive, useLiveTurn } from '../live/live-turns.ts';
import { usePacedText } from '../live/use-paced-text.ts';
import { Markdown } from '../markdown/markdown.tsx';
import { AnswerActions } from './answer-actions.tsx';
import { AnswerEnd } from './answer-end.tsx';
import { AnswerLine } from './answer-line.tsx';
import { useChat } from './chat-context.ts';
import { bareName } from './turn-figures.ts';
import { WaitingRow } from './waiting-row.tsx';

export function AnswerRow({ message }: { message: Message }) {
  const { t } = useLanguage();
  const { view } = useChat();
  const read = message.turn === undefined ? undefined : view.turns.get(message.turn);
  const live = useLiveTurn(message.turn);
  // The thread was read while this turn ran: its message then holds only what stood before the turn.
  const isLive = read?.status === 'running' && live !== undefined;
  const turn = isLive ? (live.turn ?? read) : read;
  const isRunning = turn?.status === 'running';
  const hasBegun = turn?.parts.some((part) => part.text !== ''); // A continued answer has words before its turn has any.
  const whole = textOf(message.parts) + (isLive ? writtenBy(turn) : '');
  const text = usePacedText(whole, isRunning);
  const isDrawn = !isRunning && text.length === whole.length;
  useEffect(() => {
    if (read?.status === 'running') followLive(read.thread, read.turn);
  }, [read]);
  const reasoning = reasoningOf(isLive ? turn : undefined) || reasoningIn(message);
  return (
    <article className="group mx-auto w-full max-w-[680px] pb-6" aria-label={t('chat.model')}>
      <h2 className="sr-only">{t('chat.model')}</h2>
      {reasoning !== '' && (
        <details className="pb-3 text-[13.5px] text-second">
          <summary className="text-muted">{t('answer.thought')}</summary>
          <p className="border-l-2 border-hairline pt-2 pl-3.5 whitespace-pre-wrap">{reasoning}</p>
        </details>
      )}
      {text === '' && isRunning ? (
        <WaitingRow {...(turn && { turn })} />
      ) : (
        <div className={turn?.mode === 'document' ? 'break-words whitespace-pre-wrap' : ''}>
          {turn?.mode === 'document' ? (
            <>
              {text} {isDrawn && <EndToken turn={turn} />}
            </>
          ) : (
            <Markdown text={text} isGrowing={isRunning} tail={isDrawn ? <EndToken turn={turn} /> : undefined} />
          )}
        </div>
      )}
      {text !== '' && turn && isRunning && !hasBegun && <WaitingRow turn={turn} />}
      {live?.isCut && isRunning && <p className="pt-2 text-[13px] text-muted">{t('answer.reconnecting')}</p>}
      {turn && !isRunning && <AnswerEnd turn={turn} question={message.parent} />}
      {turn && (
        <div className="flex min-h-8 flex-wrap items-center gap-x-3 pt-2.5">
          <AnswerLine turn={turn} />
          {!isRunning && <AnswerActions message={message} turn={turn} text={whole} />}
        </div>
      )}
    </article>
  );
}

function EndToken({ turn }: { turn: Turn | undefined }) {
  const { t } = useLanguage();
  if (!turn?.endToken) return null;
  return (
    <span className="pill border-dashed font-mono align-[1px]" title={t('answer.endWhy')}>
      {bareName(turn.endToken.bytes)}
    </span>
  );
}

const writtenBy = (turn: Turn | undefined): string =>
  (turn?.parts ?? []).map((part) => (part.kind === 'text' ? part.text : '')).join('');
const reasoningOf = (turn: Turn | undefined): string =>
  (turn?.parts ?? []).map((part) => (part.kind === 'reasoning' ? part.text : '')).join('');
const reasoningIn = (message: Message): string =>
  message.parts.map((part) => (part.kind === 'reasoning' ? part.text : '')).join('');
