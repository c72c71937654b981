/** The text in parts of so many tokens, each to be copied, or all saved. */
import { useMemo, useState } from 'react';
import type { EncodingName } from '#domain/tokens/encodings';
import { useLanguage } from '../i18n/language.tsx';
import { CopyButton } from '../inside/copy-button.tsx';
import type { Ask } from './ask.ts';
import type { Choice } from './share-link.ts';
import { excerptOf } from './split.ts';
import { useAsked } from './use-asked.ts';

/** Parts that are listed; all are saved. */
const LISTED = 50;
/** Of each, in UTF-16 units: more than a line of the page holds. */
const EXCERPT = 200;

export function SplitPanel({ choice }: { choice: Choice }) {
  const { t } = useLanguage();
  const [every, setEvery] = useState('');
  const [encoding, setEncoding] = useState<EncodingName>(choice.encodings[0] ?? 'o200k');
  const { text, readsSpecials } = choice;
  const most = Number.parseInt(every, 10);
  const ask = useMemo(
    (): Ask<'split'> | undefined =>
      most >= 4 && text !== '' ? { name: 'split', encoding, text, readsSpecials, every: most } : undefined,
    [most, encoding, text, readsSpecials],
  );
  const { answer, failure } = useAsked('split', ask);
  const parts = ask ? answer?.parts : undefined;
  const name = (index: number) => `part-${String(index + 1).padStart(4, '0')}`;
  const save = () => {
    const all = (parts ?? [])
      .map((part, index) => JSON.stringify({ part: name(index), tokens: part.tokens, text: part.text }))
      .join('\n');
    const link = document.createElement('a');
    link.href = URL.createObjectURL(new Blob([`${all}\n`], { type: 'application/jsonl' }));
    link.download = 'parts.jsonl';
    link.click();
    setTimeout(URL.revokeObjectURL, 10_000, link.href);
  };
  return (
    <section aria-label={t('tokens.split')} className="rounded-xl border border-line bg-surface px-4 py-2.5">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2 text-[13px] text-muted">
        <h2>{t('tokens.splitEvery')}</h2>
        <input
          aria-label={t('tokens.splitEvery')}
          type="number"
          min={4}
          value={every}
          placeholder={t('tokens.splitNone')}
          onChange={(event) => setEvery(event.target.value)}
          className="field w-28 text-ink"
        />
        <select
          aria-label={t('tokens.splitIn')}
          value={encoding}
          onChange={(event) => setEncoding(choice.encodings.find((one) => one === event.target.value) ?? encoding)}
          className="rounded-lg bg-rail px-2 py-1 text-second"
        >
          {[...new Set([encoding, ...choice.encodings])].map((one) => (
            <option key={one}>{one}</option>
          ))}
        </select>
        {most < 4 && <span role="status">{t('tokens.splitLeast')}</span>}
        {parts && <span role="status">{t('tokens.splitParts', { count: parts.length })}</span>}
        {parts && parts.length > 0 && (
          <button type="button" onClick={save} className="text-accent hover:underline">
            {t('tokens.splitSave')}
          </button>
        )}
      </div>
      {failure !== undefined && <p className="mt-1 text-[13px] text-danger">{t('tokens.failed', { reason: failure })}</p>}
      {parts && (
        <ol className="mt-2 text-[13px]">
          {parts.slice(0, LISTED).map((part, index) => (
            <li key={name(index)} className="flex items-center gap-3 border-t border-hairline">
              <span className="w-8 text-right text-muted tabular-nums">{index + 1}</span>
              <span className="w-24 text-muted">{t('tokens.count', { count: part.tokens })}</span>
              <span className="min-w-0 flex-1 truncate text-second">{excerptOf(part.text, EXCERPT)}</span>
              <CopyButton label={t('tokens.splitCopy', { at: index + 1 })} text={() => part.text} />
            </li>
          ))}
          {parts.length > LISTED && (
            <li className="border-t border-hairline py-1 text-muted">
              {t('tokens.splitMore', { count: parts.length - LISTED })}
            </li>
          )}
        </ol>
      )}
    </section>
  );
}
