/** Said where a text holds half a character (a lone surrogate): no model can be sent it, and another character is counted for it. */
import { useLanguage } from '../i18n/language.tsx';

export function HalfNote({ texts, onMend }: { texts: readonly string[]; onMend: () => void }) {
  const { t } = useLanguage();
  if (texts.every((text) => text.isWellFormed())) return null;
  return (
    <p role="status" className="flex flex-wrap items-center gap-x-3 gap-y-1 text-[13px] text-danger">
      {t('tokens.half')}
      <button type="button" className="button text-[13px]" onClick={onMend}>
        {t('composer.mend')}
      </button>
    </p>
  );
}
