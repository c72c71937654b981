/**
 * What one key costs the page in a draft of 100,000 tokens: headless Chromium on a whole server whose scripted model has an
 * encoding of its own, as a model file has, so that the count is made in the page's worker. Beside it the same keys in a
 * bare text field without any of our code: what the browser itself takes.
 */
import { copyFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { encodingFile } from '#server/encoding-files';
import { paste, startDriver } from '../../test/browser/driver.ts';
import { type KeyTimes, typeTraced } from './key-trace.ts';

export type KeysInPage = {
  rounds: KeyTimes[];
  tokens: number;
  /** Milliseconds until the new count is shown, sorted. */
  counted: number[];
};

/** In rounds, because neighbours of a shared machine take its cores for seconds: the median round is told. */
const ROUNDS = 5;
const KEYS = 120;
const WARM_UP = 20;
/** 16 keys a second, faster than anyone types for long. */
const EVERY_MS = 60;
const PLACES = { 'at the end': 1, 'in the middle': 0.5 };
const EMPTY = { mode: 'chat', settings: {} };

/**
 * Calls `tell` for each page, text and place: keys in the page, and the same keys in a bare field.
 * Returns what keys cost in the composer where the draft is a few words.
 */
export async function typeInPage(
  texts: Record<string, string>,
  tell: (what: string, keys: KeysInPage, bare: KeyTimes[]) => void,
): Promise<KeyTimes[]> {
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
        const draft = JSON.stringify({ text, ...EMPTY });
        await page.evaluate((kept) => localStorage.setItem('oriel.draft.new', kept), draft);
        await page.reload();
        tell(`composer, ${name}, ${place}`, await keysIn(page, 'p[aria-busy]', '[aria-busy=false]', share), bare);
        await page.goto(`${driver.oriel.url}/tokens`);
        await paste(page.locator('main textarea'), text);
        tell(`Tokens page, ${name}, ${place}`, await keysIn(page, 'main output', ':not(.text-muted)', share), bare);
        await page.context().close();
      }
    const page = await driver.open();
    await page.locator('#composer').fill('a few words and ');
    return await typeKeys(page);
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
    const counted: number[] = [];
    Object.assign(window, { counted });
    let begin = 0;
    let isCounted = true;
    addEventListener(
      'keydown',
      () => {
        begin = performance.now();
        isCounted = false;
      },
      true,
    );
    new MutationObserver(() => {
      // What changes later, when the typing rests, is no count of a key.
      if (isCounted || !element.matches(look)) return;
      isCounted = true;
      counted.push(performance.now() - begin);
    }).observe(element, { attributes: true, childList: true, characterData: true, subtree: true });
  }, settled);
  const rounds = await typeKeys(page);
  await page.locator(`${count}${settled}`).first().waitFor();
  const counted = await page.evaluate(() => (window as unknown as { counted: number[] }).counted);
  const shown = /[\d,]{2,}/.exec((await line.textContent()) ?? '')?.[0] ?? '';
  return { rounds, tokens: Number(shown.replaceAll(',', '')), counted: counted.sort((a, b) => a - b) };
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

async function inBareField(page: Page, text: string, share: number): Promise<KeyTimes[]> {
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
  return typeKeys(page, 1);
}

/** After some keys that are not counted: the first ones compile what the others run. */
async function typeKeys(page: Page, rounds = ROUNDS): Promise<KeyTimes[]> {
  await page.waitForTimeout(1000);
  await typeTraced(page, WARM_UP, EVERY_MS);
  const times: KeyTimes[] = [];
  while (times.length < rounds) times.push(await typeTraced(page, KEYS, EVERY_MS));
  return times;
}
