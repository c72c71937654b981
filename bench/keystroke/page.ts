/**
 * What one key costs the page in a draft of 100,000 tokens: headless Chromium on a whole server whose scripted model has an
 * encoding of its own, as a model file has, so that the count is made in the page's worker. Beside it the same keys in a
 * bare text field without any of our code: what the browser itself takes.
 */
import { copyFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CDPSession, Page } from 'playwright-core';
import { encodingFile } from '#server/encoding-files';
import { paste, startDriver } from '../../test/browser/driver.ts';

/** Milliseconds a key, sorted. */
export type KeysInPage = {
  tokens: number;
  /** The tasks of the key and of the frame that draws it, without the wait for that frame. */
  drawn: number[];
  /** All work of the page's main thread until the next key, the showing of the new count included. */
  work: number[];
  /** Until the new count is shown. */
  counted: number[];
  longTasks: number[];
};

const KEYS = 200;
/** Between two keys: 16 a second, faster than anyone types for long. */
const PAUSE_MS = 60;
const PLACES = { 'at the end': 1, 'in the middle': 0.5 };
const EMPTY = { mode: 'chat', settings: {} };

/** Calls `tell` for each page, text and place: keys in the page, and the work of the same keys in a bare field. */
export async function typeInPage(
  texts: Record<string, string>,
  tell: (what: string, keys: KeysInPage, bare: number[]) => void,
): Promise<void> {
  const home = mkdtempSync(join(tmpdir(), 'oriel-keys-'));
  const driver = await startDriver({
    home,
    change: (local) => ({ facts: async () => ({ ...(await local.facts()), encoder: 'own' }) }),
  });
  try {
    const { models } = await driver.oriel.models.list();
    mkdirSync(join(home, 'encodings'), { recursive: true });
    for (const { snapshot } of models) copyFileSync(await encodingFile('o200k'), join(home, 'encodings', `${snapshot}.bin`));
    for (const [name, text] of Object.entries(texts))
      for (const [place, share] of Object.entries(PLACES)) {
        const page = await driver.open();
        const bare = await inBareField(page, text, share);
        await page.goto(driver.oriel.url);
        // As a draft kept from before.
        const draft = JSON.stringify([['new', { text, ...EMPTY }]]);
        await page.evaluate((kept) => localStorage.setItem('oriel.drafts', kept), draft);
        await page.reload();
        tell(`composer, ${name}, ${place}`, await keysIn(page, 'p[aria-busy]', '[aria-busy=false]', share), bare);
        await page.goto(`${driver.oriel.url}/tokens`);
        await paste(page.locator('main textarea'), text);
        tell(`Tokens page, ${name}, ${place}`, await keysIn(page, 'main output', ':not(.text-muted)', share), bare);
        await page.context().close();
      }
  } finally {
    await driver.close();
    rmSync(home, { recursive: true, force: true });
  }
}

/** @param count what shows the count @param settled and how it looks while it is of the newest text */
async function keysIn(page: Page, count: string, settled: string, share: number): Promise<KeysInPage> {
  const line = page.locator(count).first();
  await page
    .locator(`${count}${settled}`, { hasText: /\d{2},\d{3}/ })
    .first()
    .waitFor({ timeout: 60_000 });
  await putCaret(page, share);
  await line.evaluate((element, look) => {
    const kept = { drawn: [] as number[], counted: [] as number[], longTasks: [] as number[] };
    Object.assign(window, { kept });
    new PerformanceObserver((list) => kept.longTasks.push(...list.getEntries().map((entry) => entry.duration))).observe({
      entryTypes: ['longtask'],
    });
    let begin = 0;
    let handled = 0;
    addEventListener('keydown', () => (begin = performance.now()), true);
    // Before anyone else asks for the frame, so that what others do in it counts.
    const beforeFrame = () =>
      requestAnimationFrame(() => {
        const drawing = performance.now();
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = () => kept.drawn.push(handled + performance.now() - drawing);
        port2.postMessage(0);
      });
    addEventListener('beforeinput', beforeFrame, true);
    // The editor and React change the document in microtasks of the input, and in microtasks of those.
    const late = (times: number): void => {
      handled = performance.now() - begin;
      if (times > 0) queueMicrotask(() => late(times - 1));
    };
    addEventListener('input', () => late(4));
    new MutationObserver(() => {
      if (element.matches(look)) kept.counted.push(performance.now() - begin);
    }).observe(element, { attributes: true, childList: true, characterData: true, subtree: true });
  }, settled);
  const work = await typeKeys(page);
  await page.locator(`${count}${settled}`).first().waitFor();
  const kept = await page.evaluate(() => (window as unknown as { kept: Omit<KeysInPage, 'tokens' | 'work'> }).kept);
  const shown = /[\d,]{2,}/.exec((await line.textContent()) ?? '')?.[0] ?? '';
  for (const list of Object.values(kept)) list.sort((a, b) => a - b);
  return { tokens: Number(shown.replaceAll(',', '')), work, ...kept };
}

/** At a share of the height of what the editor holds: by the keyboard at its end, else by a click on the line there. */
async function putCaret(page: Page, share: number): Promise<void> {
  const editor = page.locator('.cm-scroller');
  await editor.waitFor();
  await page.locator('.cm-content').focus();
  if (share === 1) return page.keyboard.press('Control+End');
  await editor.evaluate((element, part) => element.scrollTo(0, part * element.scrollHeight), share);
  await page.waitForTimeout(300);
  await editor.click();
}

async function inBareField(page: Page, text: string, share: number): Promise<number[]> {
  await page.goto('about:blank');
  await page.setContent('<textarea style="width: 720px; height: 280px; font: 16px sans-serif"></textarea>');
  await page.evaluate(
    ([given, caret]) => {
      const field = document.querySelector('textarea') as HTMLTextAreaElement;
      field.value = given;
      field.focus();
      field.setSelectionRange(caret, caret);
    },
    [text, Math.floor(share * text.length)] as const,
  );
  return typeKeys(page);
}

/** The work of each key, sorted. */
async function typeKeys(page: Page): Promise<number[]> {
  await page.waitForTimeout(1000);
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable', { timeDomain: 'threadTicks' });
  const work: number[] = [];
  let before = await workOf(session);
  for (let key = 0; key < KEYS; key++) {
    await page.keyboard.press('x');
    await page.waitForTimeout(PAUSE_MS);
    const after = await workOf(session);
    work.push(after - before);
    before = after;
  }
  await session.detach();
  return work.sort((a, b) => a - b);
}

async function workOf(session: CDPSession): Promise<number> {
  const { metrics } = await session.send('Performance.getMetrics');
  return 1000 * (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? Number.NaN);
}
