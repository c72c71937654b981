/**
 * Where a person writes: grows with the text and never alters it. Enter sends, Shift+Enter breaks the line, and neither
 * counts while an input method is composing.
 */
import { ArrowUp, Square } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import type { FieldHandle, FieldProps } from '../field/field-props.ts';
import { TextField } from '../field/text-field.tsx';
import { useLanguage } from '../i18n/language.tsx';
import { useCommand } from '../shell/shortcut.ts';
import { hideAbout } from '../shell/toast.tsx';
import { unreadModels, useChat } from './chat-context.ts';
import { focusComposer } from './composer-focus.ts';
import { ComposerLine, type Room } from './composer-line.tsx';
import { ComposerNote, Note } from './composer-note.tsx';
import { changeDraft, draftOf, useDraftPart } from './draft.ts';
import { editQuestion } from './edit-last.ts';
import { ModeSwitch } from './mode-switch.tsx';
import { isHere, resolve } from './model-choice.ts';
import { TurnSettingsButton } from './turn-settings.tsx';

const TALLEST_PX = 280;

export function Composer({ id }: { id: string }) {
  const { t } = useLanguage();
  const { view, actions, models, model } = useChat();
  const field = useRef<FieldHandle>(null);
  const row = resolve(models.models, model);
  const isRunning = view.running !== undefined || actions.pending !== undefined;
  const isEmpty = useDraftPart(id, ({ mode, text }) => mode !== 'document' && !/\S/.test(text));
  const isDocument = useDraftPart(id, ({ mode }) => mode === 'document');
  const isRead = models !== unreadModels && view.state !== 'loading';
  const [room, setRoom] = useState<Room>('enough');
  const isHalf = useDraftPart(id, ({ text }) => !text.isWellFormed());
  const obstacle = isHalf ? 'half' : room === 'none' ? 'too-long' : isRead && !(row && isHere(row)) ? 'no-model' : undefined;
  const isJudged = isRead && (room !== 'unknown' || obstacle !== undefined);
  const canSend = !isEmpty && !isRunning && isJudged && obstacle === undefined;
  /** The words that Enter was pressed for in vain. */
  const [told, setTold] = useState<string>();
  const isTold = useDraftPart(id, ({ text }) => text === told);

  useCommand('composer', () => field.current?.focus());
  useEffect(focusComposer, []);
  useCommand('stop', () => view.running !== undefined && actions.stop(view.running));

  const send = () => {
    if (!canSend) {
      if (obstacle && !isEmpty && !isRunning) setTold(draftOf(id).text);
      return;
    }
    hideAbout('composer');
    actions.send(draftOf(id), model, view.path.at(-1)?.id);
  };
  const hurry = useHurry(id, isJudged, send);
  const mustWait = !isEmpty && !isRunning && !isJudged;
  const press = () => (mustWait ? hurry.begin() : send());
  const onKey = (event: KeyboardEvent) => {
    // While composing, Enter chooses a word; some browsers say so only by the key code 229.
    if (event.isComposing || event.keyCode === 229) return;
    if (event.key === 'Enter' && !event.shiftKey) {
      event.preventDefault();
      press();
    } else if (event.key === 'Escape') {
      // The way out of the field by keyboard, to the single keys: I, / and ?.
      field.current?.blur();
    } else if (event.key === 'ArrowUp' && draftOf(id).text === '' && !isRunning) {
      event.preventDefault();
      editQuestion(view.path.findLast((message) => message.role === 'user')?.id);
    }
  };

  return (
    <div className="shrink-0 px-3 pb-4 sm:px-5.5 sm:pb-5">
      <div className="mx-auto w-full max-w-[720px]">
        {hurry.isOn ? (
          <Note>
            <span>{t(isRead ? 'composer.hurryCount' : 'composer.hurry')}</span>
            <button type="button" className="button text-[13px]" onClick={hurry.end}>
              {t('app.cancel')}
            </button>
          </Note>
        ) : (
          <ComposerNote id={id} {...(obstacle && { obstacle })} isTold={isTold} />
        )}
        <div className="rounded-2xl border border-line bg-surface shadow-float focus-within:border-muted">
          <Words
            id={id}
            handle={field}
            placeholder={t(isRunning ? 'composer.waiting' : isDocument ? 'composer.document' : 'composer.placeholder')}
            onKey={onKey}
          />
          <div className="flex flex-wrap items-center gap-1 pr-2.5 pb-2.5 pl-2.5 sm:flex-nowrap">
            <TurnSettingsButton id={id} />
            <ModeSwitch id={id} />
            <ComposerLine id={id} onRoom={setRoom} />
            {view.running !== undefined ? (
              <button
                type="button"
                className="round-button ml-auto"
                aria-label={t('composer.stop')}
                title={t('composer.stop')}
                onClick={() => {
                  focusComposer();
                  if (view.running) actions.stop(view.running);
                }}
              >
                <Square size={13} fill="currentColor" strokeWidth={0} aria-hidden />
              </button>
            ) : (
              <button
                type="button"
                className="round-button ml-auto"
                aria-label={t('composer.send')}
                title={isEmpty || obstacle === undefined ? t('composer.send') : t(`composer.${obstacle}`)}
                disabled={!(canSend || mustWait) || hurry.isOn}
                onClick={() => {
                  focusComposer();
                  press();
                }}
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

/** Words sent before it is known to whom, or whether they fit, go when that is known, unless they are changed or taken back until then. */
function useHurry(id: string, isKnown: boolean, send: () => void) {
  const [words, setWords] = useState<string>();
  const isOn = useDraftPart(id, ({ text }) => text === words);
  // biome-ignore lint/correctness/useExhaustiveDependencies: `send` is another at each drawing
  useEffect(() => {
    if (words === undefined || (isOn && !isKnown)) return;
    setWords(undefined);
    if (isOn) send();
  }, [words, isOn, isKnown]);
  return { isOn, begin: () => setWords(draftOf(id).text), end: () => setWords(undefined) };
}

type WordsProps = { id: string } & Pick<FieldProps, 'handle' | 'placeholder' | 'onKey'>;

/** Apart, because nothing else is drawn anew at each key. */
function Words({ id, ...rest }: WordsProps) {
  const { t } = useLanguage();
  const text = useDraftPart(id, (draft) => draft.text);
  return (
    <TextField
      {...rest}
      id="composer"
      label={t('composer.label')}
      text={text}
      onText={(typed) => {
        hideAbout('composer');
        changeDraft(id, { text: typed });
      }}
      tallest={TALLEST_PX}
      className="block w-full resize-none bg-transparent px-4.5 pt-3 pb-1 outline-none"
      longClassName="h-[280px]"
    />
  );
}
