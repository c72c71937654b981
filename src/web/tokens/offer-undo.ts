/** Says what took the place of something on the Tokens page, with the way back. */
import type { Words } from '../i18n/language.tsx';
import { showToast } from '../shell/toast.tsx';

/** A later one takes this one's place: its way back would lead past what came since. */
export function offerUndo(text: string, t: Words['t'], run: () => void): void {
  showToast({ text, about: 'tokens', action: { label: t('app.undo'), run } });
}
