/** Search over titles and texts: a field, and the threads that hold its words with the words marked. */
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useDeferredValue, useEffect, useId, useRef, useState } from 'react';
import type { WireThread } from '#wire/thread';
import { searchQuery } from '../api/queries.ts';
import { useLanguage } from '../i18n/language.tsx';
import { cutAtMarks } from './mark.ts';
import { Sheet } from './sheet.tsx';

export default function SearchSheet({ onClose }: { onClose: () => void }) {
  const { t } = useLanguage();
  const [query, setQuery] = useState('');
  const { data } = useQuery(searchQuery(useDeferredValue(query.trim())));
  const [chosen, setChosen] = useState(0);
  const navigate = useNavigate();
  const list = useId();
  const rows = data?.rows ?? [];
  const at = Math.min(chosen, Math.max(0, rows.length - 1));
  const go = (thread: WireThread | undefined) => {
    if (!thread) return;
    onClose();
    const message = thread.hits?.[0]?.message;
    void navigate({ to: '/t/$thread', params: { thread: thread.id }, search: message === undefined ? {} : { message } });
  };
  return (
    <Sheet label={t('search.label')} form="top" hasHeading={false} onClose={onClose}>
      <input
        // biome-ignore lint/a11y/noAutofocus: the sheet is this field
        autoFocus
        type="text"
        role="combobox"
        aria-label={t('search.label')}
        aria-expanded={rows.length > 0}
        aria-controls={list}
        aria-activedescendant={rows.length > 0 ? `${list}-${at}` : undefined}
        placeholder={t('search.hint')}
        value={query}
        className="border-b border-hairline bg-transparent px-5 py-3.5 text-[16px] outline-none"
        onChange={(event) => {
          setQuery(event.target.value);
          setChosen(0);
        }}
        onKeyDown={(event) => {
          if (event.nativeEvent.isComposing) return;
          if (event.key === 'ArrowDown') setChosen(Math.min(at + 1, rows.length - 1));
          else if (event.key === 'ArrowUp') setChosen(Math.max(at - 1, 0));
          else if (event.key === 'Enter') go(rows[at]);
          else return;
          event.preventDefault();
        }}
      />
      <div role="listbox" id={list} aria-label={t('search.label')} className="min-h-0 flex-1 overflow-y-auto p-2">
        {rows.map((thread, index) => (
          <Result key={thread.id} id={`${list}-${index}`} thread={thread} isChosen={index === at} onChoose={() => go(thread)} />
        ))}
      </div>
      <p role="status" className={rows.length === 0 && query !== '' ? 'px-5 pt-2 pb-5 text-muted' : 'sr-only'}>
        {data && (rows.length === 0 ? query !== '' && t('search.nothing', { query }) : t('search.found', { count: rows.length }))}
      </p>
    </Sheet>
  );
}

function Result({ id, thread, isChosen, onChoose }: { id: string; thread: WireThread; isChosen: boolean; onChoose: () => void }) {
  const { t } = useLanguage();
  const row = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (isChosen) row.current?.scrollIntoView({ block: 'nearest' });
  }, [isChosen]);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the field has the keys, by aria-activedescendant
    // biome-ignore lint/a11y/useFocusableInteractive: the field keeps the focus
    <div
      ref={row}
      id={id}
      role="option"
      aria-selected={isChosen}
      onClick={onChoose}
      className={`cursor-pointer rounded-lg px-3 py-2 ${isChosen ? 'bg-soft' : 'hover:bg-rail'}`}
    >
      <div className="truncate font-medium">{thread.title ?? t('rail.untitled')}</div>
      {thread.hits?.slice(0, 2).map((hit) => (
        <div key={hit.message} className="line-clamp-2 text-[13px] text-second">
          {cutAtMarks(hit.text, hit.marks).map(({ text, isMarked, at }) => (isMarked ? <mark key={at}>{text}</mark> : text))}
        </div>
      ))}
    </div>
  );
}
