/**
 * Look inside: the window as the model sees it. The gauge, the row of tokens, the exact text, the request and the
 * ledger of one turn, or of what stands in the composer. Joins the parts; draws little itself.
 */
import { useQuery } from '@tanstack/react-query';
import { X } from 'lucide-react';
import { useMemo, useState } from 'react';
import { type ListedModel, priceOf } from '#domain/catalogue/model';
import type { Turn } from '#domain/conversation/turn';
import { useListedModel } from '../api/listed-models.ts';
import { threadQuery } from '../api/queries.ts';
import { useLanguage } from '../i18n/language.tsx';
import { Foot } from './foot.tsx';
import { Gauge, type KnowsUntil } from './gauge.tsx';
import type { InsideProps } from './inside-props.ts';
import { LedgerTab } from './ledger-tab.tsx';
import { RequestTab } from './request-tab.tsx';
import type { RowFeed } from './row-feed.ts';
import { modelQuery, turnQuery } from './row-query.ts';
import { TabList, TabPanel } from './tab-list.tsx';
import { TextTab } from './text-tab.tsx';
import { TokensTab } from './tokens-tab.tsx';
import { turnBefore } from './turn-before.ts';
import { bareName } from './unit.ts';
import { useDifference } from './use-difference.ts';
import { type InsideRow, useInsideRow } from './use-inside-row.ts';
import { useSwipeDown } from './use-swipe.ts';
import { textOfHex } from './utf8.ts';
import type { View } from './view.ts';
import { ViewSwitch } from './view-switch.tsx';

type Tab = 'tokens' | 'text' | 'request' | 'ledger';

export default function Inside({ thread, turn: turnId, live, model, draft, onContinue, onClose }: InsideProps) {
  const { t } = useLanguage();
  const [tab, setTab] = useState<Tab>('tokens');
  const [view, setView] = useState<View>('owner');
  const [goTo, setGoTo] = useState<{ position: number }>();
  const row = useInsideRow(turnId, live, model, draft);
  const turn = useTurn(turnId, live);
  const asked = turn ? `${turn.asked.vendor}/${turn.asked.model}` : model;
  const { data: facts } = useQuery(modelQuery(asked));
  const listed = useListedModel(answeredBy(turn), asked);
  const price = useMemo(() => listed && priceOf(listed), [listed]);
  const { data: whole } = useQuery({ ...threadQuery(thread ?? ''), enabled: thread !== undefined });
  const messages = whole?.messages ?? [];
  const before = useMemo(() => turnBefore(whole, turn), [whole, turn]);
  const difference = useDifference(before, row.feed, view === 'change');
  const { feed } = row;
  const swipe = useSwipeDown(onClose);
  const limit = turn?.window.limit ?? facts?.window ?? listed?.window;
  const tabs = [
    { name: 'tokens', text: t('inside.tokens') },
    { name: 'text', text: t('inside.text') },
    { name: 'request', text: t('inside.request') },
    { name: 'ledger', text: t('inside.ledger') },
  ] as const;

  return (
    <aside aria-label={t('inside.title')} className="flex h-full min-h-0 flex-col bg-surface text-ink">
      <header {...swipe} className="flex h-[54px] shrink-0 items-center border-b border-hairline pr-2.5 pl-[18px]">
        <h2 className="flex-1 font-semibold">{t('inside.title')}</h2>
        <button type="button" aria-label={t('inside.close')} className="icon-button" onClick={onClose}>
          <X size={16} strokeWidth={1.6} aria-hidden />
        </button>
      </header>
      <Gauge
        used={feed?.tokens.length ?? 0}
        limit={limit}
        owners={feed?.owners ?? noOwners}
        knowsUntil={listed && knowsUntil(listed)}
      />
      <div className="flex shrink-0 flex-wrap items-center justify-between gap-x-3 border-b border-hairline px-[18px]">
        <TabList label={t('inside.tabs')} tabs={tabs} chosen={tab} onChoose={setTab} />
        {tab === 'tokens' && feed && feed.tokens.length > 0 && (
          <ViewSwitch view={view} others={othersOf(turn, before)} onChoose={setView} />
        )}
      </div>
      <TabPanel name={tab}>
        {tab === 'tokens' && (
          <TokensTab
            row={row}
            turn={turn}
            view={view}
            isDraft={turnId === undefined}
            hasDraft={draft.text !== ''}
            difference={difference}
            price={price}
            goTo={goTo}
            onContinue={onContinue}
          />
        )}
        {tab === 'text' && <TextTab given={row.wire?.text ?? ''} written={turn ? writtenBy(turn) : ''} />}
        {tab === 'request' && (
          <RequestTab
            turn={turn}
            tokens={feed?.tokens ?? []}
            promptCount={feed?.promptCount ?? 0}
            encoder={facts?.facts?.encoder}
          />
        )}
        {tab === 'ledger' && (
          <LedgerTab
            tokens={feed?.tokens ?? []}
            promptCount={feed?.promptCount ?? 0}
            turn={turn}
            messages={messages}
            price={price}
            isLocal={asked.startsWith('local/')}
            onShow={(position) => {
              setTab('tokens');
              setGoTo({ position });
            }}
          />
        )}
      </TabPanel>
      {feed && feed.tokens.length > 0 && <RowFoot row={row} feed={feed} turn={turn} />}
    </aside>
  );
}

const noOwners: RowFeed['owners'] = { template: 0, system: 0, person: 0, model: 0, tool: 0 };

/** The snapshot that answered, as the catalogue names it. */
function answeredBy(turn: Turn | undefined): string | undefined {
  const { vendor, snapshot } = turn?.answeredBy ?? {};
  return vendor !== undefined && snapshot !== undefined ? `${vendor}/${snapshot}` : undefined;
}

function knowsUntil({ knowsUntil: day, knowsUntilFrom: source }: ListedModel): KnowsUntil | undefined {
  return day === undefined || source === undefined ? undefined : { day, source };
}

function RowFoot({ row, feed, turn }: { row: InsideRow; feed: RowFeed; turn: Turn | undefined }) {
  const last = feed.tokens.at(-1);
  const endToken =
    turn && feed.tokens.length > feed.promptCount && last?.special
      ? bareName(last.text ?? textOfHex(last.bytes) ?? '')
      : undefined;
  return (
    <Foot
      turn={turn}
      row={feed.tokens.length}
      prompt={feed.promptCount}
      grade={row.wire?.grade ?? 'estimated'}
      endToken={endToken}
    />
  );
}

/** The turn with all that is known of it: live while it runs, else as the server folded it. */
function useTurn(id: string | undefined, live: Turn | undefined): Turn | undefined {
  const isLive = live !== undefined && live.turn === id;
  const { data } = useQuery(turnQuery(isLive ? undefined : id));
  return isLive ? live : data;
}

function othersOf(turn: Turn | undefined, before: string | undefined): ('cost' | 'change')[] {
  if (!turn) return [];
  return before === undefined ? ['cost'] : ['cost', 'change'];
}

function writtenBy(turn: Turn): string {
  const end = turn.endToken ? (textOfHex(turn.endToken.bytes) ?? '') : '';
  return turn.parts.map((part) => part.text).join('') + end;
}
