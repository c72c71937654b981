/** Why an answer ended, where it did not end by itself: one sentence, and the button that helps. */
import { CornerDownRight, Pencil, RotateCw } from 'lucide-react';
import type { Turn } from '#domain/conversation/turn';
import { useLanguage } from '../i18n/language.tsx';
import { noticeIn, reasonIn } from '../i18n/server-words.ts';
import { useChat } from './chat-context.ts';
import { focusComposer } from './composer-focus.ts';
import { editQuestion } from './edit-last.ts';

export function AnswerEnd({ turn, question }: { turn: Turn; question: string | undefined }) {
  const { t, language } = useLanguage();
  const { actions, view } = useChat();
  const sentence = useSentence(turn);
  const left = turn.window.left.length;
  // What happened on the way; a place in the queue is over.
  const notices = turn.notices.filter((notice) => notice.code !== 'queued');
  if (sentence === undefined && left === 0 && notices.length === 0) return null;
  const isFailed = turn.status === 'failed';
  const hasWords = turn.parts.some((part) => part.text !== '');
  const canContinue =
    (!isFailed || hasWords) && turn.reason !== 'refusal' && turn.reason !== 'filtered' && sentence !== undefined;
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-1 pt-2 text-[13px] text-second">
      {sentence !== undefined && (
        <span role={isFailed ? 'alert' : undefined} className={isFailed ? 'text-danger' : ''}>
          {sentence}
        </span>
      )}
      {left > 0 && <span className="text-muted">{t('answer.left', { count: left })}</span>}
      {notices.map((notice) => (
        <span key={notice.code + notice.detail} className="text-muted">
          {noticeIn(language, notice.code, notice.detail)}
        </span>
      ))}
      {canContinue && view.running === undefined && (
        <button
          type="button"
          className="button text-[13px]"
          onClick={() => {
            focusComposer();
            actions.goOn(turn.turn);
          }}
        >
          <CornerDownRight size={14} strokeWidth={1.6} aria-hidden />
          {t('answer.continue')}
        </button>
      )}
      {turn.error?.kind === 'window-exceeded' && question !== undefined && (
        <button type="button" className="button text-[13px]" onClick={() => editQuestion(question)}>
          <Pencil size={14} strokeWidth={1.6} aria-hidden />
          {t('answer.shorten')}
        </button>
      )}
      {isFailed && turn.error?.retry !== false && question !== undefined && (
        <button
          type="button"
          className="button text-[13px]"
          onClick={() => {
            focusComposer();
            actions.retry(question, turn.answeredBy ? undefined : `${turn.asked.vendor}/${turn.asked.model}`);
          }}
        >
          <RotateCw size={14} strokeWidth={1.6} aria-hidden />
          {t('app.retry')}
        </button>
      )}
    </div>
  );
}

function useSentence(turn: Turn): string | undefined {
  const { t, language } = useLanguage();
  const reason = turn.error && reasonIn(language, turn.error.kind, turn.error.message);
  switch (turn.reason) {
    case 'stopped':
      return t('answer.stopped');
    case 'interrupted':
      return t('answer.interrupted');
    case 'length':
      return t('answer.length');
    case 'window-full':
      return t('answer.windowFull');
    case 'failed':
      return t('answer.failed', { reason: reason ?? '' });
    default:
      return reason;
  }
}
