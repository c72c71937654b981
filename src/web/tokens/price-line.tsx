/** How many tokens the text or the messages are for one model, of the catalogue or of this machine, and what that costs. */
import { useQuery } from '@tanstack/react-query';
import { memo, useId, useMemo } from 'react';
import { familyOf } from '#domain/catalogue/families';
import { type ListedModel, priceOf } from '#domain/catalogue/model';
import { costOf, usdOf } from '#domain/money/cost';
import type { ImageSize } from '#domain/money/image-count';
import type { Count, UsageKinds } from '#domain/money/usage';
import { useCatalogue } from '../api/listed-models.ts';
import { modelsQuery } from '../api/queries.ts';
import { isHere } from '../chat/model-choice.ts';
import { sourceOfCount } from '../i18n/count-source.ts';
import { useLanguage } from '../i18n/language.tsx';
import { gradeName } from '../inside/owner-name.ts';
import type { Ask, MessageRow } from './ask.ts';
import { LocalFigures } from './local-figures.tsx';
import { portionsOf } from './portion.ts';
import { PortionTable } from './portion-table.tsx';
import type { Choice } from './share-link.ts';
import { useAsked } from './use-asked.ts';
import { useRowAsk } from './use-row-ask.ts';

type Props = { choice: Choice; onModel: (model: string) => void };

export const PriceLine = memo(function PriceLine({ choice, onModel }: Props) {
  const { t } = useLanguage();
  const list = useId();
  const catalogue = useCatalogue();
  const models = catalogue?.MODELS ?? [];
  const here = useQuery(modelsQuery).data?.models.filter((model) => model.vendor === 'local' && isHere(model)) ?? [];
  const name = choice.model.trim();
  const isLocal = name.startsWith('local/');
  const local = isLocal ? here.find(({ model }) => name === `local/${model}`) : undefined;
  // A model that is not listed may be of a family that is known: it has a count and no price.
  const named =
    catalogue && !isLocal
      ? (catalogue.listedModel(name) ?? (familyOf(name) ? { vendor: '', model: name } : undefined))
      : undefined;
  const { counts, row, images } = useCounts(choice, named !== undefined);
  const price = named && priceOf(named);
  return (
    <section aria-label={t('tokens.price')} className="rounded-xl border border-line bg-surface px-4 py-2.5">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <h2 className="text-[13px] text-muted">{t('tokens.price')}</h2>
        <input
          aria-label={t('tokens.model')}
          list={list}
          value={choice.model}
          spellCheck={false}
          onFocus={(event) => event.target.select()}
          onChange={(event) => onModel(event.target.value)}
          className="field w-64 font-mono text-[13px]"
        />
        <datalist id={list}>
          {[...here, ...models].map(({ vendor, model }) => (
            <option key={`${vendor}/${model}`} value={`${vendor}/${model}`} />
          ))}
        </datalist>
        {named && counts && <Figures model={named} {...counts} />}
        {local && <LocalFigures model={local} choice={choice} />}
        {isLocal && !local && <p className="text-[13px] text-muted">{t('tokens.modelNotHere', { model: name })}</p>}
        {catalogue && !named && !isLocal && (
          <p className="text-[13px] text-muted">
            {name === '' ? t('tokens.modelNone', { count: models.length }) : t('tokens.modelUnlisted', { count: models.length })}
          </p>
        )}
        {named && !familyOf(name) && <p className="text-[13px] text-muted">{t('tokens.modelUnknown')}</p>}
        {counts && choice.mode === 'text' && choice.readsSpecials && (
          <p className="text-[13px] text-muted">{t('tokens.specialsHereOnly')}</p>
        )}
        {row && !row.portions.images && (
          <p className="text-[13px] text-muted">{t('tokens.imagesUnknown', { model: choice.model })}</p>
        )}
      </div>
      {row && (
        <details className="mt-1 text-[13px]">
          <summary className="cursor-pointer text-accent">{t('tokens.portions')}</summary>
          <PortionTable portions={portionsOf(row, images, price)} hasPrice={price !== undefined} />
        </details>
      )}
    </section>
  );
});

type Counts = { prompt: Count; answer?: Count };
type Counted = { counts?: Counts; row?: MessageRow; images: readonly ImageSize[] };

function useCounts(choice: Choice, isKnown: boolean): Counted {
  const { mode, text, model } = choice;
  const family = isKnown ? familyOf(model) : undefined;
  const encoding = family?.encoding;
  const count = useMemo(
    (): Ask<'count'> | undefined => (encoding && mode === 'text' ? { name: 'count', encoding, text } : undefined),
    [encoding, mode, text],
  );
  const ask = useRowAsk(choice, encoding && mode === 'messages' ? model : undefined);
  const counted = useAsked('price/text', count).answer;
  const row = useAsked('price/messages', ask).answer;
  const images = ask?.images ?? [];
  if (mode === 'messages')
    return {
      images,
      ...(row && { row }),
      ...(row?.prompt && { counts: { prompt: row.prompt, ...(row.answer && { answer: row.answer }) } }),
    };
  if (!counted || !family) return { images };
  const { factor = 1, ...certainty } = family.text;
  return { images, counts: { prompt: { ...certainty, value: Math.round(counted.count * factor) } } };
}

/** Count, grade and price. */
export function Figures({ model, prompt, answer }: Counts & { model: ListedModel }) {
  const words = useLanguage();
  const { t, language } = words;
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
        <span className="pill" title={prompt.from && sourceOfCount(language, prompt.from)}>
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
