/** What a person wrote, exactly as it was typed; copied, or edited as a branch, at its place. */
import { Check, Copy, Pencil } from 'lucide-react';
import { useEffect, useRef } from 'react';
import type { Message } from '#domain/conversation/message';
import { textOf } from '#domain/conversation/part';
import { type FieldHandle, LONG } from '../field/field-props.ts';
import { TextField } from '../field/text-field.tsx';
import { useLanguage } from '../i18n/language.tsx';
import { TextBlocks } from '../inside/long-text.tsx';
import { useCopy } from '../shell/use-copy.ts';
import { BranchSwitch } from './branch-switch.tsx';
import { useChat } from './chat-context.ts';
import { focusComposer } from './composer-focus.ts';
import { changeEdit, draftOf, NEW, useDraftPart } from './draft.ts';
import { useEditLast } from './edit-last.ts';

/** Without `message` it is on its way to the server. */
export function QuestionRow({ message, text = textOf(message?.parts ?? []) }: { message?: Message; text?: string }) {
  const { t } = useLanguage();
  const { id = NEW } = useChat().view;
  const edited = useDraftPart(id, ({ edits }) => message && edits?.[message.id]);
  const { hasCopied, copy } = useCopy();
  /** A person opened or left the editor here: the focus goes along, as it does not where an open one comes into sight. */
  const goesAlong = useRef(false);
  const pencil = useRef<HTMLButtonElement>(null);
  const isEditing = edited !== undefined;
  useEffect(() => {
    if (!isEditing && goesAlong.current) pencil.current?.focus({ preventScroll: true });
    goesAlong.current = false;
  }, [isEditing]);
  const change = (next: string | undefined) => {
    if (!message) return;
    goesAlong.current = (next === undefined) === isEditing;
    changeEdit(id, message.id, next);
  };
  const isLong = text.length > LONG; // Laying out a million characters at once took 100 ms, and that three times.
  useEditLast(message?.id, () => change(edited ?? text));
  if (message && edited !== undefined)
    return <Editor message={message} text={edited} onText={change} takesFocus={goesAlong.current} />;
  return (
    <div className="group mx-auto flex w-full max-w-[680px] flex-col items-end">
      <h2 className="sr-only">{t('chat.you')}</h2>
      <div
        dir="auto"
        className={`max-h-[60vh] max-w-[85%] overflow-y-auto rounded-2xl rounded-br-sm border border-hairline bg-rail px-4 py-2 break-words whitespace-pre-wrap ${isLong ? 'w-full' : ''}`}
      >
        {isLong ? <TextBlocks text={text} /> : text}
      </div>
      <div className="flex h-8 items-center opacity-0 transition-opacity duration-100 group-focus-within:opacity-100 group-hover:opacity-100 has-[[role=img]]:opacity-100 pointer-coarse:opacity-100">
        {message && (
          <>
            <button
              type="button"
              className="icon-button"
              aria-label={hasCopied ? t('app.copied') : t('question.copy')}
              title={t('question.copy')}
              onClick={() => copy(text)}
            >
              {hasCopied ? <Check size={15} strokeWidth={1.6} aria-hidden /> : <Copy size={15} strokeWidth={1.6} aria-hidden />}
            </button>
            <button
              ref={pencil}
              type="button"
              className="icon-button"
              aria-label={t('question.edit')}
              title={t('question.edit')}
              onClick={() => change(text)}
            >
              <Pencil size={15} strokeWidth={1.6} aria-hidden />
            </button>
            <BranchSwitch message={message} />
          </>
        )}
      </div>
    </div>
  );
}

type EditorProps = {
  message: Message;
  text: string;
  /** `undefined` leaves the editor. */
  onText: (text: string | undefined) => void;
  takesFocus: boolean;
};

function Editor({ message, text, onText, takesFocus }: EditorProps) {
  const { t } = useLanguage();
  const { view, actions, model } = useChat();
  const field = useRef<FieldHandle>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when it opens
  useEffect(() => {
    if (takesFocus) field.current?.focus();
  }, []);
  const isHalf = !text.isWellFormed();
  const leave = () => onText(undefined);
  const send = () => {
    const typed = draftOf(view.id ?? NEW).edits?.[message.id] ?? '';
    if (typed.trim() === '' || !typed.isWellFormed()) return;
    focusComposer();
    actions.edit(message.id, message.parent, typed, model);
  };
  return (
    <div className="mx-auto w-full max-w-[680px] pb-4">
      <TextField
        handle={field}
        label={t('question.edit')}
        className="field field-sizing-content max-h-[50vh] min-h-20 resize-none bg-surface px-3 py-2"
        longClassName="h-[50vh]"
        text={text}
        onText={onText}
        onKey={(event) => {
          if (event.isComposing) return;
          if (event.key === 'Escape') leave();
          if (event.key === 'Enter' && !event.shiftKey) {
            event.preventDefault();
            send();
          }
        }}
      />
      <div className="flex flex-wrap items-center justify-end gap-2 pt-2">
        {isHalf && (
          <>
            <span role="status" className="text-[13px] text-danger">
              {t('composer.half')}
            </span>
            <button type="button" className="button" onClick={() => onText(text.toWellFormed())}>
              {t('composer.mend')}
            </button>
          </>
        )}
        <button type="button" className="button" onClick={leave}>
          {t('app.cancel')}
        </button>
        <button type="button" className="button button-main" disabled={text.trim() === '' || isHalf} onClick={send}>
          {t('question.send')}
        </button>
      </div>
    </div>
  );
}
