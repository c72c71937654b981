/** One line at the top while the server does not answer. The page asks again by itself. */
import { useQuery } from '@tanstack/react-query';
import { CallFailed } from '../api/client.ts';
import { modelsQuery } from '../api/queries.ts';
import { useLanguage } from '../i18n/language.tsx';

export function Offline() {
  const { t } = useLanguage();
  const { failureReason } = useQuery(modelsQuery);
  if (!(failureReason instanceof CallFailed) || failureReason.problem.kind !== 'unreachable') return null;
  return (
    <p role="alert" className="fixed inset-x-0 top-0 z-30 bg-ink px-4 py-1.5 text-center text-[13.5px] text-paper">
      {t('app.offline')}
    </p>
  );
}
