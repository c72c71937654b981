/**
 * The thread's messages, of which only those in sight are in the document. The end stays in sight while an answer
 * grows, unless a person has scrolled away from it.
 */
import { Link } from '@tanstack/react-router';
import { useVirtualizer } from '@tanstack/react-virtual';
import { ArrowDown } from 'lucide-react';
import { useEffect, useMemo, useRef, useState } from 'react';
import type { Message } from '#domain/conversation/message';
import { reasonOf } from '../api/client.ts';
import { useLanguage } from '../i18n/language.tsx';
import { AnswerRow } from './answer-row.tsx';
import { useChat } from './chat-context.ts';
import { NEW } from './draft.ts';
import { LoadingRow } from './loading-row.tsx';
import { QuestionRow } from './question-row.tsx';
import { StatusNode } from './status-node.tsx';
import { SystemRow } from './system-row.tsx';
import { WaitingRow } from './waiting-row.tsx';

type Row = { key: string; message?: Message; pending?: string };

const QUESTION_PX = 90;
const ANSWER_PX = 260;

export function Transcript({ message }: { message: string | undefined }) {
  const { t } = useLanguage();
  const { view, actions } = useChat();
  const { path, state, error } = view;
  const rows = useMemo(
    () => rowsOf(path, actions.pending?.thread === (view.id ?? NEW) ? actions.pending : undefined),
    [path, actions.pending, view.id],
  );
  const scroller = useRef<HTMLDivElement>(null);
  const [isAway, setAway] = useState(false);
  const list = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => (rows[index]?.message?.role === 'assistant' ? ANSWER_PX : QUESTION_PX),
    getItemKey: (index) => rows[index]?.key ?? index,
    overscan: 2,
    paddingStart: 28,
    paddingEnd: 40,
    anchorTo: 'end',
    followOnAppend: true,
    scrollEndThreshold: 60,
    initialOffset: () => Number.MAX_SAFE_INTEGER,
  });
  useScrollTo(message, rows, list.scrollToIndex);

  const height = list.getTotalSize();
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is read follows from it; at the top nothing scrolls when rows go
  useEffect(() => {
    if (scroller.current) setAway(isFarFromEnd(scroller.current));
  }, [height]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when the thread has come
  useEffect(() => {
    if (state === 'ready' && message === undefined) list.scrollToEnd();
  }, [state]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: what a person has just sent is shown, wherever they were
  useEffect(() => {
    if (actions.pending) list.scrollToEnd();
  }, [actions.pending !== undefined]);

  if (state === 'failed')
    return (
      <div role="alert" className="flex-1 p-6 text-center text-second">
        <p>{t('chat.loadFailed', { reason: reasonOf(error) })}</p>
        <Link to="/" className="button mt-4 inline-block">
          {t('app.newChat')}
        </Link>
      </div>
    );
  return (
    <div className="relative min-h-0 flex-1">
      <div
        ref={scroller}
        role="log"
        aria-live="off"
        aria-label={t('chat.transcript')}
        aria-busy={state === 'loading'}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
        tabIndex={0}
        className="h-full overflow-y-auto [overflow-anchor:none] [scrollbar-gutter:stable_both-edges] focus-visible:outline-offset-[-2px]"
        onScroll={({ currentTarget }) => setAway(isFarFromEnd(currentTarget))}
      >
        <div className="relative w-full" style={{ height }}>
          {list.getVirtualItems().map((item) => {
            const row = rows[item.index];
            return (
              <div
                key={item.key}
                ref={list.measureElement}
                data-index={item.index}
                className="absolute inset-x-0 top-0 px-4 sm:px-5"
                style={{ transform: `translateY(${item.start}px)` }}
              >
                {row && <RowElement row={row} />}
              </div>
            );
          })}
        </div>
      </div>
      {state === 'loading' && rows.length === 0 && <LoadingRow />}
      {isAway && (
        <button
          type="button"
          onClick={() => {
            scroller.current?.focus({ preventScroll: true }); // The button goes.
            list.scrollToEnd();
          }}
          className="button absolute bottom-3 left-1/2 -translate-x-1/2 rounded-full text-[13px] shadow-float"
        >
          <ArrowDown size={14} strokeWidth={1.6} aria-hidden />
          {t('chat.toEnd')}
        </button>
      )}
      <StatusNode />
    </div>
  );
}

const isFarFromEnd = ({ scrollHeight, scrollTop, clientHeight }: Element): boolean =>
  scrollHeight - scrollTop - clientHeight > 240;

function RowElement({ row: { message, pending } }: { row: Row }) {
  if (!message) return pending === undefined ? <WaitingRow /> : <QuestionRow text={pending} />;
  if (message.role === 'user') return <QuestionRow message={message} />;
  return message.role === 'system' ? <SystemRow message={message} /> : <AnswerRow message={message} />;
}

/** The path, with the question that is on its way to the server in its place. */
function rowsOf(path: readonly Message[], pending: { after?: string; text?: string } | undefined): Row[] {
  const rows: Row[] = path.map((message) => ({ key: message.id, message }));
  if (!pending) return rows;
  const kept = rows.slice(0, path.findIndex((message) => message.id === pending.after) + 1);
  const question = pending.text === undefined ? [] : [{ key: 'pending-question', pending: pending.text }];
  return [...kept, ...question, { key: 'pending-answer' }];
}

/** Scrolls to the message that a search found, once it is there. */
function useScrollTo(
  message: string | undefined,
  rows: Row[],
  scrollToIndex: (index: number, options: { align: 'center' }) => void,
) {
  const { view, actions } = useChat();
  const done = useRef<string>(undefined);
  useEffect(() => {
    if (message === undefined || done.current === message || view.state !== 'ready') return;
    done.current = message;
    const at = rows.findIndex((row) => row.key === message);
    if (at >= 0) scrollToIndex(at, { align: 'center' });
    else if (view.thread?.messages.some((other) => other.id === message)) {
      done.current = undefined;
      actions.switchTo(message);
    }
  }, [message, rows, view, actions, scrollToIndex]);
}
