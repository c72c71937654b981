/** The card of the model's file: what it is and is not. Each figure says where it comes from; a file on its way shows it. */
import { Link } from '@tanstack/react-router';
import type { WireModel } from '#wire/model';
import { useLanguage } from '../i18n/language.tsx';
import { tooLargeIn, weightsReasonIn } from '../i18n/server-words.ts';
import { PopoverButton } from '../shell/popover-button.tsx';
import { Fetching } from '../weights/fetching.tsx';
import { GetModelButton } from '../weights/get-button.tsx';
import { sizeIn } from '../weights/size.ts';
import { useChat } from './chat-context.ts';
import { changeDraft, NEW } from './draft.ts';
import { FileFacts } from './file-facts.tsx';
import { choosable, isHere, nameOf, resolve } from './model-choice.ts';
import { shortHash } from './turn-figures.ts';

export function ModelCard() {
  const { t, format } = useLanguage();
  const { models, model } = useChat();
  const row = resolve(models.models, model);
  if (!row) return <div className="card text-second">{t('app.loading')}</div>;
  return (
    <section className="card" aria-label={row.model}>
      <Name row={row} />
      <Figures row={row} />
      <State row={row} />
      <p className="mt-3.5 border-t border-hairline pt-3 text-[14px] text-second">
        {t('card.plain')}
        {format.gap}
        {row.languages && t('card.languages', { languages: format.languages(row.languages) })}
        {format.gap}
        {row.facts && (
          <PopoverButton
            label={t('card.inFile')}
            face={t('card.inFile')}
            isNamedByFace
            className="asks"
            popoverClassName="w-[26rem] p-4"
          >
            {() => <FileFacts model={row} />}
          </PopoverButton>
        )}
      </p>
      <Better row={row} />
    </section>
  );
}

function Name({ row }: { row: WireModel }) {
  const { t } = useLanguage();
  const { snapshot, licence } = row;
  return (
    <div className="flex flex-wrap items-baseline gap-x-2.5">
      <h3 className="font-semibold">{row.model}</h3>
      <p className="flex flex-wrap items-baseline gap-x-1 text-[13px] text-muted *:not-first:before:mr-1 *:not-first:before:content-['·']">
        {isHere(row) && <span>{t('card.oneFile')}</span>}
        {snapshot !== undefined && (
          <span>
            <PopoverButton
              label={t('files.hash')}
              face={shortHash(snapshot)}
              isNamedByFace
              className="asks"
              popoverClassName="w-80 p-4 text-[13.5px]"
            >
              {() => <p className="break-words">{t('card.hashWhy', { hash: snapshot })}</p>}
            </PopoverButton>
          </span>
        )}
        {licence !== undefined && <span>{licence}</span>}
      </p>
    </div>
  );
}

function Figures({ row }: { row: WireModel }) {
  const { t, format } = useLanguage();
  const { bytes, facts, window, tokensPerSecond, threads } = row;
  return (
    <div className="grid grid-cols-2 gap-x-4 gap-y-3 pt-3 sm:grid-cols-4">
      {bytes !== undefined && (
        <Figure
          value={format.bytes(bytes)}
          name={t('card.whole')}
          why={t('card.wholeWhy', { file: row.weights?.file ?? row.model })}
        />
      )}
      {facts && (
        <Figure
          value={format.short(facts.parameters)}
          name={t('card.parameters')}
          why={t('card.parametersWhy', { bits: facts.bitsPerWeight, layers: facts.layers ?? '?' })}
        />
      )}
      {window !== undefined && (
        <Figure
          value={format.decimal.format(window)}
          name={t('card.window')}
          why={t('card.windowWhy', { trained: facts?.trainedWindow ?? window })}
        />
      )}
      {tokensPerSecond !== undefined && (
        <Figure
          value={t('card.rate', { rate: format.rate(tokensPerSecond) })}
          name={threads === undefined ? t('card.speed') : t('card.threads', { count: threads })}
          why={t('card.speedWhy')}
        />
      )}
    </div>
  );
}

function Figure({ value, name, why }: { value: string; name: string; why: string }) {
  const face = (
    <>
      <span className="block font-semibold text-ink">{value}</span>
      <span className="block text-[13px] text-muted">{name}</span>
    </>
  );
  return (
    <PopoverButton
      label={name}
      face={face}
      isNamedByFace
      className="rounded-md text-left hover:[&>:last-child]:text-ink"
      popoverClassName="w-80 p-4 text-[13.5px]"
    >
      {() => <p className="break-words">{why}</p>}
    </PopoverButton>
  );
}

/** What happens to the file now: fetched, stopped, loaded, failed. A model that is ready says nothing. */
function State({ row }: { row: WireModel }) {
  const { t, format, language } = useLanguage();
  const { weights, state } = row;
  const size = sizeIn({ t, format }, weights ?? row) ?? '';
  if (state === 'fetching' && weights) {
    return (
      <div className="pt-3.5" role="status">
        <p className="pb-1.5 text-[14px]">{t('weights.fetching', { model: row.model, size })}</p>
        <Fetching weights={weights} />
      </div>
    );
  }
  if (state === 'loading') return <p className="pt-3.5 text-[14px] text-second">{t('weights.loading', { model: row.model })}</p>;
  const reason = weightsReasonIn(language, weights?.errorKind, weights?.error ?? row.error ?? '');
  if (state === 'failed' || weights?.state === 'failed')
    return <Missing row={row} isAlert words={t('weights.failed', { model: row.model, reason })} />;
  if (weights?.state === 'stopped')
    return <Missing row={row} words={t('weights.stopped', { received: format.bytes(weights.received ?? 0), total: size })} />;
  if (state === 'absent') return <Missing row={row} words={t('weights.absent', { model: row.model, size })} />;
  return null;
}

function Missing({ row, words, isAlert }: { row: WireModel; words: string; isAlert?: boolean }) {
  return (
    <div className="flex flex-wrap items-center justify-between gap-3 pt-3.5">
      <p role={isAlert ? 'alert' : undefined} className={`text-[14px] ${isAlert ? 'text-danger' : 'text-second'}`}>
        {words}
      </p>
      <GetModelButton model={row} />
    </div>
  );
}

/** The better model beside a quick one: on its way, to be had, or here and to be used. */
function Better({ row }: { row: WireModel }) {
  const { t, format, language } = useLanguage();
  const { models } = useChat();
  const larger = choosable(models.models).filter(
    (other) => (other.bytes ?? 0) > 2 * (row.bytes ?? 0) && other.modes.includes('chat'),
  );
  const better =
    larger.find((other) => other.state === 'fetching') ??
    larger.find(isHere) ??
    larger.find((other) => other.weights?.isRecommended) ??
    larger[0];
  if (!better || !isHere(row)) return null;
  const size = format.bytes(better.bytes ?? 0);
  const languages = format.languages(better.languages ?? []);
  return (
    <div className="mt-3 border-t border-hairline pt-3">
      <div className="flex flex-wrap items-center justify-between gap-x-3 gap-y-2 text-[14px] text-second">
        <p>
          {t('weights.ready')}
          {format.gap}
          {better.tokensPerSecond === undefined
            ? t('weights.better', { model: better.model, size, languages })
            : t('weights.betterSpeed', { model: better.model, size, languages, rate: format.rate(better.tokensPerSecond) })}
        </p>
        {isHere(better) ? (
          <button type="button" className="button text-[13px]" onClick={() => changeDraft(NEW, { model: nameOf(better) })}>
            {t('weights.useInstead', { model: better.model })}
          </button>
        ) : (
          better.state !== 'fetching' && <GetModelButton model={better} />
        )}
      </div>
      {better.weights?.tooLarge !== undefined && (
        <p className="pt-2 text-[13px] text-muted">{tooLargeIn(language, better.weights.tooLarge)}</p>
      )}
      {better.state === 'fetching' && better.weights && (
        <div className="pt-2">
          <Fetching weights={better.weights} />
        </div>
      )}
      <Link
        to="/settings"
        hash="files"
        className="mt-2 inline-block border-b border-line text-[13px] leading-snug text-muted hover:text-ink"
      >
        {t('card.allModels')}
      </Link>
    </div>
  );
}
