/**
 * A browser on a whole Oriel over the scripted model. Every complaint of a page's console is kept: a test ends with
 * `complaints` empty. Knows no page's parts beyond the composer.
 */
import { existsSync } from 'node:fs';
import { after, before } from 'node:test';
import { type BrowserContextOptions, chromium, type Locator, type Page } from 'playwright-core';
import { buildPage, isPageFresh } from '#server/page-build';
import { type ScriptedOrielOptions, startScripted } from '../scripted-oriel.ts';

const CHROMIUM = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find((path) => existsSync(path));

export const noBrowser: string | false = CHROMIUM === undefined && 'There is no Chromium on this machine.';

export type Driver = Awaited<ReturnType<typeof startDriver>>;

/** One for all tests of the place where it is called: started before them, closed after. */
export function keptDriver(options?: ScriptedOrielOptions): Driver {
  const driver = {} as Driver; // Filled before the first test.
  before(async () => {
    Object.assign(driver, await startDriver(options));
  });
  after(() => driver.close());
  return driver;
}

export async function startDriver(options: ScriptedOrielOptions = {}) {
  if (!isPageFresh()) await buildPage();
  const oriel = await startScripted({ names: ['quick', 'better'], ...options });
  const browser = await chromium.launch({
    executablePath: CHROMIUM ?? '',
    args: [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
  const complaints: string[] = [];

  /** A page of its own context, or of `of`: a second tab. */
  async function open({ path = '/', of, ...context }: BrowserContextOptions & { path?: string; of?: Page } = {}): Promise<Page> {
    const owner =
      of?.context() ?? (await browser.newContext({ locale: 'en-GB', viewport: { width: 1440, height: 900 }, ...context }));
    const page = await owner.newPage();
    page.setDefaultTimeout(15_000);
    page.on('console', (message) => {
      const { url } = message.location();
      if (['error', 'warning'].includes(message.type()))
        complaints.push(`${message.type()}: ${message.text().split('\n')[0]} ${url}`);
    });
    page.on('pageerror', (error) => complaints.push(`error: ${error.message}`));
    await page.goto(oriel.url + path);
    await page.locator('main').waitFor();
    return page;
  }

  return {
    oriel,
    browser,
    complaints,
    open,
    close: async () => {
      await browser.close();
      await oriel.close();
    },
  };
}

/** Writes and sends; resolves when the answer has handed the word back. */
export async function say(page: Page, text: string): Promise<void> {
  const answers = await endTokens(page).count();
  await send(page, text);
  await endTokens(page).nth(answers).waitFor();
}

/** Writes and sends; does not wait. */
export async function send(page: Page, text: string): Promise<void> {
  await page.locator('#composer').fill(text);
  await page.locator('#composer').press('Enter');
}

/** As a person pastes, at the caret: through the event of the clipboard. */
export async function paste(field: Locator, text: string): Promise<void> {
  await field.focus();
  await field.evaluate((element, pasted) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData('text/plain', pasted);
    element.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true, composed: true }));
  }, text);
}

/** What stands in the address now. (`page.url()` hears of it later.) */
export const addressOf = (page: Page): Promise<string> => page.evaluate(() => location.href);

export const endTokens = (page: Page) => page.locator('article').getByTitle('hands the word back');
export const answers = (page: Page) => page.locator('article');
