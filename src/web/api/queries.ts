/** What the page keeps of the server's answers, and when it asks again. */
import { infiniteQueryOptions, QueryClient, queryOptions } from '@tanstack/react-query';
import { listModels, listWeights, threads } from './calls.ts';
import { CallFailed } from './client.ts';
import { countOnly } from './count.ts';

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 10_000,
      networkMode: 'always',
      // A refusal stays a refusal; a server that is gone may come back.
      retry: (failures, error) => (error instanceof CallFailed && error.problem.status >= 400 ? false : failures < 8),
      retryDelay: (failures) => Math.min(250 * 2 ** failures, 4000),
    },
    mutations: { networkMode: 'always' },
  },
});

export const threadQuery = (thread: string) =>
  queryOptions({ queryKey: ['thread', thread], queryFn: ({ signal }) => threads.get(thread, signal) });

export const threadListQuery = infiniteQueryOptions({
  queryKey: ['threads'],
  queryFn: ({ pageParam, signal }) => threads.list({ limit: 100, ...(pageParam !== '' && { before: pageParam }) }, signal),
  initialPageParam: '',
  getNextPageParam: (page) => page.next,
});

export const searchQuery = (query: string) =>
  queryOptions({
    queryKey: ['threads', 'search', query],
    queryFn: ({ signal }) => threads.list({ limit: 30, ...(query !== '' && { query }) }, signal),
    placeholderData: (before) => before,
  });

/** Asked often while something is on its way: a file being fetched, a model being loaded. */
const BUSY_MS = 700;
/** A model loads when it is first needed, by any tab or program. */
const CALM_MS = 3000;

export const modelsQuery = queryOptions({
  queryKey: ['models'],
  queryFn: ({ signal }) => listModels(signal),
  refetchInterval: ({ state }) =>
    state.data?.models.some(({ state }) => state === 'fetching' || state === 'loading') || state.status === 'error'
      ? BUSY_MS
      : CALM_MS,
});

export const weightsQuery = queryOptions({
  queryKey: ['weights'],
  queryFn: ({ signal }) => listWeights(signal),
  refetchInterval: ({ state }) => (state.data?.some(({ state }) => state === 'fetching') ? BUSY_MS : CALM_MS),
});

/** How many tokens a text is for a model; asked once a text. */
export const countQuery = (model: string | undefined, text: string) =>
  queryOptions({
    queryKey: ['count', model, text],
    queryFn: ({ signal }) => countOnly({ model: model ?? '', text }, signal),
    select: (counts) => counts.content,
    enabled: model !== undefined && text !== '',
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 60_000,
    retry: false,
  });
