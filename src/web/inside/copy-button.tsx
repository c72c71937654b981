/** Copies a text that is made when it is asked for, and says that it did. */
import { Check, Copy } from 'lucide-react';
import { useLanguage } from '../i18n/language.tsx';
import { useCopy } from '../shell/use-copy.ts';

export function CopyButton({ label, text }: { label: string; text: () => string }) {
  const { t } = useLanguage();
  const { hasCopied, copy } = useCopy();
  const Icon = hasCopied ? Check : Copy;
  return (
    <button
      type="button"
      aria-label={hasCopied ? t('app.copied') : label}
      title={label}
      onClick={() => copy(text())}
      className="icon-button"
    >
      <Icon size={14} strokeWidth={1.6} aria-hidden />
    </button>
  );
}
