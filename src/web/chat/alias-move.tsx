/** Says once that `local/default` means another model now: new chats use it, old ones stay with theirs. */
import { useEffect } from 'react';
import { useLanguage } from '../i18n/language.tsx';
import { setPreferences, usePreferences } from '../shell/preferences.ts';
import { showToast } from '../shell/toast.tsx';
import { useChat } from './chat-context.ts';
import { isHere, resolve } from './model-choice.ts';

export function AliasMove() {
  const { t } = useLanguage();
  const { models } = useChat();
  const { aliasSeen } = usePreferences();
  const row = resolve(models.models, models.default);
  const now = row && isHere(row) ? row.model : undefined;
  useEffect(() => {
    if (now === undefined || now === aliasSeen) return;
    if (aliasSeen !== undefined) showToast({ text: t('weights.arrived', { model: now }) });
    void setPreferences({ aliasSeen: now }).catch(() => {});
  }, [now, aliasSeen, t]);
  return null;
}
