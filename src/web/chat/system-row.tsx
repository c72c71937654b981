/** The system message in force from here on: quiet, at its place in the path. An empty one takes an earlier one away. */
import type { Message } from '#domain/conversation/message';
import { textOf } from '#domain/conversation/part';
import { useLanguage } from '../i18n/language.tsx';

export function SystemRow({ message }: { message: Message }) {
  const { t } = useLanguage();
  const text = textOf(message.parts);
  return (
    <div className="mx-auto w-full max-w-[680px] pb-4">
      <div className="border-l-2 border-system-2 pl-3.5 text-[13.5px] text-second">
        <div className="text-[12px] font-semibold text-muted">{t('chat.system')}</div>
        <div className="max-h-48 overflow-y-auto break-words whitespace-pre-wrap">
          {text === '' ? t('chat.systemNone') : text}
        </div>
      </div>
    </div>
  );
}
