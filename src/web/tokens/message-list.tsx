/** A list of messages to be counted as a chat: a role and a text each. */
import { X } from 'lucide-react';
import { TextField } from '../field/text-field.tsx';
import { useLanguage } from '../i18n/language.tsx';
import type { AskedMessage } from './ask.ts';

type Props = { messages: AskedMessage[]; onChange: (messages: AskedMessage[]) => void; onRemove: (at: number) => void };

const ROLES = ['system', 'developer', 'user', 'assistant', 'tool'] as const;

export function MessageList({ messages, onChange, onRemove }: Props) {
  const { t } = useLanguage();
  const change = (index: number, part: Partial<AskedMessage>) =>
    onChange(messages.map((message, at) => (at === index ? { ...message, ...part } : message)));
  return (
    <div className="flex flex-col gap-2">
      {messages.map((message, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a message has no name of its own, its place is all it has
        <div key={index} className="flex items-start gap-2 rounded-xl border border-line bg-surface p-2">
          <div className="flex max-w-28 flex-col items-start gap-0.5 sm:max-w-52">
            <select
              aria-label={t('tokens.role', { at: index + 1 })}
              value={message.role}
              onChange={(event) => change(index, { role: ROLES.find((role) => role === event.target.value) ?? 'user' })}
              className="rounded-lg bg-rail px-2 py-1 text-[13px] text-second"
            >
              {ROLES.map((role) => (
                <option key={role} value={role}>
                  {t(`tokens.${role}`)}
                </option>
              ))}
            </select>
            <WireParts message={message} />
          </div>
          <TextField
            label={t('tokens.messageText', { at: index + 1 })}
            text={message.text}
            spellCheck={false}
            onText={(text) => change(index, { text })}
            className="field-sizing-content max-h-60 min-h-8 min-w-0 flex-1 resize-y bg-transparent px-1 py-1 leading-relaxed"
            longClassName="h-60 overflow-hidden"
          />
          <button
            type="button"
            aria-label={t('tokens.removeMessage', { at: index + 1 })}
            onClick={() => onRemove(index)}
            className="icon-button"
          >
            <X size={14} strokeWidth={1.6} aria-hidden />
          </button>
        </div>
      ))}
    </div>
  );
}

/** What a message has besides its text, as it was dropped: its name, its calls of tools. */
function WireParts({ message: { name, call, moreCalls = [] } }: { message: AskedMessage }) {
  const { t } = useLanguage();
  const parts = [name !== undefined && t('tokens.named', { name }), call && t('tokens.calls', { count: 1 + moreCalls.length })];
  return parts.map(
    (text) =>
      typeof text === 'string' && (
        <p key={text} title={text} className="max-w-full truncate px-2 text-[12px] text-muted">
          {text}
        </p>
      ),
  );
}
