/** The model files: each that is known, then what other programs have on this machine, then one's own by path or hub name. */
import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import type { FoundWeights } from '#wire/model';
import { findWeights } from '../api/calls.ts';
import { reasonOf } from '../api/client.ts';
import { weightsQuery } from '../api/queries.ts';
import { useLanguage } from '../i18n/language.tsx';
import { showToast } from '../shell/toast.tsx';
import { getWeights } from '../weights/get-weights.ts';
import { WeightsEntry } from './weights-entry.tsx';

export function WeightsSection() {
  const { t } = useLanguage();
  const { data, error } = useQuery(weightsQuery);
  return (
    <section id="files" className="pt-8">
      <h2 className="text-[17px] font-semibold">{t('settings.weights')}</h2>
      <p className="pt-1 text-[14px] text-second">{t('settings.weightsWhy')}</p>
      {error && <p className="pt-3 text-danger">{reasonOf(error)}</p>}
      {data?.length === 0 && <p className="pt-3 text-muted">{t('files.nothing')}</p>}
      <ul className="pt-2">
        {data?.map((weights) => (
          <WeightsEntry key={weights.id} weights={weights} />
        ))}
      </ul>
      <FoundElsewhere known={new Set(data?.map((weights) => weights.linked))} />
      <AddFile />
    </section>
  );
}

function FoundElsewhere({ known }: { known: Set<string | undefined> }) {
  const { t, format } = useLanguage();
  const { data } = useQuery({ queryKey: ['weights', 'found'], queryFn: ({ signal }) => findWeights(signal) });
  const rows = data?.filter((found) => !known.has(found.path)) ?? [];
  if (rows.length === 0) return null;
  const link = (found: FoundWeights) => getWeights({ source: found.path }).catch((error) => showToast({ text: reasonOf(error) }));
  return (
    <div className="pt-6">
      <h3 className="font-medium">{t('files.found')}</h3>
      <ul>
        {rows.map((found) => (
          <li key={found.path} className="flex items-center justify-between gap-4 border-b border-hairline py-2.5">
            <div className="min-w-0">
              <div>
                {found.name ?? found.path.split('/').at(-1)} <span className="pill">{found.program}</span>
              </div>
              <div className="font-mono text-[12px] break-all text-muted">{found.path}</div>
            </div>
            <button type="button" className="button shrink-0 text-[13px]" onClick={() => link(found)}>
              {t('files.link')} <span className="text-muted">{format.bytes(found.bytes)}</span>
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}

function AddFile() {
  const { t } = useLanguage();
  const [refusal, setRefusal] = useState<string>();
  const add = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    const source = String(new FormData(form).get('source') ?? '').trim();
    if (source === '') return;
    setRefusal(undefined);
    try {
      await getWeights({ source });
      form.reset();
    } catch (error) {
      setRefusal(reasonOf(error));
    }
  };
  return (
    <form onSubmit={add} className="pt-6">
      <label htmlFor="source" className="block pb-1 font-medium">
        {t('files.add')}
      </label>
      <div className="flex gap-2">
        <input id="source" name="source" className="field" placeholder={t('files.addHint')} />
        <button type="submit" className="button shrink-0">
          {t('files.addButton')}
        </button>
      </div>
      <p className="pt-1 text-[13px] text-muted">{t('files.addWhy')}</p>
      {refusal !== undefined && (
        <p role="alert" className="pt-1 text-[13px] text-danger">
          {refusal}
        </p>
      )}
    </form>
  );
}
