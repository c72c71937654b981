/** A file on its way: how much has come, how fast, how long still, from where; and Stop. */
import type { WireWeights } from '#wire/model';
import { stopWeights } from '../api/calls.ts';
import { reasonOf } from '../api/client.ts';
import { useLanguage } from '../i18n/language.tsx';
import { sourceIn } from '../i18n/server-words.ts';
import { showToast } from '../shell/toast.tsx';
import { refreshWeights } from './get-weights.ts';

export function Fetching({ weights }: { weights: WireWeights }) {
  const { t, format, language } = useLanguage();
  const {
    bytes = 0,
    received = 0,
    share = bytes > 0 ? received / bytes : 0,
    phase,
    bytesPerSecond,
    secondsLeft,
    source,
  } = weights;
  const progress = t('weights.progress', { received: format.bytes(received), total: format.bytes(bytes) });
  const stop = () =>
    stopWeights(weights.id)
      .catch((error) => showToast({ text: reasonOf(error) }))
      .finally(refreshWeights);
  return (
    <div className="text-[13px] text-muted">
      <progress className="bar w-full" max={1} value={share} aria-label={progress} />
      <div className="flex flex-wrap items-center gap-x-3 pt-1.5">
        <span>{progress}</span>
        {(phase === 'checking' || phase === 'joining') && (
          <span>{t(`weights.phase.${phase}`, { share: format.share(share) })}</span>
        )}
        {bytesPerSecond !== undefined && <span>{t('weights.rate', { rate: format.bytes(bytesPerSecond) })}</span>}
        {secondsLeft !== undefined && <span>{t('weights.left', { time: format.duration(secondsLeft * 1000) })}</span>}
        {source !== undefined && (
          <span className="min-w-0 truncate">{t('weights.source', { source: sourceIn(language, source) })}</span>
        )}
        <button type="button" className="ml-auto font-medium text-accent" onClick={stop}>
          {t('weights.stop')}
        </button>
      </div>
    </div>
  );
}
