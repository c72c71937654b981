/** A thread that is being read. What comes soon is not announced: it would only flash. */
import { useEffect, useState } from 'react';
import { useLanguage } from '../i18n/language.tsx';

const SOON_MS = 300;

export function LoadingRow() {
  const { t } = useLanguage();
  const [isLate, setLate] = useState(false);
  useEffect(() => {
    const timer = setTimeout(setLate, SOON_MS, true);
    return () => clearTimeout(timer);
  }, []);
  return (
    <p role="status" className="absolute inset-x-0 top-0 py-8 text-center text-[13px] text-muted">
      {isLate && t('app.loading')}
    </p>
  );
}
