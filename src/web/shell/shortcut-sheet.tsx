/** All shortcuts, as the `?` key shows them. */
import type { Key } from '../i18n/language.tsx';
import { useLanguage } from '../i18n/language.tsx';
import { Sheet } from './sheet.tsx';
import { modifier } from './shortcut.ts';

const ROWS: [label: Key & `keys.${string}`, keys: string[]][] = [
  ['keys.newChat', [modifier, '⇧', 'O']],
  ['keys.search', [modifier, 'K']],
  ['keys.inside', ['I']],
  ['keys.composer', ['/']],
  ['keys.send', ['Enter']],
  ['keys.break', ['⇧', 'Enter']],
  ['keys.edit', ['↑']],
  ['keys.stop', [modifier, '⇧', 'X']],
  ['keys.menus', ['↑', '↓']],
  ['keys.close', ['Esc']],
  ['keys.sheet', ['?']],
];

export default function ShortcutSheet({ onClose }: { onClose: () => void }) {
  const { t } = useLanguage();
  return (
    <Sheet label={t('keys.title')} onClose={onClose}>
      <dl className="grid grid-cols-[1fr_auto] gap-y-2.5 overflow-y-auto px-5 py-4">
        {ROWS.map(([label, keys]) => (
          <div key={label} className="contents">
            <dt>{t(label)}</dt>
            <dd className="flex items-center justify-end gap-1">
              {keys.map((key) => (
                <kbd key={key} className="key">
                  {key}
                </kbd>
              ))}
            </dd>
          </div>
        ))}
      </dl>
    </Sheet>
  );
}
