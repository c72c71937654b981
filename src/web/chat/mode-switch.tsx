/** The two ways to ask a file: in a conversation, by its template; or as a document that it goes on with. */
import type { Mode } from '#domain/conversation/turn-event';
import { useLanguage } from '../i18n/language.tsx';
import { useChat } from './chat-context.ts';
import { changeDraft, useDraftPart } from './draft.ts';
import { resolve } from './model-choice.ts';

const MODES: Mode[] = ['chat', 'document'];

export function ModeSwitch({ id }: { id: string }) {
  const { t } = useLanguage();
  const { models, model } = useChat();
  const mode = useDraftPart(id, (draft) => draft.mode);
  const able = resolve(models.models, model)?.modes ?? MODES;
  const words = { chat: t('composer.assistant'), document: t('composer.documentMode') };
  const why = { chat: t('composer.assistantWhy'), document: t('composer.documentWhy') };
  return (
    <fieldset className="flex shrink-0 text-[12.5px]">
      <legend className="sr-only">{t('composer.mode')}</legend>
      {MODES.filter((other) => able.includes(other)).map((other) => (
        <label
          key={other}
          title={why[other]}
          className="cursor-pointer rounded-md px-2 py-0.5 text-muted has-checked:bg-soft has-checked:text-accent has-focus-visible:outline-2 has-focus-visible:outline-accent"
        >
          <input
            type="radio"
            name="mode"
            className="sr-only"
            checked={mode === other}
            onChange={() => changeDraft(id, { mode: other })}
          />
          {words[other]}
        </label>
      ))}
    </fieldset>
  );
}
