/** How many tokens the text or the messages are for one model of the catalogue, and what that costs. */
import { useEffect, useId, useMemo, useState } from 'react';
import { familyOf } from '#domain/catalogue/families';
import { type ListedModel, priceOf } from '#domain/catalogue/model';
import { costOf, usdOf } from '#domain/money/cost';
import type { Count, UsageKinds } from '#domain/money/usage';
import { useLanguage } from '../i18n/language.tsx';
import { gradeName } from '../inside/owner-name.ts';
import type { Ask } from './ask.ts';
import type { Choice } from './share-link.ts';
import { useAsked } from './use-asked.ts';

type Props = { choice: Choice; onModel: (model: string) => void };

export function PriceLine({ choice, onModel }: Props) {
  const { t } = useLanguage();
  const list = useId();
  const models = useModels();
  const named = models.find(({ vendor, model }) => `${vendor}/${model}` === choice.model);
  const counts = useCounts(choice, named !== undefined);
  return (
    <section
      aria-label={t('tokens.price')}
      className="flex flex-wrap items-center gap-x-4 gap-y-2 rounded-xl border border-line bg-surface px-4 py-2.5"
    >
      <h2 className="text-[13px] text-muted">{t('tokens.price')}</h2>
      <input
        aria-label={t('tokens.model')}
        list={list}
        value={choice.model}
        spellCheck={false}
        onChange={(event) => onModel(event.target.value)}
        className="field w-64 font-mono text-[13px]"
      />
      <datalist id={list}>
        {models.map(({ vendor, model }) => (
          <option key={`${vendor}/${model}`} value={`${vendor}/${model}`} />
        ))}
      </datalist>
      {named && counts && <Figures model={named} {...counts} />}
      {named && !familyOf(choice.model) && <p className="text-[13px] text-muted">{t('tokens.modelUnknown')}</p>}
    </section>
  );
}

/** The catalogue, loaded with this line: it is a table of some hundred models. */
function useModels(): readonly ListedModel[] {
  const [models, setModels] = useState<readonly ListedModel[]>([]);
  useEffect(() => {
    let isWanted = true;
    import('#domain/catalogue/models').then(({ MODELS }) => isWanted && setModels(MODELS));
    return () => {
      isWanted = false;
    };
  }, []);
  return models;
}

type Counts = { prompt: Count; answer?: Count };

function useCounts({ mode, text, messages, model }: Choice, isKnown: boolean): Counts | undefined {
  const family = isKnown ? familyOf(model) : undefined;
  const encoding = family?.encoding;
  const count = useMemo(
    (): Ask<'count'> | undefined => (encoding && mode === 'text' ? { name: 'count', encoding, text } : undefined),
    [encoding, mode, text],
  );
  const row = useMemo(
    (): Ask<'row'> | undefined =>
      encoding && mode === 'messages' ? { name: 'row', model, messages, atMs: Date.now() } : undefined,
    [encoding, mode, model, messages],
  );
  const counted = useAsked('price/text', count).answer;
  const asked = useAsked('price/messages', row).answer;
  if (mode === 'messages') return asked?.prompt && { prompt: asked.prompt, ...(asked.answer && { answer: asked.answer }) };
  if (!counted || !family) return undefined;
  const { factor = 1, ...certainty } = family.text;
  return { prompt: { ...certainty, value: Math.round(counted.count * factor) } };
}

/** Count, grade and price. */
export function Figures({ model, prompt, answer }: Counts & { model: ListedModel }) {
  const words = useLanguage();
  const { t } = words;
  const price = priceOf(model);
  const kinds: UsageKinds = { inputUncached: prompt.value, ...(answer && { outputText: answer.value }) };
  const cost = price && costOf(kinds, price);
  const usd = cost && cost.kind !== 'local' && cost.kind !== 'unknown' ? `$${usdOf(cost.picoUsd)}` : undefined;
  return (
    <>
      <p className="text-[14px]">
        <strong className="font-semibold">
          {answer
            ? t('tokens.promptAnswer', { prompt: prompt.value, answer: answer.value })
            : t('tokens.count', { count: prompt.value })}
        </strong>{' '}
        <span className="pill" title={prompt.from}>
          {gradeName(prompt, words)}
        </span>
      </p>
      {usd === undefined ? (
        <p className="text-[14px] text-muted">{t('tokens.priceUnknown')}</p>
      ) : (
        <p className="text-[14px] font-semibold">{answer ? t('tokens.priceBoth', { usd }) : t('tokens.priceInput', { usd })}</p>
      )}
      {model.usd && price && (
        <p className="text-[12.5px] text-muted">
          {t('tokens.priceRates', {
            input: model.usd.input ?? '—',
            output: model.usd.output ?? '—',
            source: price.source,
            seen: price.seen,
          })}
        </p>
      )}
    </>
  );
}
