/** Before a question: if no model is on this machine yet, the small one is fetched, and said. */
import type { WireModel, WireWeights } from '#wire/model';
import type { Client } from './client.ts';
import { Failure, type Invocation } from './command.ts';
import { fetchingLine, megabytes } from './progress.ts';

export async function ensureModel(
  client: Client,
  { terminal, interrupted }: Invocation,
  asked: string | undefined,
): Promise<void> {
  const list = await client.get<{ models: WireModel[]; default: string }>('/models');
  const name = asked ?? list.default;
  const row = list.models.find((model) => `${model.vendor}/${model.model}` === name || model.model === name);
  const target = row?.aliasOf ? list.models.find((model) => `${model.vendor}/${model.model}` === row.aliasOf) : row;
  if (!target || target.isReady || !target.weights) return; // Unknown names are told by the turn itself.
  const id = target.weights.id;
  terminal.say(`${target.model} is not on this machine yet; fetching it (${megabytes(target.weights.bytes ?? 0)}).`);
  void client.send('POST', '/weights', { source: id }).catch(() => {});
  for (;;) {
    await new Promise((resolve) => setTimeout(resolve, 200));
    if (interrupted.aborted) throw new Failure('Interrupted.');
    const view = (await client.get<WireWeights[]>('/weights')).find((weights) => weights.id === id);
    if (view?.state === 'ready') return;
    if (view?.state === 'failed' || view?.state === 'stopped')
      throw new Failure(view.error ?? `${target.model} could not be fetched.`);
    if (view) terminal.progress(fetchingLine(view));
  }
}
