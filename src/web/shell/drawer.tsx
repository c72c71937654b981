/** The button that opens the rail where it is a drawer; nothing where the rail stands. */
import { Menu } from 'lucide-react';
import { createContext, useContext } from 'react';
import { useLanguage } from '../i18n/language.tsx';

/** Opens the drawer; undefined where there is none. */
export const DrawerContext = createContext<(() => void) | undefined>(undefined);

export function DrawerButton() {
  const open = useContext(DrawerContext);
  const { t } = useLanguage();
  if (!open) return null;
  return (
    <button type="button" aria-label={t('app.menu')} className="icon-button -ml-2" onClick={open}>
      <Menu size={18} strokeWidth={1.6} aria-hidden />
    </button>
  );
}
