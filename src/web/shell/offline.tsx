/** One line below the head of the page while the server does not answer; it covers no button. The page asks again by itself. */
import { useQuery } from '@tanstack/react-query';
import { CallFailed } from '../api/client.ts';
import { modelsQuery } from '../api/queries.ts';
import { useLanguage } from '../i18n/language.tsx';

export function Offline() {
  const { t } = useLanguage();
  const { failureReason } = useQuery(modelsQuery);
  if (!(failureReason instanceof CallFailed) || failureReason.problem.kind !== 'unreachable') return null;
  return (
    <p
      role="alert"
      className="pointer-events-none fixed top-16 left-1/2 z-30 w-max max-w-[70vw] -translate-x-1/2 rounded-full bg-ink px-4 py-1.5 text-center text-[13px] text-paper"
    >
      {t('app.offline')}
    </p>
  );
}
