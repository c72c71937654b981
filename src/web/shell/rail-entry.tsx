/** One thread in the rail: a link, and behind its button rename, pin, save and delete. */
import { Link, useRouter } from '@tanstack/react-router';
import { Download, Ellipsis, Pencil, Pin, PinOff, Trash2 } from 'lucide-react';
import { useState } from 'react';
import type { WireThread } from '#wire/thread';
import { queryClient, threadQuery } from '../api/queries.ts';
import { useLanguage } from '../i18n/language.tsx';
import { changeThread, deleteThread } from './change-thread.ts';
import { MenuButton, MenuItem } from './popover-button.tsx';
import { saveThread } from './thread-file.ts';

export function RailEntry({ thread, isOpen }: { thread: WireThread; isOpen: boolean }) {
  const words = useLanguage();
  const { t } = words;
  const [isRenaming, setRenaming] = useState(false);
  const router = useRouter();
  const title = thread.title ?? t('rail.untitled');
  if (isRenaming) return <Rename thread={thread} title={thread.title ?? ''} onDone={() => setRenaming(false)} />;
  // Where the pointer or the focus is, one is about to go.
  const read = () => void queryClient.prefetchQuery(threadQuery(thread.id));
  const remove = async () => {
    if (!isOpen) return deleteThread(thread.id, title, words);
    await router.navigate({ to: '/' });
    // Back to where the person was, unless they have gone on.
    await deleteThread(thread.id, title, words, () => {
      if (router.state.location.pathname === '/') void router.navigate({ to: '/t/$thread', params: { thread: thread.id } });
    });
  };
  return (
    <li
      className={`group relative flex items-center rounded-lg border ${isOpen ? 'border-hairline bg-surface font-medium' : 'border-transparent hover:bg-hairline'}`}
    >
      <Link
        to="/t/$thread"
        params={{ thread: thread.id }}
        onPointerEnter={read}
        onFocus={read}
        title={title}
        dir="auto"
        className="min-w-0 flex-1 truncate rounded-lg px-2.5 py-[3px]"
      >
        {title}
      </Link>
      <MenuButton
        label={t('rail.actions', { title })}
        face={<Ellipsis size={15} strokeWidth={1.6} aria-hidden />}
        align="end"
        className="icon-button h-7 w-7 opacity-0 group-hover:opacity-100 focus-visible:opacity-100 aria-expanded:opacity-100 pointer-coarse:opacity-100"
      >
        {(close) => {
          const then = (run: () => void) => () => {
            close();
            run();
          };
          return (
            <>
              <MenuItem onSelect={then(() => setRenaming(true))}>
                <Pencil size={15} strokeWidth={1.6} aria-hidden />
                {t('rail.rename')}
              </MenuItem>
              <MenuItem onSelect={then(() => void changeThread(thread.id, { pinned: !thread.pinned }))}>
                {thread.pinned ? (
                  <PinOff size={15} strokeWidth={1.6} aria-hidden />
                ) : (
                  <Pin size={15} strokeWidth={1.6} aria-hidden />
                )}
                {thread.pinned ? t('rail.unpin') : t('rail.pin')}
              </MenuItem>
              <MenuItem onSelect={then(() => void saveThread(thread.id, words))}>
                <Download size={15} strokeWidth={1.6} aria-hidden />
                {t('rail.save')}
              </MenuItem>
              <MenuItem onSelect={then(() => void remove())}>
                <Trash2 size={15} strokeWidth={1.6} aria-hidden />
                {t('rail.delete')}
              </MenuItem>
            </>
          );
        }}
      </MenuButton>
    </li>
  );
}

function Rename({ thread, title, onDone }: { thread: WireThread; title: string; onDone: () => void }) {
  const { t } = useLanguage();
  const save = (value: string) => {
    onDone();
    if (value.trim() !== '' && value !== title) void changeThread(thread.id, { title: value });
  };
  return (
    <li>
      <input
        // biome-ignore lint/a11y/noAutofocus: the person has just asked for it
        autoFocus
        aria-label={t('rail.newTitle')}
        defaultValue={title}
        maxLength={200}
        className="field px-2 py-0.5"
        onFocus={(event) => event.target.select()}
        onBlur={(event) => save(event.target.value)}
        onKeyDown={(event) => {
          if (event.nativeEvent.isComposing) return;
          if (event.key === 'Enter') save(event.currentTarget.value);
          if (event.key === 'Escape') onDone();
        }}
      />
    </li>
  );
}
