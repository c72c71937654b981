/** Copies the ids of a whole text or row, in JSON: got when the button is pressed. */
import { Check, Copy } from 'lucide-react';
import type { EncodingName } from '#domain/tokens/encodings';
import { reasonOf } from '../api/client.ts';
import { useLanguage } from '../i18n/language.tsx';
import { showToast } from '../shell/toast.tsx';
import { useCopy } from '../shell/use-copy.ts';

export function CopyIds({ encoding, ids }: { encoding: EncodingName; ids: () => Promise<ArrayLike<number>> }) {
  const { t } = useLanguage();
  const { hasCopied, copy } = useCopy();
  const Icon = hasCopied ? Check : Copy;
  const press = () =>
    ids().then(
      (list) => copy(`[${Array.from(list).join(', ')}]`),
      (error) => showToast({ text: reasonOf(error) }),
    );
  return (
    <button
      type="button"
      onClick={press}
      className="flex items-center gap-1.5 self-start rounded-lg text-[12.5px] text-accent hover:underline"
    >
      <Icon size={13} strokeWidth={1.6} aria-hidden />
      {hasCopied ? t('app.copied') : t('tokens.copyIds', { encoding })}
    </button>
  );
}
