/**
 * `npm run bench -- inside`: Look inside in a headless Chromium over the scripted model. A row of 128,000 tokens is opened
 * and scrolled, then an answer streams at 200 tokens/s with the panel open. Long tasks are the browser's own count.
 */
import type { Page } from 'playwright-core';
import { type Driver, send, startDriver } from '../test/browser/driver.ts';

const TOKENS = 128_000;
const ROUNDS = 3;

export default async function bench(): Promise<void> {
  const driver = await startDriver({
    window: 2 * TOKENS,
    tokensPerSecond: 200,
    script: ({ words }) => (words.startsWith('stream') ? 'And so the row grows, token by token. '.repeat(300) : 'Read.'),
  });
  try {
    await benchLongRow(driver);
    await benchStream(driver);
  } finally {
    await driver.close();
  }
}

async function benchLongRow(driver: Driver): Promise<void> {
  const page = await openFreshPage(driver);
  const { url } = driver.oriel;
  const post = async (path: string, body: unknown) =>
    (await (
      await fetch(`${url}/api${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      })
    ).json()) as Record<string, string>;
  const thread = await post('/threads', {});
  const started = await post(`/threads/${thread.id}/turns`, { text: 'the row, '.repeat(TOKENS / 3) });
  await fetch(`${url}/api/turns/${started.turn}/events`).then((events) => events.text());
  const row = (await (await fetch(`${url}/api/turns/${started.turn}/row`)).json()) as { tokens: unknown[] };
  await page.goto(`${url}/t/${thread.id}`);
  await page.locator('article .pill').waitFor();
  await watchTasks(page);
  const opens: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    opens.push(await openPanel(page));
    await page.waitForTimeout(400);
    if (round < ROUNDS - 1) await page.locator('header button[aria-pressed]').click();
  }
  const openTasks = await takeTasks(page);
  const frames = await scroll(page);
  console.log(`panel with ${row.tokens.length.toLocaleString('en')} tokens`);
  console.log(`  opened in         ${opens.map((ms) => ms.toFixed(0)).join(', ')} ms (first: with the row fetched; budget 300)`);
  console.log(`  longest task then ${Math.max(0, ...openTasks).toFixed(0)} ms`);
  console.log(
    `  scrolled          ${frames.length} frames, median ${median(frames).toFixed(1)} ms, worst ${Math.max(...frames).toFixed(1)} ms`,
  );
  console.log(`  tasks over 50 ms  ${report(await takeTasks(page))} (budget none)`);
  console.log(`  elements          ${await page.locator('aside *').count()}`);
  await page.close();
}

async function benchStream(driver: Driver): Promise<void> {
  const page = await openFreshPage(driver);
  await send(page, 'first');
  await page.locator('article .pill').waitFor();
  await openPanel(page);
  await watchTasks(page);
  await send(page, 'stream');
  await page.waitForTimeout(12_000);
  const written = await page.locator('aside dl div').nth(1).textContent();
  console.log(`stream at 200 tokens/s for 12 s, panel open (${written?.replace(/[a-z]+/g, ' ').trim()} tokens drawn)`);
  console.log(`  tasks over 50 ms  ${report(await takeTasks(page))} (budget none)`);
  await page.close();
}

async function openFreshPage(driver: Driver): Promise<Page> {
  const body = JSON.stringify({ panelOpen: false });
  await fetch(`${driver.oriel.url}/api/preferences`, { method: 'PUT', headers: { 'content-type': 'application/json' }, body });
  return driver.open();
}

/** Milliseconds from the key to the frame that shows tokens. */
function openPanel(page: Page): Promise<number> {
  return page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        const began = performance.now();
        document.querySelector<HTMLElement>('header button[aria-pressed]')?.click();
        const look = () => {
          if (document.querySelector('[role=listbox] [role=option]'))
            requestAnimationFrame(() => resolve(performance.now() - began));
          else requestAnimationFrame(look);
        };
        look();
      }),
  );
}

/** Milliseconds of each frame while the row is scrolled: slowly, then in leaps over all of it. */
function scroll(page: Page): Promise<number[]> {
  return page.evaluate(async () => {
    const element = document.querySelector('[role=listbox]')?.parentElement;
    if (!element) return [];
    const frames: number[] = [];
    element.scrollTop = 0;
    for (let step = 0; step < 240; step++) {
      const began = performance.now();
      element.scrollTop += step < 120 ? 120 : element.scrollHeight / 140;
      await new Promise(requestAnimationFrame);
      frames.push(performance.now() - began);
    }
    return frames;
  });
}

async function watchTasks(page: Page): Promise<void> {
  await page.evaluate(() => {
    const tasks: number[] = [];
    Object.assign(window, { tasks });
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) tasks.push(entry.duration);
    }).observe({ type: 'longtask' });
  });
}

function takeTasks(page: Page): Promise<number[]> {
  return page.evaluate(() => (window as unknown as { tasks: number[] }).tasks.splice(0));
}

function report(tasks: number[]): string {
  return tasks.length === 0 ? 'none' : `${tasks.length}, longest ${Math.max(...tasks).toFixed(0)} ms`;
}

function median(values: number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;
}
