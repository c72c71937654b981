/** `‹ 2/3 ›`: the versions that stand at one place of the thread. The focus goes with the person to the other version. */
import { ChevronLeft, ChevronRight } from 'lucide-react';
import { useEffect, useMemo, useRef } from 'react';
import type { Message } from '#domain/conversation/message';
import { siblingsOf } from '#domain/conversation/thread';
import { useLanguage } from '../i18n/language.tsx';
import { useChat } from './chat-context.ts';

type Way = 'previous' | 'next';
/** The button that was pressed, until the version it leads to is drawn. */
let pressed: { message: string; way: Way } | undefined;

export function BranchSwitch({ message }: { message: Message }) {
  const { t } = useLanguage();
  const { view, actions } = useChat();
  const messages = view.thread?.messages;
  const siblings = useMemo(() => (messages ? siblingsOf(messages, message) : []), [messages, message]);
  const buttons = useRef<Record<Way, HTMLButtonElement | null>>({ previous: null, next: null });
  useEffect(() => {
    if (pressed?.message !== message.id) return;
    const { previous, next } = buttons.current;
    const wanted = buttons.current[pressed.way];
    pressed = undefined;
    (wanted?.disabled ? (previous?.disabled ? next : previous) : wanted)?.focus({ preventScroll: true });
  }, [message.id]);
  if (siblings.length < 2) return null;
  const at = siblings.findIndex((other) => other.id === message.id);
  const label = message.role === 'user' ? 'question.branches' : 'answer.branches';
  const button = (way: Way, to: Message | undefined) => (
    <button
      ref={(element) => {
        buttons.current[way] = element;
      }}
      type="button"
      className="icon-button h-7 w-6 disabled:opacity-40"
      aria-label={t(`answer.${way}`)}
      disabled={!to}
      onClick={() => {
        if (!to) return;
        pressed = { message: to.id, way };
        actions.switchTo(to.id);
      }}
    >
      {way === 'previous' ? (
        <ChevronLeft size={14} strokeWidth={1.6} aria-hidden />
      ) : (
        <ChevronRight size={14} strokeWidth={1.6} aria-hidden />
      )}
    </button>
  );
  return (
    <span className="flex items-center text-[12.5px] text-muted">
      {button('previous', siblings[at - 1])}
      <span role="img" aria-label={t(label, { at: at + 1, count: siblings.length })}>
        {at + 1}/{siblings.length}
      </span>
      {button('next', siblings[at + 1])}
    </span>
  );
}
