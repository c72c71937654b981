/**
 * `npm run look -- HOME`: makes the pictures of docs/pictures anew, of the real page with the real models of a home (a temporary copy of
 * nothing: its threads are made here and removed at the end). Seeds are fixed, so a picture changes only when the page does.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { chromium, type Page } from 'playwright-core';
import { startOriel } from '#server/oriel';
import { readSettings } from '#server/settings';

const HAIKU = "Write a haiku about what it's like to be a Large Language Model.";
const HAIKU_ZH = '写一首俳句，说说做一个大语言模型是什么感觉。';
const folder = join(import.meta.dirname, 'pictures');
mkdirSync(folder, { recursive: true });

const [home = '', model = 'local/default'] = process.argv.slice(2);
const oriel = await startOriel(readSettings({ home, port: '0' }, process.env), { servesPage: true, fetchesByItself: false });
const browser = await chromium.launch({
  executablePath: '/usr/bin/chromium',
  args: [
    '--headless',
    '--no-sandbox',
    '--disable-gpu',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
  ],
});
const made: string[] = [];

async function post<Answer>(path: string, body: object): Promise<Answer> {
  const answer = await fetch(`${oriel.url}/api${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
  return answer.json() as Promise<Answer>; // The contract's forms, read by field below.
}

/** A thread with one answer that has ended. */
async function thread(text: string): Promise<string> {
  const { id } = await post<{ id: string }>('/threads', {});
  made.push(id);
  const { turn } = await post<{ turn: string }>(`/threads/${id}/turns`, { text, model, settings: { seed: 7, maxTokens: 120 } });
  await (await fetch(`${oriel.url}/api/turns/${turn}/events`)).text();
  return id;
}

type Shot = {
  name: string;
  path: string;
  dark?: boolean;
  chinese?: boolean;
  narrow?: boolean;
  act?: (page: Page) => Promise<void>;
};

async function shoot({ name, path, dark = false, chinese = false, narrow = false, act }: Shot): Promise<void> {
  const context = await browser.newContext({
    viewport: narrow ? { width: 360, height: 740 } : { width: 1440, height: 900 },
    colorScheme: dark ? 'dark' : 'light',
    locale: chinese ? 'zh-CN' : 'en-GB',
  });
  const page = await context.newPage();
  page.on('console', (message) => ['error', 'warning'].includes(message.type()) && console.error(`${name}: ${message.text()}`));
  await page.goto(oriel.url + path);
  await page.locator('main').waitFor();
  await page.waitForTimeout(1500);
  await act?.(page);
  await page.waitForTimeout(800);
  await page.screenshot({ path: join(folder, `${name}.png`) });
  await context.close();
}

/** The panel's state is remembered, so it may be open already. */
async function lookInside(page: Page): Promise<void> {
  const button = page.getByRole('button', { name: /Look inside|看看里面/ }).first();
  if ((await button.getAttribute('aria-pressed')) !== 'true') await button.click();
  await page.waitForTimeout(1000);
}

async function byProbability(page: Page): Promise<void> {
  await lookInside(page);
  await page.getByRole('button', { name: /^(prob\.|概率)$/ }).click();
}

const english = await thread(HAIKU);
const chinese = await thread(HAIKU_ZH);
const shots: Shot[] = [
  { name: 'new-chat-light', path: '/' },
  { name: 'new-chat-dark', path: '/', dark: true },
  { name: 'chat-light', path: `/t/${english}`, act: byProbability },
  { name: 'chat-dark', path: `/t/${english}`, dark: true, act: lookInside },
  { name: 'chat-zh', path: `/t/${chinese}`, chinese: true, act: byProbability },
  { name: 'chat-narrow', path: `/t/${english}`, narrow: true },
  { name: 'inside-narrow', path: `/t/${chinese}`, narrow: true, chinese: true, dark: true, act: lookInside },
  { name: 'tokens-light', path: '/tokens' },
  { name: 'tokens-zh-dark', path: '/tokens', chinese: true, dark: true },
  { name: 'settings-light', path: '/settings' },
];
for (const shot of shots)
  await shoot(shot).catch((error: Error) => console.error(`${shot.name}: ${error.message.split('\n')[0]}`));
for (const id of made) await fetch(`${oriel.url}/api/threads/${id}`, { method: 'DELETE' });
await browser.close();
await oriel.close();
