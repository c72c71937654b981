/** `Get it · 1.1 GB`: begins the fetch of a model's file. Where its publisher has terms, they are shown and accepted first. */
import { Download } from 'lucide-react';
import type { WireModel, WireWeights } from '#wire/model';
import { reasonOf } from '../api/client.ts';
import { useLanguage } from '../i18n/language.tsx';
import { PopoverButton } from '../shell/popover-button.tsx';
import { showToast } from '../shell/toast.tsx';
import { getWeights } from './get-weights.ts';
import { sizeIn } from './size.ts';

type Props = { id: string; model: string; size: string | undefined; terms: WireWeights['terms'] };

export function GetButton({ id, model, size, terms }: Props) {
  const { t } = useLanguage();
  const get = (acceptsTerms?: true) => {
    getWeights({ source: id, ...(acceptsTerms && { acceptsTerms }) }).catch((error) => showToast({ text: reasonOf(error) }));
  };
  const face = (
    <>
      <Download size={14} strokeWidth={1.6} aria-hidden />
      {t('model.get')}
      {size !== undefined && <span className="text-muted">{size}</span>}
    </>
  );
  if (!terms)
    return (
      <button type="button" className="button shrink-0 text-[13px]" onClick={() => get()}>
        {face}
      </button>
    );
  return (
    <PopoverButton
      label={t('model.get')}
      face={face}
      isNamedByFace
      align="end"
      className="button shrink-0 text-[13px]"
      popoverClassName="w-80 p-4 text-[13.5px]"
    >
      {(close) => (
        <>
          <p className="pb-3">{t('weights.terms', { model, terms: terms.name })}</p>
          <a href={terms.url} target="_blank" rel="noopener noreferrer" className="block pb-3 break-all text-accent underline">
            {terms.url}
          </a>
          <button
            type="button"
            className="button button-main text-[13px]"
            onClick={() => {
              close();
              get(true);
            }}
          >
            {t('weights.accept')}
          </button>
        </>
      )}
    </PopoverButton>
  );
}

/** The same for a model of the list. */
export function GetModelButton({ model }: { model: WireModel }) {
  const { t, format } = useLanguage();
  const { weights } = model;
  return (
    <GetButton
      id={weights?.id ?? model.model}
      model={model.model}
      size={sizeIn({ t, format }, weights ?? model)}
      terms={weights?.isAccepted ? undefined : weights?.terms}
    />
  );
}
