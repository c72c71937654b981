/** What stands where a page could not: an address without a page, or an error in the page's own code. */
import { Link } from '@tanstack/react-router';
import { useLanguage } from '../i18n/language.tsx';

export function NotFound() {
  const { t } = useLanguage();
  return (
    <main className="grid flex-1 place-content-center gap-4 p-6 text-center">
      <p>{t('app.notFound')}</p>
      <Link to="/" className="button justify-center">
        {t('app.newChat')}
      </Link>
    </main>
  );
}

export function Broken({ error }: { error: Error }) {
  const { t } = useLanguage();
  return (
    <main role="alert" className="grid flex-1 place-content-center gap-4 p-6 text-center">
      <p>{t('app.broken', { message: error.message })}</p>
      <button type="button" className="button justify-center" onClick={() => location.reload()}>
        {t('app.reload')}
      </button>
    </main>
  );
}
