/** What a person chose. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { ask, call, problemIn } from '../../../test/caller.ts';
import { startScripted } from '../../../test/scripted-oriel.ts';

let oriel: Awaited<ReturnType<typeof startScripted>>;
before(async () => {
  oriel = await startScripted();
});
after(() => oriel.close());

const put = (body: unknown) => call(oriel.url, 'PUT', '/preferences', body);
const read = () => ask<Record<string, unknown>>(oriel.url, 'GET', '/preferences');

test('nothing chosen is nothing', async () => assert.deepEqual(await read(), {}));

test('what is put stays; names left out stay too', async () => {
  await put({ theme: 'dark', panelWidth: 420 });
  await put({ language: 'zh' });
  assert.deepEqual(await read(), { theme: 'dark', panelWidth: 420, language: 'zh' });
});

test('the answer of a change is all that is chosen', async () => {
  const answer = await put({ theme: 'light' });
  assert.equal(answer.status, 200);
  assert.deepEqual(JSON.parse(answer.text), await read());
});

test('a value may be any JSON', async () => {
  const settings = { temperature: 0.5, stop: ['a', 'ü'], deep: { is: [null, true] } };
  await put({ settings });
  assert.deepEqual((await read()).settings, settings);
});

test('an unknown name is refused, and nothing of the call is kept', async () => {
  const before = await read();
  const answer = await put({ theme: 'dark', password: 'x' });
  assert.deepEqual([answer.status, problemIn(answer).kind], [400, 'bad-request']);
  assert.deepEqual(await read(), before);
});

test('what the server keeps beside it is not shown', async () => {
  await oriel.store.preferences.set(oriel.store.person, 'facts:abc', { secret: true });
  assert.equal('facts:abc' in (await read()), false);
});
