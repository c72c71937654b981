/** What a person wrote, exactly as it was typed; copied, or edited as a branch, at its place. */
import { Check, Copy, Pencil } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import type { Message } from '#domain/conversation/message';
import { textOf } from '#domain/conversation/part';
import type { FieldHandle } from '../field/field-props.ts';
import { TextField } from '../field/text-field.tsx';
import { useLanguage } from '../i18n/language.tsx';
import { useCopy } from '../shell/use-copy.ts';
import { BranchSwitch } from './branch-switch.tsx';
import { useChat } from './chat-context.ts';
import { useEditLast } from './edit-last.ts';

/** Without `message` it is on its way to the server. */
export function QuestionRow({ message, text = textOf(message?.parts ?? []) }: { message?: Message; text?: string }) {
  const { t } = useLanguage();
  const [isEditing, setEditing] = useState(false);
  const { hasCopied, copy } = useCopy();
  useEditLast(message?.id, () => setEditing(true));
  if (message && isEditing) return <Editor message={message} text={text} onDone={() => setEditing(false)} />;
  return (
    <div className="group mx-auto flex w-full max-w-[680px] flex-col items-end">
      <h2 className="sr-only">{t('chat.you')}</h2>
      <div
        dir="auto"
        className="max-h-[60vh] max-w-[85%] overflow-y-auto rounded-2xl rounded-br-sm border border-hairline bg-rail px-4 py-2 break-words whitespace-pre-wrap"
      >
        {text}
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
              type="button"
              className="icon-button"
              aria-label={t('question.edit')}
              title={t('question.edit')}
              onClick={() => setEditing(true)}
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

function Editor({ message, text, onDone }: { message: Message; text: string; onDone: () => void }) {
  const { t } = useLanguage();
  const { actions, model } = useChat();
  const [value, setValue] = useState(text);
  const field = useRef<FieldHandle>(null);
  useEffect(() => field.current?.focus(), []);
  const send = () => {
    if (value.trim() === '') return;
    onDone();
    actions.edit(message.id, message.parent, value, model);
  };
  return (
    <div className="mx-auto w-full max-w-[680px] pb-4">
      <TextField
        handle={field}
        label={t('question.edit')}
        className="field field-sizing-content max-h-[50vh] min-h-20 resize-none bg-surface px-3 py-2"
        longClassName="h-[50vh]"
        text={value}
        onText={setValue}
        onKey={(event) => {
          if (event.isComposing) return;
          if (event.key === 'Escape') onDone();
          if (event.key === 'Enter' && !event.shiftKey) {
            event.preventDefault();
            send();
          }
        }}
      />
      <div className="flex justify-end gap-2 pt-2">
        <button type="button" className="button" onClick={onDone}>
          {t('app.cancel')}
        </button>
        <button type="button" className="button button-main" disabled={value.trim() === ''} onClick={send}>
          {t('question.send')}
        </button>
      </div>
    </div>
  );
}
