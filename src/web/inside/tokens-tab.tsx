/** The tokens of the row with what their tints mean, and the card of the one that is asked about. */
import { useCallback, useMemo } from 'react';
import type { Turn } from '#domain/conversation/turn';
import type { Price } from '#domain/money/price';
import { useLanguage } from '../i18n/language.tsx';
import { useRested } from '../tokens/use-rested.ts';
import type { InsideProps } from './inside-props.ts';
import { ownerNames } from './owner-name.ts';
import { probabilityOf } from './probability-text.ts';
import { readingOf } from './reading.ts';
import type { RowModel } from './row-model.ts';
import { keptOf } from './row-money.ts';
import { RowView } from './row-view.tsx';
import { ownersOf, type Section } from './section.ts';
import { specialNames } from './special-name.ts';
import { TintBar } from './tint-bar.tsx';
import { TokenCard } from './token-card.tsx';
import { tokenFacts } from './token-facts.ts';
import { type Unit, unitOfToken } from './unit.ts';
import type { Difference } from './use-difference.ts';
import type { InsideRow } from './use-inside-row.ts';
import { unitLogprob, type View } from './view.ts';

type Props = {
  row: InsideRow;
  turn: Turn | undefined;
  view: View;
  isDraft: boolean;
  hasDraft: boolean;
  difference: Difference | undefined;
  price: Price | undefined;
  goTo: { position: number } | undefined;
  onContinue: InsideProps['onContinue'];
};

/** What takes less time (ms) needs no word of waiting. */
const SOON_MS = 400;

export function TokensTab({ row, turn, view, isDraft, hasDraft, difference, price, goTo, onContinue }: Props) {
  const words = useLanguage();
  const { t, format } = words;
  const { feed, wire, failure } = row;
  const isAtMost = wire?.probabilities !== 'exact';
  const names = useMemo(() => specialNames(wire?.tokens ?? []), [wire]);
  const spellings = useMemo(() => [...names.values()], [names]);
  const kept = keptOf(turn, feed?.promptCount ?? 0);
  const facts = useMemo(
    () => ({ kept, promptCount: feed?.promptCount ?? 0, ...(difference && { fates: difference.fates }) }),
    [kept, feed?.promptCount, difference],
  );
  const isOld = useRested(row.isOld, SOON_MS) && row.isOld;
  const reading = row.isLive && turn ? readingOf(turn) : undefined;
  const heading = (section: Section, isLast: boolean) => (
    <>
      {section.speaker === 'given' ? ownerNames(section.owners, words) : isLast ? t('inside.hasWord') : t('inside.hadWord')}
      <span className="font-normal">{format.decimal.format(section.tokens)}</span>
      {section.ends > 0 && (
        <span className="font-normal" title={t('answer.endWhy')}>
          + {format.decimal.format(section.ends)}
        </span>
      )}
    </>
  );
  const tokenLabel = useCallback(
    (model: RowModel, unit: Unit): string => {
      const token = model.tokens[unit.first];
      const values = {
        token:
          unit.kind === 'special'
            ? `${unit.text}, ${t('inside.special')}`
            : unit.text === '\n'
              ? t('inside.lineBreak')
              : unit.text,
        at: unit.first + 1,
        count: model.tokens.length,
        owner: token ? ownerNames(ownersOf(token), { t }) : '',
      };
      const logprob = unitLogprob(unit, model.tokens);
      if (logprob === undefined) return t('inside.tokenLabel', values);
      return t('inside.tokenLabelProbability', { ...values, probability: probabilityOf(logprob, isAtMost, { t, format }) });
    },
    [t, format, isAtMost],
  );

  // A draft that could not be counted has no row: the one before it would be taken for this one's.
  if (!feed || (isDraft && failure !== undefined)) {
    const text = failure === undefined ? t('inside.loading') : t('inside.failed', { reason: failure });
    return <p className="px-[18px] py-4 text-muted">{text}</p>;
  }
  if (!isDraft && feed.tokens.length === 0) return <p className="px-[18px] py-4 text-muted">{t('inside.neverMade')}</p>;
  return (
    <>
      {isDraft && (
        <p className="px-[18px] pt-4 text-[13.5px] text-second">
          {isOld
            ? t('inside.recounting')
            : hasDraft
              ? t('inside.draft')
              : feed.tokens.length === 0
                ? t('inside.empty')
                : t('inside.emptyTemplate')}
        </p>
      )}
      {reading && <p className="px-[18px] pt-3 text-[12.5px] text-muted">{t('inside.reading', reading)}</p>}
      {wire?.grade === 'estimated' && <p className="px-[18px] pt-3 text-[12.5px] text-muted">{t('inside.estimated')}</p>}
      {failure !== undefined && (
        <p className="px-[18px] pt-3 text-[12.5px] text-danger">{t('inside.exactFailed', { reason: failure })}</p>
      )}
      <TintBar
        view={view}
        cost={{ kept, read: feed.promptCount - kept, written: feed.tokens.length - feed.promptCount }}
        price={price}
        change={difference?.counts}
        exact={turn && !row.isLive && turn.asked.vendor === 'local' ? row.exact : undefined}
      />
      <RowView
        key={turn?.turn ?? 'draft'}
        feed={feed}
        view={view}
        facts={facts}
        isLive={row.isLive}
        label={t('inside.row')}
        specials={spellings}
        heading={heading}
        tokenLabel={tokenLabel}
        goTo={goTo}
        card={(model, position, isPinned, lookAlike) => {
          const token = model.tokens[position];
          const unit = model.units[unitOfToken(model.units, position)];
          if (!token || !unit) return null;
          const isOwn = turn !== undefined && !row.isLive && token.message === turn.message && ownersOf(token).includes('model');
          return (
            <TokenCard
              facts={tokenFacts(token, position, unit, names)}
              count={model.tokens.length}
              isAtMost={isAtMost}
              isPinned={isPinned}
              lookAlike={lookAlike}
              onContinue={isOwn ? (id) => onContinue(turn.turn, position, id) : undefined}
            />
          );
        }}
      />
    </>
  );
}
