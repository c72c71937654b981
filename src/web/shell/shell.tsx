/** The frame of every page: the rail (a drawer where the window is narrow), the page, what floats over it, the shortcuts. */
import { Outlet, useNavigate, useRouterState } from '@tanstack/react-router';
import { lazy, Suspense, useEffect, useState } from 'react';
import { useLanguage } from '../i18n/language.tsx';
import { DrawerContext } from './drawer.tsx';
import { useMedia } from './media.ts';
import { Offline } from './offline.tsx';
import { usePreferences } from './preferences.ts';
import { Rail } from './rail.tsx';
import { Sheet } from './sheet.tsx';
import { useCommand, useShortcuts } from './shortcut.ts';
import { Toasts } from './toast.tsx';

const loadSearch = () => import('./search.tsx');
const loadSheet = () => import('./shortcut-sheet.tsx');
const SearchSheet = lazy(loadSearch);
const ShortcutSheet = lazy(loadSheet);

/** After the first paint, ms: sheets are loaded when the page itself has been. */
const PRELOAD_MS = 300;
/** Below this the rail is a drawer; with the panel open it needs more room. */
const NARROW = '(max-width: 860px)';
const NARROW_WITH_PANEL = '(max-width: 1120px)';

export function Shell() {
  const { t } = useLanguage();
  const navigate = useNavigate();
  const { singleKeys, panelOpen } = usePreferences();
  const [open, setOpen] = useState<'search' | 'sheet' | 'rail'>();
  const isNarrow = useMedia(NARROW);
  const isTight = useMedia(NARROW_WITH_PANEL);
  const hasDrawer = isNarrow || (isTight && panelOpen === true);
  const path = useRouterState({ select: ({ location }) => location.pathname });
  const close = () => setOpen(undefined);
  useShortcuts(singleKeys !== false);
  useCommand('newChat', () => void navigate({ to: '/' }));
  useCommand('search', () => setOpen('search'));
  useCommand('sheet', () => setOpen('sheet'));
  // What a key opens is there before the key: nothing typed into it is lost.
  useEffect(() => {
    const timer = setTimeout(() => void Promise.all([loadSearch(), loadSheet()]).catch(() => {}), PRELOAD_MS);
    return () => clearTimeout(timer);
  }, []);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new page closes the drawer
  useEffect(() => setOpen((now) => (now === 'rail' ? undefined : now)), [path]);
  return (
    <div className="flex h-dvh overflow-hidden">
      <a href="#page" className="sr-only focus:not-sr-only focus:absolute focus:z-30 focus:m-2 focus:bg-surface focus:p-2">
        {t('app.skip')}
      </a>
      {!hasDrawer && (
        <div className="w-64 shrink-0 border-r border-hairline">
          <Rail />
        </div>
      )}
      {hasDrawer && open === 'rail' && (
        <Sheet label={t('rail.label')} form="start" hasHeading={false} onClose={close}>
          <Rail onGo={close} />
        </Sheet>
      )}
      <DrawerContext value={hasDrawer ? () => setOpen('rail') : undefined}>
        <div id="page" tabIndex={-1} className="flex min-w-0 flex-1 outline-none">
          <Outlet />
        </div>
      </DrawerContext>
      <Suspense>
        {open === 'search' && <SearchSheet onClose={close} />}
        {open === 'sheet' && <ShortcutSheet onClose={close} />}
      </Suspense>
      <Offline />
      <Toasts />
    </div>
  );
}
