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
  for await (const { event, data } of client.stream('POST', '/weights', { source: id }, interrupted)) {
    if (event === 'failed') throw new Failure((data as { detail: string }).detail);
    const view = data as WireWeights;
    if (event === 'progress') terminal.progress(fetchingLine(view));
    else if (view.state !== 'ready') throw new Failure(view.error ?? `${target.model} could not be fetched.`);
  }
}
