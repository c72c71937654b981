/** Where the text is a list of ids: offers to read them in each encoding that is shown, and puts their text in their place. */
import { useMemo } from 'react';
import type { EncodingName } from '#domain/tokens/encodings';
import { reasonOf } from '../api/client.ts';
import { useLanguage } from '../i18n/language.tsx';
import { showToast } from '../shell/toast.tsx';
import { idsIn } from './id-list.ts';
import { offerUndo } from './offer-undo.ts';
import { pageClient } from './page-client.ts';
import type { Choice } from './share-link.ts';

type Props = {
  choice: Choice;
  /** Their text is to take their place. */
  onRead: (text: string) => void;
  onText: (text: string) => void;
};

export function IdReader({ choice, onRead, onText }: Props) {
  const { t } = useLanguage();
  const { text, encodings } = choice;
  const ids = useMemo(() => idsIn(text), [text]);
  if (!ids) return null;
  const read = (encoding: EncodingName) =>
    pageClient()
      .ask<'spell'>('spell', { name: 'spell', encoding, ids })
      .then(
        (answer) => {
          onRead(answer.text);
          offerUndo(t('tokens.idsRead', { count: ids.length, encoding }), t, () => onText(text));
        },
        (error) => showToast({ text: t('tokens.idsFailed', { reason: reasonOf(error) }) }),
      );
  return (
    <p className="flex flex-wrap items-center gap-x-3 text-[13px] text-muted">
      {t('tokens.idsSeen', { count: ids.length })}
      {encodings.map((encoding) => (
        <button key={encoding} type="button" onClick={() => void read(encoding)} className="text-accent hover:underline">
          {t('tokens.idsReadIn', { encoding })}
        </button>
      ))}
    </p>
  );
}
