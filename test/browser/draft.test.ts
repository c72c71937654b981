/** What a person has written and not sent is never lost: by another tab, a reload, a starter, another thread. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Page } from 'playwright-core';
import { addressOf, keptDriver, noBrowser, paste, say, send } from './driver.ts';

describe('drafts', { skip: noBrowser }, () => {
  const driver = keptDriver({ script: ({ words }) => `You wrote: ${words}`, tokensPerSecond: 2000 });

  const words = (page: Page) => page.locator('#composer').inputValue();
  const type = (page: Page, text: string) => page.locator('#composer').pressSequentially(text);
  const editor = (page: Page) => page.getByRole('textbox', { name: 'Edit as a branch' });
  const edit = (page: Page, at = 0) => page.getByRole('button', { name: 'Edit as a branch' }).nth(at).click();

  test('two tabs write into different threads and lose nothing of each other', async () => {
    const first = await driver.open();
    await say(first, 'a thread');
    const second = await driver.open({ of: first });
    await type(first, 'of the first tab');
    await type(second, 'of the second tab');
    await first.reload();
    await second.reload();
    assert.deepEqual([await words(first), await words(second)], ['of the first tab', 'of the second tab']);
    const later = await driver.open({ of: first, path: new URL(await addressOf(first)).pathname });
    assert.equal(await words(later), 'of the first tab');
  });

  test('two tabs that begin a new chat each find their own again', async () => {
    const first = await driver.open();
    const second = await driver.open({ of: first });
    await type(first, 'of the first tab');
    await type(second, 'of the second tab');
    await first.reload();
    await second.reload();
    assert.deepEqual([await words(first), await words(second)], ['of the first tab', 'of the second tab']);
  });

  test('the last key before a reload counts', async () => {
    const page = await driver.open();
    await type(page, 'typed to the end');
    await page.reload();
    assert.equal(await words(page), 'typed to the end');
  });

  test('the last key before a reload counts in a long text too', async () => {
    const page = await driver.open();
    await paste(page.locator('#composer'), 'long '.repeat(8000));
    await page.locator('.cm-content').waitFor();
    // No timer ends before the page goes.
    await page.evaluate(() => Object.assign(window, { setTimeout: () => 0 }));
    await page.keyboard.type('end');
    await page.reload();
    await page.waitForFunction(() => localStorage.getItem('oriel.draft.new') !== null);
    const kept = await page.evaluate(() => JSON.parse(localStorage.getItem('oriel.draft.new') ?? '{}'));
    assert.equal(kept.text.slice(-8), 'long end');
  });

  test('the last key before a tab is closed counts', async () => {
    const page = await driver.open();
    const other = await driver.open({ of: page, path: '/tokens' });
    await type(page, 'typed to the end');
    await page.close({ runBeforeUnload: true });
    await other.goto(driver.oriel.url);
    assert.equal(await words(other), 'typed to the end');
  });

  test('a starter that takes the place of words offers them back, until the next key', async () => {
    const page = await driver.open();
    const undo = page.getByRole('button', { name: 'Undo' });
    await page.getByRole('button', { name: /^A cover letter/ }).click();
    assert.match(await words(page), /librarian/);
    assert.equal(await undo.count(), 0);
    await page.locator('#composer').fill('words of my own');
    await page.getByRole('button', { name: /^A cover letter/ }).click();
    await page.getByRole('button', { name: /^A poem/ }).click();
    assert.match(await words(page), /poem/);
    await undo.click();
    assert.equal(await words(page), 'words of my own');
    assert.equal(await page.evaluate(() => document.activeElement?.id), 'composer');
    await page.getByRole('button', { name: /^A resume/ }).click();
    await undo.waitFor();
    await page.keyboard.type('.');
    await undo.waitFor({ state: 'detached' });
  });

  test('a question that is being changed is so again after another thread and a reload, without taking the focus', async () => {
    const page = await driver.open();
    await say(page, 'a first question');
    await edit(page);
    await editor(page).fill('half changed');
    const { pathname } = new URL(await addressOf(page));
    await page.keyboard.press('Control+Shift+o');
    await page.getByRole('heading', { name: 'An empty row of tokens.' }).waitFor();
    await page.goBack();
    assert.equal(await editor(page).inputValue(), 'half changed');
    assert.equal(new URL(await addressOf(page)).pathname, pathname);
    await page.reload();
    assert.equal(await editor(page).inputValue(), 'half changed');
    assert.equal(await page.evaluate(() => document.activeElement?.id), 'composer');
    await editor(page).press('Enter');
    await page.getByText('You wrote: half changed').waitFor();
    assert.equal(await editor(page).count(), 0);
  });

  test('a question that is being changed may be scrolled out of sight, and another one changed meanwhile', async () => {
    const page = await driver.open();
    await say(page, 'the first');
    for (const name of ['second', 'third']) {
      await send(page, `${name} ${'\nand on'.repeat(120)}`);
      await page.getByText(`You wrote: ${name}`).waitFor();
      await page.getByRole('button', { name: 'Stop' }).waitFor({ state: 'detached' });
    }
    const log = page.getByRole('log');
    const toTop = () => log.evaluate((element) => element.scrollTo(0, 0));
    await toTop();
    await log.getByText('the first', { exact: true }).waitFor();
    await edit(page);
    await editor(page).fill('changed up here');
    // Rows have their true heights only once they were in sight: the end moves while one scrolls.
    await page.waitForFunction(() => {
      const element = document.querySelector('[role="log"]');
      element?.scrollTo(0, element.scrollHeight);
      return element?.querySelector('textarea') === null;
    });
    await edit(page);
    await editor(page).fill('changed down here');
    await editor(page).press('Escape');
    await editor(page).waitFor({ state: 'detached' });
    await toTop();
    assert.equal(await editor(page).inputValue(), 'changed up here');
  });

  test('a first question that the server refuses leaves no thread, and is in the composer again', async () => {
    const { store } = driver.oriel;
    const threadsNow = async () => (await store.threads.list(store.person, { limit: 200 })).rows.length;
    const before = await threadsNow();
    const page = await driver.open();
    const huge = { type: 'about:blank', title: 'Too large', status: 413, detail: 'Send less at once.', kind: 'too-large' };
    await page.route('**/turns', (route) =>
      route.fulfill({ status: 413, contentType: 'application/problem+json', body: JSON.stringify(huge) }),
    );
    await send(page, 'refused at first');
    await page.getByRole('alert').getByText('Send less at once.').waitFor();
    assert.equal(new URL(await addressOf(page)).pathname, '/');
    assert.equal(await words(page), 'refused at first');
    assert.equal(await threadsNow(), before);
    await page.unroute('**/turns');
    await page.getByRole('alert').getByRole('button', { name: 'Retry' }).click();
    await page.getByText('You wrote: refused at first').waitFor();
    assert.match(new URL(await addressOf(page)).pathname, /^\/t\//);
    assert.deepEqual([await words(page), await threadsNow()], ['', before + 1]);
    driver.complaints.splice(0); // The browser itself complains of the 413.
  });

  test('a changed question that the server refuses is open again', async () => {
    const page = await driver.open();
    await say(page, 'a first question');
    const busy = { type: 'about:blank', title: 'Busy', status: 503, detail: 'Too busy.', kind: 'overloaded' };
    await page.route('**/turns', (route) =>
      route.fulfill({ status: 503, contentType: 'application/problem+json', body: JSON.stringify(busy) }),
    );
    await edit(page);
    await editor(page).fill('changed');
    await editor(page).press('Enter');
    await page.getByText('Too busy.').waitFor();
    assert.equal(await editor(page).inputValue(), 'changed');
    await page.unroute('**/turns');
    await page.getByRole('alert').getByRole('button', { name: 'Retry' }).click();
    await page.getByText('You wrote: changed').waitFor();
    assert.equal(await editor(page).count(), 0);
    driver.complaints.splice(0); // The browser itself complains of the 503.
  });

  test('no page complained', () => {
    assert.deepEqual(driver.complaints, []);
  });
});
