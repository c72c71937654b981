/**
 * Where a person writes: grows with the text and never alters it. Enter sends, Shift+Enter breaks the line, and neither
 * counts while an input method is composing.
 */
import { ArrowUp, Square } from 'lucide-react';
import { type KeyboardEvent, useEffect, useLayoutEffect, useRef } from 'react';
import { useLanguage } from '../i18n/language.tsx';
import { useCommand } from '../shell/shortcut.ts';
import { useChat } from './chat-context.ts';
import { ComposerLine } from './composer-line.tsx';
import { ComposerNote } from './composer-note.tsx';
import { directionOf } from './direction.ts';
import { changeDraft, useDraft } from './draft.ts';
import { editQuestion } from './edit-last.ts';
import { ModeSwitch } from './mode-switch.tsx';
import { isHere, resolve } from './model-choice.ts';
import { TurnSettingsButton } from './turn-settings.tsx';

const TALLEST_PX = 280;
/** A text of more characters is as tall as it gets; measuring it at each key would cost a layout of all of it. */
const SURELY_TALL = 8000;

export function Composer({ id }: { id: string }) {
  const { t } = useLanguage();
  const { view, actions, models, model } = useChat();
  const draft = useDraft(id);
  const field = useRef<HTMLTextAreaElement>(null);
  const row = resolve(models.models, model);
  const isRunning = view.running !== undefined || actions.pending !== undefined;
  const isEmpty = draft.mode === 'document' ? false : draft.text.trim() === '';
  const canSend = !isEmpty && !isRunning && row !== undefined && isHere(row) && view.state !== 'loading';

  const noteTyped = useText(field, draft.text);
  useGrowth(field, draft.text);
  useEffect(() => {
    if (matchMedia('(pointer: fine)').matches) field.current?.focus({ preventScroll: true });
  }, []);
  useCommand('composer', () => field.current?.focus());
  useCommand('stop', () => view.running !== undefined && actions.stop(view.running));

  const send = () => canSend && actions.send(draft, model, view.path.at(-1)?.id);
  const onKey = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    // While composing, Enter chooses a word; some browsers say so only by the key code 229.
    if (event.nativeEvent.isComposing || event.keyCode === 229) return;
    if (event.key === 'Enter' && !event.shiftKey) {
      event.preventDefault();
      send();
    } else if (event.key === 'Escape') {
      // The way out of the field by keyboard, to the single keys: I, / and ?.
      field.current?.blur();
    } else if (event.key === 'ArrowUp' && draft.text === '' && !isRunning) {
      event.preventDefault();
      editQuestion(view.path.findLast((message) => message.role === 'user')?.id);
    }
  };

  return (
    <div className="shrink-0 px-3 pb-4 sm:px-5.5 sm:pb-5">
      <div className="mx-auto w-full max-w-[720px]">
        <ComposerNote id={id} />
        <div className="rounded-2xl border border-line bg-surface shadow-float focus-within:border-muted">
          <textarea
            ref={field}
            id="composer"
            rows={1}
            dir={directionOf(draft.text)}
            aria-label={t('composer.label')}
            placeholder={
              isRunning ? t('composer.waiting') : draft.mode === 'document' ? t('composer.document') : t('composer.placeholder')
            }
            autoCorrect="off"
            autoComplete="off"
            className="block w-full resize-none bg-transparent px-4.5 pt-3 pb-1 outline-none"
            onChange={(event) => changeDraft(id, { text: noteTyped(event.target.value) })}
            onKeyDown={onKey}
          />
          <div className="flex flex-wrap items-center gap-1 pr-2.5 pb-2.5 pl-2.5">
            <TurnSettingsButton id={id} />
            <ModeSwitch id={id} />
            <ComposerLine draft={draft} />
            {view.running !== undefined ? (
              <button
                type="button"
                className="round-button ml-auto"
                aria-label={t('composer.stop')}
                title={t('composer.stop')}
                onClick={() => view.running && actions.stop(view.running)}
              >
                <Square size={13} fill="currentColor" strokeWidth={0} aria-hidden />
              </button>
            ) : (
              <button
                type="button"
                className="round-button ml-auto"
                aria-label={t('composer.send')}
                title={t('composer.send')}
                disabled={!canSend}
                onClick={send}
              >
                <ArrowUp size={17} strokeWidth={1.9} aria-hidden />
              </button>
            )}
          </div>
        </div>
      </div>
    </div>
  );
}

/**
 * The field holds its own text, and gets one only that was not typed into it: React writes a controlled field's text into
 * the document a second time at each key, which took 3 ms at 400,000 characters.
 */
function useText(field: React.RefObject<HTMLTextAreaElement | null>, text: string): (typed: string) => string {
  const shown = useRef('');
  useLayoutEffect(() => {
    if (!field.current || shown.current === text) return;
    field.current.value = text;
    shown.current = text;
  }, [field, text]);
  return (typed) => {
    shown.current = typed;
    return typed;
  };
}

/** The field is as tall as its text, up to a limit. */
function useGrowth(field: React.RefObject<HTMLTextAreaElement | null>, text: string): void {
  useLayoutEffect(() => {
    const element = field.current;
    if (!element) return;
    element.style.height = text.length > SURELY_TALL ? `${TALLEST_PX}px` : 'auto';
    if (text.length <= SURELY_TALL) element.style.height = `${Math.min(TALLEST_PX, element.scrollHeight)}px`;
  }, [field, text]);
}
