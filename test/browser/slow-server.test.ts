/** While the page still reads what it needs, it says so, and what a person does meanwhile counts. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Page } from 'playwright-core';
import { addressOf, endTokens, keptDriver, noBrowser, say, send } from './driver.ts';

describe('a page that still reads', { skip: noBrowser }, () => {
  const driver = keptDriver({ script: ({ words }) => `You wrote: ${words}`, tokensPerSecond: 2000 });

  /** A page whose calls of a kind are held until they are let go. */
  async function held(path: RegExp, at = '/', of?: Page): Promise<{ page: Page; letGo: () => void }> {
    const { promise, resolve } = Promise.withResolvers<void>();
    const page = await driver.open({ path: '/settings', ...(of && { of }) });
    await page.route(path, async (route) => {
      await promise;
      await route.continue();
    });
    await page.goto(driver.oriel.url + at);
    await page.locator('#composer').waitFor();
    return { page, letGo: resolve };
  }
  const models = /\/api\/models$/;
  const note = (page: Page) => page.getByText('Still loading. Your message goes as soon as that is done.');
  const words = (page: Page) => page.locator('#composer').inputValue();

  test('does not say that there is no model before the list has come', async () => {
    const { page, letGo } = await held(models);
    assert.match((await page.locator('main header').textContent()) ?? '', /Loading/);
    assert.equal(await page.getByText('No model yet').count(), 0);
    letGo();
    await page.locator('main header').getByText('quick').waitFor();
  });

  test('sends what was sent when the models are known', async () => {
    const { page, letGo } = await held(models);
    await send(page, 'in a hurry');
    await note(page).waitFor();
    assert.equal(await words(page), 'in a hurry');
    letGo();
    await page.getByText('You wrote: in a hurry').waitFor();
    assert.equal(await note(page).count(), 0);
  });

  test('sends what was sent when the thread has been read, behind its last answer', async () => {
    const before = await driver.open();
    await say(before, 'a first question');
    const { page, letGo } = await held(/\/api\/threads\/[^/]+$/, new URL(await addressOf(before)).pathname);
    await send(page, 'in a hurry');
    await note(page).waitFor();
    letGo();
    await page.getByText('You wrote: in a hurry').waitFor();
    assert.equal(await endTokens(page).count(), 2);
  });

  test('keeps what is taken back or changed meanwhile', async () => {
    const { page, letGo } = await held(models);
    await send(page, 'in a hurry');
    await page.getByRole('button', { name: 'Cancel' }).click();
    await note(page).waitFor({ state: 'detached' });
    await page.locator('#composer').press('Enter');
    await note(page).waitFor();
    await page.locator('#composer').press('x');
    await note(page).waitFor({ state: 'detached' });
    letGo();
    await page.locator('main header').getByText('quick').waitFor();
    await page.waitForTimeout(300);
    assert.equal(await words(page), 'in a hurryx');
    assert.equal(new URL(await addressOf(page)).pathname, '/');
  });

  test('says that a thread is being read', async () => {
    const before = await driver.open();
    await say(before, 'a first question');
    const { page, letGo } = await held(/\/api\/threads\/[^/]+$/, new URL(await addressOf(before)).pathname);
    const loading = page.locator('main').getByRole('status').getByText('Loading', { exact: true });
    await loading.waitFor();
    letGo();
    await page.getByText('You wrote: a first question').waitFor();
    assert.equal(await loading.count(), 0);
  });

  test('no page complained', () => {
    assert.deepEqual(driver.complaints, []);
  });
});
