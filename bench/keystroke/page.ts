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
import { startDriver } from '../../test/browser/driver.ts';

/** Milliseconds a key, sorted. */
export type KeysInPage = {
  tokens: number;
  /** From the key's event to the end of the frame that draws it, without the wait for that frame. */
  drawn: number[];
  /** At work in the page's main thread, all its tasks until the next key: other programs on the machine do not count. */
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

/** Calls `tell` for each text and place: keys in the composer, and the work of the same keys in a bare field. */
export async function typeInPage(
  texts: Record<string, string>,
  tell: (what: string, composer: KeysInPage, bare: number[]) => void,
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
        const composer = await inComposer(page, text, share);
        tell(`${name}, ${place}`, composer, await inBareField(page, text, share));
        await page.context().close();
      }
  } finally {
    await driver.close();
    rmSync(home, { recursive: true, force: true });
  }
}

async function inComposer(page: Page, text: string, share: number): Promise<KeysInPage> {
  // As a draft kept from before: typing it in one go takes Chromium more than 15 s where it has thousands of lines.
  await page.evaluate((draft) => localStorage.setItem('oriel.drafts', draft), JSON.stringify([['new', { text, ...EMPTY }]]));
  await page.reload();
  await page.locator('p[aria-busy="false"]', { hasText: /\d{2},\d{3} tokens/ }).waitFor({ timeout: 60_000 });
  await page.evaluate(() => {
    const kept = { drawn: [] as number[], counted: [] as number[], longTasks: [] as number[] };
    Object.assign(window, { kept });
    new PerformanceObserver((list) => kept.longTasks.push(...list.getEntries().map((entry) => entry.duration))).observe({
      entryTypes: ['longtask'],
    });
    let begin = 0;
    addEventListener('keydown', () => (begin = performance.now()), true);
    addEventListener('input', () => {
      // React has changed the document when the task of the input ends.
      queueMicrotask(() => {
        const handled = performance.now() - begin;
        requestAnimationFrame(() => {
          const drawing = performance.now();
          const { port1, port2 } = new MessageChannel();
          port1.onmessage = () => kept.drawn.push(handled + performance.now() - drawing);
          port2.postMessage(0);
        });
      });
    });
    const line = document.querySelector('p[aria-busy]') as Element;
    new MutationObserver(() => {
      if (line.getAttribute('aria-busy') === 'false') kept.counted.push(performance.now() - begin);
    }).observe(line, { attributes: true });
  });
  await putCaret(page, share);
  const work = await typeKeys(page);
  const kept = await page.evaluate(() => (window as unknown as { kept: Omit<KeysInPage, 'tokens' | 'work'> }).kept);
  const shown = /([\d,]+) tokens/.exec((await page.locator('p[aria-busy]').textContent()) ?? '')?.[1] ?? '';
  for (const list of Object.values(kept)) list.sort((a, b) => a - b);
  return { tokens: Number(shown.replaceAll(',', '')), work, ...kept };
}

/** At a share of the height of what the editor holds: by the keyboard at its end, else by a click on the line there. */
async function putCaret(page: Page, share: number): Promise<void> {
  const editor = page.locator('.cm-scroller');
  await editor.waitFor();
  await page.locator('#composer').focus();
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
