/** A question to a model that is still being loaded: it is there once, whatever the page does, and can be stopped. */
import assert from 'node:assert/strict';
import { beforeEach, describe, test } from 'node:test';
import type { Page } from 'playwright-core';
import { heldClock } from '../held-clock.ts';
import { assertAccessible } from './accessible.ts';
import { addressOf, answers, endTokens, keptDriver, noBrowser, send } from './driver.ts';

describe('a model that is being loaded', { skip: noBrowser }, () => {
  const { clock, pass } = heldClock();
  const readAhead: number[] = [];
  const driver = keptDriver({
    script: ({ words }) => `You said: ${words}`,
    loadMs: 60_000,
    clock,
    change: () => ({ readAhead: (ids) => void readAhead.push(ids.length) }),
  });
  beforeEach(async () => {
    for (const name of ['quick', 'better']) await (await driver.oriel.models.choose(name)).local.unload();
  });

  const questions = (page: Page) => page.getByRole('log').getByText('Are you there?', { exact: true });
  const loading = (page: Page) => answers(page).getByText(/quick is being loaded, since \d+ s/);
  const stop = (page: Page) => page.getByRole('button', { name: 'Stop' });
  const lastWindow = async (page: Page) => {
    const thread = await page.request.get(`${driver.oriel.url}/api/threads/${(await addressOf(page)).split('/').at(-1)}`);
    return (await thread.json()).turns.at(-1).window as { used: number };
  };
  const words = (page: Page) => page.locator('#composer').inputValue();

  test('the question is in its thread, the line says what is loaded and for how long, and then the answer comes', async () => {
    const page = await driver.open();
    await send(page, 'Are you there?');
    await loading(page).waitFor();
    await page.getByRole('status').getByText('The model is being loaded.').waitFor();
    await assertAccessible(page, 'loading');
    assert.equal(await questions(page).count(), 1);
    const { messages } = await (
      await page.request.get(`${driver.oriel.url}/api/threads/${(await addressOf(page)).split('/').at(-1)}`)
    ).json();
    assert.equal(messages.length, 2);
    pass();
    await endTokens(page).waitFor();
    await answers(page).getByText('You said: Are you there?').waitFor();
  });

  test('a reload meanwhile shows the same question once, empty words in the composer, and goes on following', async () => {
    const page = await driver.open();
    await send(page, 'Are you there?');
    await loading(page).waitFor();
    await page.reload();
    await loading(page).waitFor();
    await stop(page).waitFor();
    assert.deepEqual([await questions(page).count(), await words(page)], [1, '']);
    pass();
    await endTokens(page).waitFor();
    assert.equal(await questions(page).count(), 1);
  });

  test('Stop ends it at once, keeps the question, and the next one is answered', async () => {
    const page = await driver.open();
    await send(page, 'Are you there?');
    await loading(page).waitFor();
    await stop(page).click();
    await answers(page).getByText('Stopped').first().waitFor();
    assert.equal(await questions(page).count(), 1);
    await page.getByRole('status').getByText('Stopped.').waitFor();
    pass();
    await send(page, 'And now?');
    await endTokens(page).waitFor();
    await answers(page).getByText('You said: And now?').waitFor();
  });

  test('a question that is too long for the window fails with its reason, and can be shortened', async () => {
    const page = await driver.open();
    await send(page, 'z'.repeat(9000));
    await loading(page).waitFor();
    pass();
    await answers(page)
      .getByText(/needs \d+ tokens and the window holds 8192/)
      .waitFor();
    await answers(page).getByRole('button', { name: 'Shorten the question' }).click();
    const editor = page.getByRole('log').getByRole('textbox');
    await editor.fill('Are you there?');
    await editor.press('Enter');
    await answers(page).getByText('You said: Are you there?').waitFor();
  });

  test('a second tab sees it too, and stops it', async () => {
    const page = await driver.open();
    await send(page, 'Are you there?');
    await loading(page).waitFor();
    const second = await driver.open({ of: page, path: new URL(await addressOf(page)).pathname });
    await loading(second).waitFor();
    await stop(second).click();
    await answers(page).getByText('Stopped').first().waitFor();
    pass();
  });

  test('begins to be loaded, and reads the opening of the row, with the first key; once', async () => {
    const page = await driver.open();
    await page.locator('#composer').waitFor();
    readAhead.length = 0;
    await page.locator('#composer').pressSequentially('Are you');
    while (readAhead.length === 0) {
      pass();
      await page.waitForTimeout(20);
    }
    await page.locator('#composer').pressSequentially(' there?');
    await page.waitForTimeout(300);
    assert.equal(readAhead.length, 1);
    assert.ok((readAhead[0] ?? 0) > 0);
  });

  test('reads all of a thread that it no longer has in mind, while the person writes', async () => {
    const page = await driver.open();
    await send(page, 'Are you there?');
    await loading(page).waitFor();
    pass();
    await endTokens(page).waitFor();
    const { used } = await lastWindow(page);
    await (await driver.oriel.models.choose('quick')).local.unload();
    await page.waitForResponse((answer) => answer.url().endsWith('/api/models'));
    readAhead.length = 0;
    await page.locator('#composer').pressSequentially('And');
    while (readAhead.length === 0) {
      pass();
      await page.waitForTimeout(20);
    }
    assert.ok((readAhead[0] ?? 0) > used, `${readAhead[0]} of more than ${used}`);
  });

  test('no page complained', () => {
    assert.deepEqual(driver.complaints, []);
  });
});
