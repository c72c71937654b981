import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import type { Preferences } from './preferences.ts';

const kept = new Map([['oriel.preferences', '{"theme":"dark"}']]);
const dataset: { theme?: string } = {};
Object.defineProperty(globalThis, 'localStorage', {
  value: { getItem: (name: string) => kept.get(name) ?? null, setItem: (name: string, value: string) => kept.set(name, value) },
});
Object.assign(globalThis, { document: { documentElement: { dataset, lang: 'en' } } });
let server: { asked: unknown[]; answer: () => Response };
globalThis.fetch = async (_, init) => {
  server.asked.push(init?.body === undefined ? init?.method : JSON.parse(String(init.body)));
  return server.answer();
};
const { applyTheme, loadPreferences, previewPreferences, setPreferences } = await import('./preferences.ts');
const mirrored = (): Preferences => JSON.parse(kept.get('oriel.preferences') ?? '{}');

beforeEach(() => {
  server = { asked: [], answer: () => new Response('{}') };
});

test('what the mirror holds stays when the server adds to it', async () => {
  server.answer = () => new Response('{"panelWidth":420}');
  await loadPreferences();
  assert.deepEqual(mirrored(), { theme: 'dark', panelWidth: 420 });
});

test('the server’s word counts more than the mirror’s', async () => {
  server.answer = () => new Response('{"theme":"light"}');
  await loadPreferences();
  assert.equal(mirrored().theme, 'light');
  assert.equal(dataset.theme, 'light');
});

test('a server that does not answer changes nothing', async () => {
  const before = mirrored();
  server.answer = () => {
    throw new TypeError('network');
  };
  await loadPreferences();
  assert.deepEqual(mirrored(), before);
});

test('a change is here at once and then at the server, alone', async () => {
  const done = setPreferences({ language: 'zh' });
  assert.equal(mirrored().language, 'zh');
  await done;
  assert.deepEqual(server.asked, [{ language: 'zh' }]);
});

test('a change that the server refuses is told', async () => {
  server.answer = () => new Response('', { status: 500 });
  await assert.rejects(setPreferences({ singleKeys: false }), { name: 'CallFailed' });
});

test('what is still under the pointer is not sent', () => {
  previewPreferences({ panelWidth: 500 });
  assert.equal(mirrored().panelWidth, 500);
  assert.deepEqual(server.asked, []);
});

test('a chosen theme is an attribute, the system’s is none', () => {
  applyTheme({ theme: 'dark' });
  assert.equal(dataset.theme, 'dark');
  applyTheme({ theme: 'system' });
  assert.ok(!('theme' in dataset));
});
