/**
 * What arrives by itself: the small file first, so that the first answer comes within a minute; then the one worth talking
 * to, if memory and disk hold it. What a person stopped stays stopped. Named weights: those and nothing else.
 */
import type { WeightsLibrary } from '#engines/llama/weights/library';
import type { WeightsView } from '#engines/llama/weights/view';
import type { Settings } from './settings.ts';

export type FirstStartNeeds = {
  weights: WeightsLibrary;
  settings: Pick<Settings, 'weights' | 'usesWeights'>;
  /** Why this machine cannot hold a row, with the numbers; undefined when it can. */
  tooLarge: (view: WeightsView) => Promise<string | undefined>;
  say: (sentence: string) => void;
  now: () => number;
  /** Aborted when the server ends: nothing further is begun. */
  signal: AbortSignal;
};

export async function fetchByItself(needs: FirstStartNeeds): Promise<void> {
  const { weights, settings } = needs;
  if (!settings.usesWeights) return;
  if (settings.weights.length > 0) {
    for (const name of settings.weights) await bring(needs, name.replace(/^local\//, ''));
    return;
  }
  const views = await weights.list();
  const [small] = views;
  if (small && !views.some((view) => view.state === 'ready') && small.state !== 'stopped') await bring(needs, small.id);
  const better = (await weights.list()).find((view) => view.isRecommended);
  if (!better || better.state === 'ready' || better.state === 'stopped') return;
  const why = await needs.tooLarge(better);
  if (why !== undefined) needs.say(why);
  else await bring(needs, better.id);
}

/** One file; a failure is told in one sentence and the next is tried. */
async function bring({ weights, say, now, signal }: FirstStartNeeds, name: string): Promise<void> {
  if (signal.aborted) return;
  try {
    const known = (await weights.list()).find((view) => view.id === name || view.model === name);
    if (known?.state === 'ready') return;
    const begin = now();
    const view = await weights.add(known?.id ?? name);
    if (view.state === 'ready')
      say(`${view.model} is ready, verified, from ${view.source ?? 'this machine'} (${((now() - begin) / 1000).toFixed(1)} s).`);
  } catch (error) {
    say(error instanceof Error ? error.message : String(error));
  }
}
