import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { addressOf, answers, endTokens, keptDriver, noBrowser, say, send } from './driver.ts';

describe('everything by keyboard', { skip: noBrowser }, () => {
  const driver = keptDriver({
    script: ({ words }) => `You wrote: ${words}${words.startsWith('long') ? ' and on'.repeat(1000) : ''}`,
    tokensPerSecond: 2000,
  });

  test('write, look inside, find and leave without a pointer', async () => {
    const page = await driver.open();
    const focused = () => page.evaluate(() => document.activeElement?.id);
    await page.waitForFunction(() => document.activeElement?.id === 'composer');
    await page.keyboard.type('a question about rivers');
    await page.keyboard.press('Enter');
    await endTokens(page).waitFor();
    assert.equal(await focused(), 'composer');

    await page.keyboard.press('Control+k');
    await page.getByRole('combobox').waitFor();
    await page.keyboard.type('rivers');
    await page.locator('mark').first().waitFor();
    await page.keyboard.press('Enter');
    await page.getByRole('combobox').waitFor({ state: 'detached' });
    assert.match(await addressOf(page), /message=/);

    await page.locator('#composer').focus();
    await page.keyboard.press('Escape');
    await page.keyboard.press('i');
    await page.getByRole('complementary', { name: 'Look inside' }).waitFor();
    await page.keyboard.press('i');
    await page.getByRole('complementary', { name: 'Look inside' }).waitFor({ state: 'detached' });
    await page.keyboard.press('?');
    await page.getByRole('dialog', { name: 'Shortcuts' }).waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog', { name: 'Shortcuts' }).waitFor({ state: 'detached' });
    await page.keyboard.press('/');
    assert.equal(await focused(), 'composer');
    await page.keyboard.type('i');
    assert.equal(await page.locator('#composer').inputValue(), 'i');

    await page.keyboard.press('Control+Shift+o');
    await page.getByRole('heading', { name: 'An empty row of tokens.' }).waitFor();
    assert.equal(new URL(await addressOf(page)).pathname, '/');
  });

  test('the last question is edited with the up key and sent with Enter', async () => {
    const page = await driver.open();
    await say(page, 'to be changed');
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('Control+a');
    await page.keyboard.type('changed');
    await page.keyboard.press('Enter');
    await page.getByText('You wrote: changed').waitFor();
    assert.equal(await answers(page).count(), 1);
  });

  test('the last question is edited although the thread has not been read again since its end', async () => {
    const page = await driver.open();
    const held = Promise.withResolvers<void>();
    let isHeld = false;
    await page.route(/\/api\/threads\/[^/]+$/, async (route) => {
      if (isHeld) await held.promise;
      await route.continue();
    });
    await send(page, 'long');
    await page.getByText('You wrote: long').waitFor();
    isHeld = true;
    await endTokens(page).waitFor();
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('Control+a');
    await page.keyboard.type('changed');
    await page.keyboard.press('Enter');
    const pending = page.locator('[role="log"]').getByText('changed', { exact: true });
    await pending.waitFor();
    held.resolve();
    await page.getByText('You wrote: changed').waitFor();
    assert.equal(await answers(page).count(), 1);
  });

  test('a menu is opened, moved in and left with keys, and the focus comes back', async () => {
    const page = await driver.open();
    await say(page, 'menus');
    const retry = page.locator('article').getByRole('button', { name: 'Retry' });
    await retry.focus();
    await page.keyboard.press('Enter');
    const items = page.getByRole('menuitem');
    assert.ok(await items.first().evaluate((element) => element === document.activeElement));
    await page.keyboard.press('ArrowDown');
    assert.ok(await items.nth(1).evaluate((element) => element === document.activeElement));
    await page.keyboard.press('ArrowDown');
    assert.ok(await items.first().evaluate((element) => element === document.activeElement));
    await page.keyboard.press('Escape');
    assert.ok(await retry.evaluate((element) => element === document.activeElement));
  });

  test('a thread is renamed, pinned, deleted and brought back', async () => {
    const page = await driver.open();
    await say(page, 'a thread to keep');
    const choose = async (title: string, item: string) => {
      await page.getByRole('button', { name: `Actions for ${title}` }).focus();
      await page.keyboard.press('Enter');
      await page.getByRole('menuitem', { name: item, exact: true }).focus();
      await page.keyboard.press('Enter');
    };
    await choose('a thread to keep', 'Rename');
    await page.keyboard.type('Kept');
    await page.keyboard.press('Enter');
    await page.getByRole('link', { name: 'Kept' }).waitFor();
    await choose('Kept', 'Pin');
    await page.getByRole('heading', { name: 'Pinned' }).waitFor();
    await choose('Kept', 'Delete');
    await page.getByRole('link', { name: 'Kept' }).waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Undo' }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('link', { name: 'Kept' }).waitFor();
  });

  test('every action of an answer can be reached with Tab, and shows itself', async () => {
    const page = await driver.open();
    await say(page, 'first');
    await say(page, 'second');
    const copy = page.locator('article').first().getByRole('button', { name: 'Copy the answer' });
    await page.locator('[role="log"]').focus();
    for (let step = 0; step < 40 && !(await copy.evaluate((element) => element === document.activeElement)); step++)
      await page.keyboard.press('Tab');
    assert.ok(await copy.evaluate((element) => element === document.activeElement));
    await page.waitForTimeout(200);
    assert.equal(await copy.evaluate((element) => getComputedStyle(element.parentElement ?? element).opacity), '1');
  });

  test('single-key shortcuts can be switched off', async () => {
    const page = await driver.open({ path: '/settings' });
    await page.getByRole('group', { name: 'Single-key shortcuts' }).getByText('Off').click();
    await page.locator('h1').click();
    await page.keyboard.press('?');
    await page.waitForTimeout(300);
    assert.equal(await page.getByRole('dialog').count(), 0);
    await page.getByRole('group', { name: 'Single-key shortcuts' }).getByText('On').click();
  });

  test('no page complained', () => {
    assert.deepEqual(driver.complaints, []);
  });
});
