/** Before a question: what is fetched, what is said, and what is left to the turn. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { WireModel, WireWeights } from '#wire/model';
import type { Client } from './client.ts';
import { Failure, type Invocation } from './command.ts';
import { ensureModel } from './ensure-model.ts';

const weights = (id: string, state: WireWeights['state'], more: Partial<WireWeights> = {}): WireWeights => ({
  id,
  model: id,
  file: `${id}.gguf`,
  bytes: 98_000_000,
  licence: 'MIT',
  state,
  ...more,
});
const model = (view: WireWeights): WireModel => ({
  vendor: 'local',
  model: view.model,
  isReady: view.state === 'ready',
  state: view.state === 'ready' ? 'unloaded' : 'absent',
  modes: ['chat'],
  defaults: {},
  weights: view,
});

type Event = { event: string; data: unknown };

/** `events` are what a fetch answers; an error is what it is refused with. */
function benchOf(first: WireWeights, events: Event[] | Error = []) {
  const sent: unknown[] = [];
  const said: string[] = [];
  const progress: string[] = [];
  const rows = [{ ...model(first), model: 'default', aliasOf: `local/${first.model}` }, model(first)];
  const client = {
    get: async () => ({ models: rows, default: 'local/default' }),
    async *stream(method: string, path: string, body: unknown, signal: AbortSignal) {
      sent.push([method, path, body]);
      if (events instanceof Error) throw events;
      for (const event of events) {
        signal.throwIfAborted();
        yield event;
      }
    },
  } as unknown as Client;
  const invocation = (interrupted = new AbortController().signal) =>
    ({
      terminal: { say: (text: string) => void said.push(text), progress: (text: string) => void progress.push(text) },
      interrupted,
    }) as unknown as Invocation;
  return { client, invocation, sent, said, progress };
}

test('a model that is here needs nothing, by its alias or its name', async () => {
  const { client, invocation, sent, said } = benchOf(weights('small', 'ready'));
  for (const name of [undefined, 'local/default', 'local/small', 'small']) await ensureModel(client, invocation(), name);
  assert.deepEqual([sent, said], [[], []]);
});

test('a name that nobody knows is left to the turn, which says so', async () => {
  const { client, invocation, sent } = benchOf(weights('small', 'absent'));
  await ensureModel(client, invocation(), 'local/nobody');
  assert.deepEqual(sent, []);
});

test('a model that is not here is fetched, and said; it goes on when it is ready', async () => {
  const { client, invocation, sent, said, progress } = benchOf(weights('small', 'absent'), [
    { event: 'progress', data: weights('small', 'fetching', { received: 49_000_000 }) },
    { event: 'done', data: weights('small', 'ready') },
  ]);
  await ensureModel(client, invocation(), undefined);
  assert.deepEqual(sent, [['POST', '/weights', { source: 'small' }]]);
  assert.deepEqual(said, ['small is not on this machine yet; fetching it (98 MB).']);
  assert.match(progress[0] ?? '', /^small .* 50 % /);
});

test('a fetch that cannot begin, as where terms must be accepted, fails at once in the server’s sentence', async () => {
  const { client, invocation } = benchOf(weights('gemma', 'absent'), new Failure('Accept its terms first.'));
  await assert.rejects(ensureModel(client, invocation(), undefined), /^Failure: Accept its terms first\.$/);
});

test('a fetch that fails or is stopped elsewhere is a failure with its sentence', async () => {
  const failed = benchOf(weights('small', 'absent'), [{ event: 'failed', data: { detail: 'No source could be reached.' } }]);
  await assert.rejects(ensureModel(failed.client, failed.invocation(), undefined), /^Failure: No source could be reached\.$/);
  const stopped = benchOf(weights('small', 'absent'), [{ event: 'done', data: weights('small', 'stopped') }]);
  await assert.rejects(ensureModel(stopped.client, stopped.invocation(), undefined), /^Failure: small could not be fetched\.$/);
});

test('interrupted while it waits, it waits no longer', async () => {
  const { client, invocation } = benchOf(weights('small', 'absent'), [{ event: 'progress', data: weights('small', 'fetching') }]);
  await assert.rejects(ensureModel(client, invocation(AbortSignal.abort()), undefined), { name: 'AbortError' });
});
