/**
 * `npm run bench -- inside`: Look inside in a headless Chromium over the scripted model. A row of 128,000 tokens is asked for,
 * opened for the first time in fresh pages, opened again and scrolled, then an answer streams at 200 tokens/s with the panel open.
 * Long tasks are the browser's own count; the server runs in this process, so its loop is watched here.
 */
import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { Page } from 'playwright-core';
import { type Driver, send, startDriver } from '../test/browser/driver.ts';

const TOKENS = 128_000;
/** Fresh pages that open the row, and times that one opens it again. */
const ROUNDS = 5;

export default async function bench(): Promise<void> {
  const driver = await startDriver({
    window: 2 * TOKENS,
    tokensPerSecond: 200,
    script: ({ words }) => (words.startsWith('stream') ? 'And so the row grows, token by token. '.repeat(300) : 'Read.'),
  });
  try {
    const { thread, turn } = await writeLongRow(driver);
    await benchServer(driver, turn);
    await benchFirstOpening(driver, thread);
    await benchLongRow(driver, thread);
    await benchStream(driver);
  } finally {
    await driver.close();
  }
}

/** A thread whose turn was given so many tokens: words of English, a thousand different ones. */
async function writeLongRow({ oriel: { url } }: Driver): Promise<{ thread: string; turn: string }> {
  const post = async (path: string, body: unknown) =>
    (await (
      await fetch(`${url}/api${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      })
    ).json()) as Record<string, string>;
  const { id: thread = '' } = await post('/threads', {});
  const { turn = '' } = await post(`/threads/${thread}/turns`, { text: 'the row, '.repeat(TOKENS / 3) });
  await fetch(`${url}/api/turns/${turn}/events`).then((events) => events.text());
  return { thread, turn };
}

/** What the two forms of the row cost on the wire, and how long the loop was held. */
async function benchServer({ oriel: { url } }: Driver, turn: string): Promise<void> {
  const { tokens } = (await (await fetch(`${url}/api/turns/${turn}/row`)).json()) as { tokens: unknown[] };
  console.log(`row of ${tokens.length.toLocaleString('en')} tokens from the server`);
  for (const form of ['tokens', 'columns']) {
    const times: number[] = [];
    let bytes = 0;
    const loop = monitorEventLoopDelay({ resolution: 1 });
    loop.enable();
    for (let round = 0; round < ROUNDS; round++) {
      const began = performance.now();
      const answer = await fetch(`${url}/api/turns/${turn}/row?form=${form}`);
      bytes = (await answer.arrayBuffer()).byteLength;
      times.push(performance.now() - began);
    }
    loop.disable();
    console.log(
      `  form=${form.padEnd(12)} ${median(times).toFixed(0)} ms, ${(bytes / tokens.length).toFixed(1)} bytes a token, loop held at most ${(loop.max / 1e6).toFixed(0)} ms`,
    );
  }
}

/** From the key to the first tokens, in pages that have not had the panel open; its code and the row are fetched. */
async function benchFirstOpening(driver: Driver, thread: string): Promise<void> {
  const opens: number[] = [];
  const tasks: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const page = await openThread(driver, thread);
    opens.push(await openPanel(page));
    await page.waitForTimeout(400);
    tasks.push(...(await takeTasks(page)));
    await page.context().close();
  }
  console.log('panel opened for the first time, code and row fetched');
  console.log(
    `  opened in         median ${median(opens).toFixed(0)} ms (${opens.map((ms) => ms.toFixed(0)).join(', ')}; budget 300)`,
  );
  console.log(`  tasks over 50 ms  ${report(tasks)} (in ${ROUNDS} openings)`);
}

async function openThread(driver: Driver, thread: string): Promise<Page> {
  const page = await openFreshPage(driver);
  await page.goto(`${driver.oriel.url}/t/${thread}`);
  await page.locator('article .pill').waitFor();
  await watchTasks(page);
  return page;
}

async function benchLongRow(driver: Driver, thread: string): Promise<void> {
  const page = await openThread(driver, thread);
  await openPanel(page);
  const opens: number[] = [];
  await page.waitForTimeout(400);
  await takeTasks(page);
  for (let round = 0; round < ROUNDS; round++) {
    await page.locator('header button[aria-pressed]').click();
    await page.waitForTimeout(200);
    opens.push(await openPanel(page));
    await page.waitForTimeout(400);
  }
  console.log('panel opened again');
  console.log(
    `  opened in         median ${median(opens).toFixed(0)} ms (${opens.map((ms) => ms.toFixed(0)).join(', ')}; budget 300)`,
  );
  console.log(`  tasks over 50 ms  ${report(await takeTasks(page))}`);
  const frames = await scroll(page);
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
