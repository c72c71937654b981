/** Tokens of a text as running text, with the card of the chosen one below. */
import { type ReactNode, useCallback, useMemo } from 'react';
import type { RowToken } from '#domain/tokens/token';
import { useLanguage } from '../i18n/language.tsx';
import type { RowForm } from '../inside/layout.ts';
import { ownerNames } from '../inside/owner-name.ts';
import { feedOf } from '../inside/row-feed.ts';
import type { RowModel } from '../inside/row-model.ts';
import { RowView } from '../inside/row-view.tsx';
import { ownersOf } from '../inside/section.ts';
import { TokenCard } from '../inside/token-card.tsx';
import { tokenFacts } from '../inside/token-facts.ts';
import { type Unit, unitOfToken } from '../inside/unit.ts';

type Props = {
  label: string;
  form: RowForm;
  tokens: RowToken[];
  /** Place of the first of them in the whole text. */
  from: number;
  hasOwners: boolean;
  /** What more is told of the chosen token. */
  below?: ((position: number) => ReactNode) | undefined;
};

const NO_FACTS = { kept: 0, promptCount: 0 };
const NO_NAMES = new Map<number, string>();
const NO_SPECIALS: string[] = [];

export function TokenText({ label, form, tokens, from, hasOwners, below }: Props) {
  const words = useLanguage();
  const { t } = words;
  const feed = useMemo(() => feedOf({ model: '', encoding: '', grade: 'exact', counts: {}, tokens }), [tokens]);
  const tokenLabel = useCallback(
    (row: RowModel, unit: Unit): string => {
      const token = row.tokens[unit.first];
      const owner = token && hasOwners ? ownerNames(ownersOf(token), { t }) : unit.kind === 'special' ? t('inside.special') : '';
      return t('inside.tokenLabel', {
        token: unit.text === '\n' ? t('inside.lineBreak') : unit.text,
        at: from + unit.first + 1,
        count: from + row.tokens.length,
        owner: owner || t('inside.id', { id: String(token?.id ?? '') }),
      });
    },
    [t, from, hasOwners],
  );
  return (
    <RowView
      feed={feed}
      view="owner"
      facts={NO_FACTS}
      isLive={false}
      form={form}
      hasSections={false}
      className="-mx-1 max-h-80 px-1 py-1"
      isCardBelow
      label={label}
      specials={NO_SPECIALS}
      tokenLabel={tokenLabel}
      card={(row, position, isPinned, lookAlike) => {
        const token = row.tokens[position];
        const unit = row.units[unitOfToken(row.units, position)];
        if (!token || !unit) return null;
        const facts = tokenFacts(token, position, unit, NO_NAMES);
        return (
          <>
            <TokenCard
              facts={{ ...facts, position: from + position, ...(!hasOwners && { owners: [] }) }}
              count={from + row.tokens.length}
              isAtMost={false}
              isPinned={isPinned}
              lookAlike={lookAlike}
            />
            {below?.(position)}
          </>
        );
      }}
    />
  );
}
