/** The chat: a new one or a thread, its composer, and Look inside beside it. Joins the parts; draws little itself. */
import { useQuery } from '@tanstack/react-query';
import { useParams, useSearch } from '@tanstack/react-router';
import { Eye } from 'lucide-react';
import { useCallback, useEffect, useMemo, useState } from 'react';
import { modelsQuery } from '../api/queries.ts';
import { useLanguage } from '../i18n/language.tsx';
import { DrawerButton } from '../shell/drawer.tsx';
import { usePreferences } from '../shell/preferences.ts';
import { useCommand } from '../shell/shortcut.ts';
import { AliasMove } from './alias-move.tsx';
import { ChatContext, unreadModels } from './chat-context.ts';
import { Composer } from './composer.tsx';
import { NEW, saveAtLeaving, useDraftPart } from './draft.ts';
import { InsideHost, useInsideSoon } from './inside-host.tsx';
import { nextModel, resolve } from './model-choice.ts';
import { ModelPicker } from './model-picker.tsx';
import { NewChat } from './new-chat.tsx';
import { PanelEdge } from './panel-edge.tsx';
import { Transcript } from './transcript.tsx';
import { useActions } from './use-actions.ts';
import { usePanel } from './use-panel.ts';
import { useReadAhead } from './use-read-ahead.ts';
import { refreshAtEnds, useThread } from './use-thread.ts';

export function ChatPage() {
  const { t } = useLanguage();
  const { thread: id } = useParams({ strict: false });
  const { message } = useSearch({ strict: false });
  const { model: preferred } = usePreferences();
  const { isOpen, isOver, setOpen } = usePanel();
  const { data: models = unreadModels } = useQuery(modelsQuery);
  const view = useThread(id);
  const actions = useActions(id);
  const chosen = useDraftPart(id ?? NEW, ({ model }) => model);
  const model = nextModel(models, chosen, view.last, preferred);
  const [selected, setSelected] = useState<string>();

  useReadAhead(id ?? NEW, model, resolve(models.models, model), view.path);
  useEffect(() => refreshAtEnds(), []);
  useEffect(() => saveAtLeaving(), []);
  useInsideSoon();
  // biome-ignore lint/correctness/useExhaustiveDependencies: another thread, another turn
  useEffect(() => setSelected(undefined), [id, view.last?.turn]);
  const title = view.thread?.title ?? (view.state === 'loading' ? '' : t('app.newChat'));
  useEffect(() => {
    document.title = title === '' ? 'Oriel' : `${title} · Oriel`;
  }, [title]);

  useCommand('inside', () => setOpen(!isOpen));
  const lookInside = useCallback(
    (turn: string) => {
      setSelected(turn);
      setOpen(true);
    },
    [setOpen],
  );
  const chat = useMemo(() => ({ view, actions, models, model, lookInside }), [view, actions, models, model, lookInside]);
  const turn = selected ?? view.last?.turn;

  return (
    <ChatContext value={chat}>
      <main className="relative flex min-w-0 flex-1 flex-col bg-paper">
        <header className="flex h-[54px] shrink-0 items-center gap-3 border-b border-hairline px-4 sm:px-5.5">
          <DrawerButton />
          <h1
            aria-busy={title === ''}
            className={`min-w-0 flex-1 truncate ${id === undefined ? 'text-second' : 'font-semibold'}`}
          >
            {title}
          </h1>
          <ModelPicker />
          <button
            type="button"
            aria-pressed={isOpen}
            onClick={() => setOpen(!isOpen)}
            className="flex items-center gap-2 rounded-lg bg-soft px-2.5 py-1.5 text-[14px] font-medium text-accent max-sm:px-2"
          >
            <Eye size={16} strokeWidth={1.6} aria-hidden />
            <span className="max-sm:sr-only">{t('chat.insideButton')}</span>
            <kbd className="key border-current text-accent max-sm:hidden">I</kbd>
          </button>
        </header>
        <AliasMove />
        {id === undefined && !actions.pending ? <NewChat /> : <Transcript key={`transcript ${id}`} message={message} />}
        {/* To a thread that is not there nothing can be said. */}
        {view.state !== 'failed' && <Composer key={`composer ${id}`} id={id ?? NEW} />}
        {isOpen && !isOver && <PanelEdge />}
      </main>
      {isOpen && <InsideHost isOver={isOver} {...(turn !== undefined && { turn })} onClose={() => setOpen(false)} />}
    </ChatContext>
  );
}
