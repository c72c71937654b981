/** The rail: new chat, search, the threads by day, and at its foot the pages that work. */
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { Binary, Keyboard, Search, Settings, SquarePen } from 'lucide-react';
import { useMemo } from 'react';
import type { WireThread } from '#wire/thread';
import { threadListQuery } from '../api/queries.ts';
import { useLanguage } from '../i18n/language.tsx';
import { type Group, groupByDay } from './day.ts';
import { Logo } from './logo.tsx';
import { RailEntry } from './rail-entry.tsx';
import { modifier, runCommand } from './shortcut.ts';

const foot = 'flex items-center gap-2.5 rounded-lg px-2.5 py-1 text-second hover:bg-hairline';

export function Rail({ onGo }: { onGo?: () => void }) {
  const { t } = useLanguage();
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: a press on any link or button inside also closes the drawer
    <nav
      aria-label={t('rail.label')}
      className="flex h-full w-full flex-col bg-rail text-[14px]"
      onClick={(event) => (event.target as Element).closest('a, [data-goes]') && onGo?.()}
    >
      <div className="flex items-center gap-2.5 px-5 pt-4 pb-2.5 text-[17px] font-semibold">
        <Logo />
        Oriel
      </div>
      <div className="flex flex-col gap-1.5 px-3">
        <button
          type="button"
          data-goes
          onClick={() => runCommand('newChat')}
          className="button justify-between rounded-lg px-3 py-1.5 font-medium"
        >
          <span className="flex items-center gap-2.5">
            <SquarePen size={15} strokeWidth={1.6} aria-hidden />
            {t('app.newChat')}
          </span>
          <kbd className="key">{modifier} ⇧ O</kbd>
        </button>
        <button
          type="button"
          data-goes
          onClick={() => runCommand('search')}
          className="flex items-center justify-between rounded-lg px-3 py-1.5 text-muted hover:bg-hairline"
        >
          <span className="flex items-center gap-2.5">
            <Search size={15} strokeWidth={1.6} aria-hidden />
            {t('app.search')}
          </span>
          <kbd className="key">{modifier} K</kbd>
        </button>
      </div>
      <ThreadList />
      <div className="mx-3 grid grid-cols-2 gap-1 border-t border-hairline py-3">
        <Link to="/tokens" className={foot} activeProps={{ className: 'bg-hairline text-ink' }}>
          <Binary size={15} strokeWidth={1.6} aria-hidden />
          {t('rail.tokens')}
        </Link>
        <Link to="/settings" className={foot} activeProps={{ className: 'bg-hairline text-ink' }}>
          <Settings size={15} strokeWidth={1.6} aria-hidden />
          {t('rail.settings')}
        </Link>
        <button type="button" data-goes onClick={() => runCommand('sheet')} className={foot}>
          <Keyboard size={15} strokeWidth={1.6} aria-hidden />
          {t('keys.title')}
        </button>
      </div>
    </nav>
  );
}

function ThreadList() {
  const { t } = useLanguage();
  const { data, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery(threadListQuery);
  const { thread: open } = useParams({ strict: false });
  const groups = useMemo(
    () =>
      data
        ? groupByDay(
            // A thread whose first message was refused has neither title nor head: there is nothing to open yet.
            data.pages.flatMap((page) => page.rows).filter(({ title, head }) => title !== undefined || head !== undefined),
            Date.now(),
          )
        : undefined,
    [data],
  );
  return (
    <div className="min-h-0 flex-1 overflow-y-auto px-3 pt-2 pb-4">
      {groups?.length === 0 && <p className="px-2.5 py-4 text-muted">{t('rail.empty')}</p>}
      {groups?.map((group) => (
        <section key={`${group.name}${group.at}`} className="pt-3">
          <h2 className="px-2.5 pb-1 text-[12px] font-semibold text-muted">
            <GroupName group={group} />
          </h2>
          <ul>
            {group.rows.map((thread) => (
              <RailEntry key={thread.id} thread={thread} isOpen={thread.id === open} />
            ))}
          </ul>
        </section>
      ))}
      {hasNextPage && (
        <button
          type="button"
          disabled={isFetchingNextPage}
          onClick={() => fetchNextPage()}
          className="mt-3 w-full rounded-lg px-2.5 py-1.5 text-left text-muted hover:bg-hairline"
        >
          {t('rail.more')}
        </button>
      )}
    </div>
  );
}

function GroupName({ group }: { group: Group<WireThread> }) {
  const { t, format } = useLanguage();
  return group.name === 'month' ? format.month(group.at) : t(`rail.${group.name}`);
}
