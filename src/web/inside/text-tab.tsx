/** The row as one exact text: what the model is given with special tokens by name, then what it wrote. */
import type { ReactNode } from 'react';
import { useLanguage } from '../i18n/language.tsx';
import { CopyButton } from './copy-button.tsx';
import { LongText } from './long-text.tsx';

type Props = { given: string; written: string };

export function TextTab({ given, written }: Props) {
  const { t } = useLanguage();
  return (
    <div className="min-h-0 flex-1 overflow-y-auto px-[18px] py-3">
      <Heading text={t('inside.textGiven')} button={<CopyButton label={t('inside.copyText')} text={() => given + written} />} />
      <LongText text={given} label={t('inside.textGiven')} />
      {written !== '' && (
        <>
          <Heading text={t('inside.textWritten')} />
          <LongText text={written} label={t('inside.textWritten')} />
        </>
      )}
    </div>
  );
}

export function Heading({ text, button }: { text: string; button?: ReactNode }) {
  return (
    <div className="flex min-h-8 items-center gap-2 text-[12px] font-semibold text-muted">
      <h3>{text}</h3>
      <span className="h-px flex-1 bg-hairline" />
      {button}
    </div>
  );
}
