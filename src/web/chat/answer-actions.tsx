/** What can be done with an answer: quiet until the pointer or the focus is near. */
import { Check, Copy, RotateCw, ScanEye } from 'lucide-react';
import type { Message } from '#domain/conversation/message';
import type { Turn } from '#domain/conversation/turn';
import { useLanguage } from '../i18n/language.tsx';
import { MenuButton, MenuItem } from '../shell/popover-button.tsx';
import { useCopy } from '../shell/use-copy.ts';
import { BranchSwitch } from './branch-switch.tsx';
import { useChat } from './chat-context.ts';
import { focusComposer } from './composer-focus.ts';
import { bySnapshot, choosable, isHere, nameOf } from './model-choice.ts';

export function AnswerActions({ message, turn, text }: { message: Message; turn: Turn; text: string }) {
  const { t } = useLanguage();
  const { lookInside, view } = useChat();
  const { hasCopied, copy } = useCopy();
  const isLast = view.path.at(-1)?.id === message.id;
  return (
    <div
      className={`ml-auto flex items-center transition-opacity duration-100 group-focus-within:opacity-100 group-hover:opacity-100 has-[[role=img]]:opacity-100 has-aria-expanded:opacity-100 pointer-coarse:opacity-100 max-sm:ml-0 ${isLast ? '' : 'opacity-0'}`}
    >
      <BranchSwitch message={message} />
      <button
        type="button"
        className="icon-button"
        aria-label={hasCopied ? t('app.copied') : t('answer.copy')}
        title={t('answer.copy')}
        onClick={() => copy(text)}
      >
        {hasCopied ? <Check size={15} strokeWidth={1.6} aria-hidden /> : <Copy size={15} strokeWidth={1.6} aria-hidden />}
      </button>
      {message.parent !== undefined && view.running === undefined && <RetryMenu question={message.parent} turn={turn} />}
      <button
        type="button"
        className="icon-button"
        aria-label={t('answer.inside')}
        title={t('answer.inside')}
        onClick={() => lookInside(turn.turn)}
      >
        <ScanEye size={15} strokeWidth={1.6} aria-hidden />
      </button>
    </div>
  );
}

function RetryMenu({ question, turn }: { question: string; turn: Turn }) {
  const { t } = useLanguage();
  const { actions, models } = useChat();
  const answered = bySnapshot(models.models, turn.answeredBy?.snapshot);
  const others = choosable(models.models).filter((model) => isHere(model) && model !== answered);
  return (
    <MenuButton
      label={t('answer.retry')}
      face={<RotateCw size={15} strokeWidth={1.6} aria-hidden />}
      align="end"
      className="icon-button"
    >
      {(close) => {
        const ask = (model?: string) => () => {
          focusComposer();
          close();
          actions.retry(question, model);
        };
        return (
          <>
            <MenuItem onSelect={ask(answered && nameOf(answered))}>{t('answer.again')}</MenuItem>
            {others.map((model) => (
              <MenuItem key={nameOf(model)} onSelect={ask(nameOf(model))}>
                {t('answer.againWith', { model: model.model })}
              </MenuItem>
            ))}
          </>
        );
      }}
    </MenuButton>
  );
}
