/** Chooses what tokens are tinted by: owner and probability at hand, the others in a menu. */
import { MoreHorizontal } from 'lucide-react';
import { useLanguage } from '../i18n/language.tsx';
import { MenuButton, MenuItem } from '../shell/popover-button.tsx';
import type { View } from './view.ts';

type Props = { view: View; others: readonly ('cost' | 'change')[]; onChoose: (view: View) => void };

export function ViewSwitch({ view, others, onChoose }: Props) {
  const { t } = useLanguage();
  const names = {
    owner: 'inside.byOwner',
    probability: 'inside.byProbability',
    cost: 'inside.byCost',
    change: 'inside.byChange',
  } as const;
  const reasons = { cost: 'inside.byCostWhy', change: 'inside.byChangeWhy' } as const;
  const form = (isOn: boolean) => `px-2 py-0.5 ${isOn ? 'bg-soft text-accent' : 'text-muted hover:text-ink'}`;
  const isOther = view === 'cost' || view === 'change';
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would bring a border and a legend
    <div role="group" aria-label={t('inside.tint')} className="flex overflow-hidden rounded-[7px] border border-line text-[12px]">
      <button type="button" aria-pressed={view === 'owner'} onClick={() => onChoose('owner')} className={form(view === 'owner')}>
        {t('inside.byOwner')}
      </button>
      <button
        type="button"
        aria-pressed={view === 'probability'}
        title={t('inside.byProbabilityWhy')}
        onClick={() => onChoose('probability')}
        className={form(view === 'probability')}
      >
        {t('inside.byProbability')}
      </button>
      {others.length > 0 && (
        <MenuButton
          label={t('inside.moreTints')}
          align="end"
          className={form(isOther)}
          face={isOther ? t(names[view]) : <MoreHorizontal size={13} strokeWidth={1.6} aria-hidden />}
        >
          {(close) =>
            others.map((other) => (
              <MenuItem
                key={other}
                isChosen={view === other}
                onSelect={() => {
                  onChoose(other);
                  close();
                }}
              >
                {t(reasons[other])}
              </MenuItem>
            ))
          }
        </MenuButton>
      )}
    </div>
  );
}
