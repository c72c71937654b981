/** Which address shows which page. The chat comes with the first load; other pages load when they are opened. */
import { createRootRoute, createRoute, createRouter, type ErrorRouteComponent, lazyRouteComponent } from '@tanstack/react-router';
import { ChatPage } from '../chat/chat-page.tsx';
import { Broken, NotFound } from './broken.tsx';
import { Shell } from './shell.tsx';

const root = createRootRoute({ component: Shell, notFoundComponent: NotFound, errorComponent: Broken as ErrorRouteComponent });

/** One component for a new chat and a thread, so that the composer stays as it is when one becomes the other. */
const chat = createRoute({ getParentRoute: () => root, id: 'chat', component: ChatPage });
const newChat = createRoute({ getParentRoute: () => chat, path: '/' });
const thread = createRoute({
  getParentRoute: () => chat,
  path: '/t/$thread',
  validateSearch: (search: Record<string, unknown>): { message?: string } =>
    typeof search.message === 'string' ? { message: search.message } : {},
});
const settings = createRoute({
  getParentRoute: () => root,
  path: '/settings',
  component: lazyRouteComponent(() => import('../settings/settings-page.tsx')),
});
const tokens = createRoute({
  getParentRoute: () => root,
  path: '/tokens',
  component: lazyRouteComponent(() => import('../tokens/tokens-page.tsx')),
});

export const router = createRouter({
  routeTree: root.addChildren([chat.addChildren([newChat, thread]), settings, tokens]),
  defaultPreload: 'intent',
  scrollRestoration: false,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
