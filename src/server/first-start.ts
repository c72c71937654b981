/**
 * What arrives by itself: the small file first, so that the first answer comes within a minute; then the one worth talking
 * to, if memory and disk hold it. What a person stopped stays stopped. Named weights: those and nothing else.
 */
import { isWeightsFile } from '#engines/llama/weights/adopt';
import type { WeightsLibrary } from '#engines/llama/weights/library';
import { hubSourceOf } from '#engines/llama/weights/pin';
import type { WeightsView } from '#engines/llama/weights/view';
import { type Settings, WrongUse } from './settings.ts';

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

/** @throws WrongUse for a name that is none of the table, of a file here or of one on the hub */
export async function refuseUnknown(weights: Pick<WeightsLibrary, 'list'>, named: readonly string[]): Promise<void> {
  const views = named.length > 0 ? await weights.list() : [];
  for (const name of named) {
    const bare = bareName(name);
    if (findView(views, bare) || hubSourceOf(bare) || (await isWeightsFile(bare))) continue;
    const ids = views.map(({ id }) => id).join(', ');
    throw new WrongUse(
      `--weights takes a model, a GGUF file or OWNER/NAME/FILE.gguf, and "${name}" is none of them. The models are ${ids}.`,
    );
  }
}

const bareName = (name: string) => name.replace(/^local\//, '');
const findView = (views: readonly WeightsView[], name: string) => views.find(({ id, model }) => id === name || model === name);

export async function fetchByItself(needs: FirstStartNeeds): Promise<void> {
  const { weights, settings } = needs;
  if (!settings.usesWeights) return;
  if (settings.weights.length > 0) {
    for (const name of settings.weights) await bring(needs, bareName(name));
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
    const known = findView(await weights.list(), name);
    if (known?.state === 'ready') return;
    const begin = now();
    const view = await weights.add(known?.id ?? name);
    if (view.state === 'ready')
      say(`${view.model} is ready, verified, from ${view.source ?? 'this machine'} (${((now() - begin) / 1000).toFixed(1)} s).`);
  } catch (error) {
    say(error instanceof Error ? error.message : String(error));
  }
}
