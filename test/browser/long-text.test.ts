/** A text of many pages in the composer: the editor that takes the field's place, and that nothing of the text is lost on the way. */
import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import type { Page } from 'playwright-core';
import { assertAccessible } from './accessible.ts';
import { addressOf, type Driver, noBrowser, paste, startDriver } from './driver.ts';

const LINES = Array.from({ length: 900 }, (_, at) => `Line ${at} of a long text, with “marks” and 字符.`);
const LONG = LINES.join('\n');

let driver: Driver;
let page: Page;
before(async () => {
  if (!noBrowser) driver = await startDriver({ window: 400_000 });
});
beforeEach(async () => {
  if (!noBrowser) page = await driver.open();
});
after(() => driver?.close());

const editor = () => page.locator('.cm-content');
const draft = async () => (await page.evaluate(() => JSON.parse(localStorage.getItem('oriel.draft.new') ?? '{}'))).text;

/** Until the browser has kept a draft that holds. */
async function draftIs(holds: (text: string) => boolean): Promise<void> {
  const until = Date.now() + 15_000;
  while (!holds((await draft()) ?? '')) {
    assert.ok(Date.now() < until, `the draft does not become what was typed: ${(await draft())?.length} characters`);
    await page.waitForTimeout(50);
  }
}

test('a long paste goes into the editor at the caret, and typing goes on behind it', { skip: noBrowser }, async () => {
  await page.locator('#composer').fill('before after');
  for (const _ of 'after') await page.keyboard.press('ArrowLeft');
  await paste(page.locator('#composer'), LONG);
  await editor().waitFor();
  await page.keyboard.type(' typed ');
  await draftIs((text) => text === `before ${LONG} typed after`);
});

test('Undo leads back over the paste to the words before it, and Redo forward', { skip: noBrowser }, async () => {
  await page.locator('#composer').fill('the words before');
  await paste(page.locator('#composer'), LONG);
  await editor().waitFor();
  await page.keyboard.press('Control+z');
  await draftIs((text) => text === 'the words before');
  await page.keyboard.press('Control+y');
  await draftIs((text) => text === `the words before${LONG}`);
});

test('Enter sends all of it to the letter, and the short field is back with the focus', { skip: noBrowser }, async () => {
  await paste(page.locator('#composer'), LONG);
  await editor().waitFor();
  await page.keyboard.press('Shift+Enter');
  await page.keyboard.type('the end');
  await page.keyboard.press('Enter');
  await page.locator('article .pill').first().waitFor();
  await page.waitForURL(/\/t\//);
  const thread = (await addressOf(page)).split('/t/')[1];
  const { messages } = await (await fetch(`${driver.oriel.url}/api/threads/${thread}`)).json();
  assert.equal(messages[0].parts[0].text, `${LONG}\nthe end`);
  await page.locator('textarea#composer').waitFor();
  await page.keyboard.type('next');
  assert.equal(await page.locator('#composer').inputValue(), 'next');
});

test('a reload keeps it, and Escape leaves the editor', { skip: noBrowser }, async () => {
  await paste(page.locator('#composer'), LONG);
  await editor().waitFor();
  await draftIs((text) => text === LONG);
  await page.reload();
  await editor().waitFor();
  await page.locator('#composer').focus();
  await page.keyboard.press('Escape');
  assert.equal(await page.evaluate(() => document.activeElement?.tagName), 'BODY');
});

test('the editor has a name and a role, nothing for axe to find, and no complaint of the policy', {
  skip: noBrowser,
}, async () => {
  await paste(page.locator('#composer'), LONG);
  await editor().waitFor();
  await page.getByRole('textbox', { name: 'Message' }).waitFor();
  await assertAccessible(page, 'a long draft');
  assert.deepEqual(driver.complaints, []);
});

test('on the Tokens page the counts follow each key of a long text, and the tokens when the typing rests', {
  skip: noBrowser,
}, async () => {
  const own = await driver.open({ path: '/tokens' });
  await paste(own.getByRole('textbox', { name: 'Text to count' }), LONG);
  await own.locator('.cm-content').waitFor();
  const count = own.getByRole('region', { name: 'o200k', exact: true }).locator('output');
  await own
    .locator('output:not(.text-muted)', { hasText: /^\d\d,\d{3}$/ })
    .first()
    .waitFor();
  const before = Number((await count.textContent())?.replace(',', ''));
  for (let key = 0; key < 5; key++) await own.keyboard.type(' word');
  await own.waitForFunction((more) => document.querySelector('output')?.textContent === more, (before + 5).toLocaleString('en'));
  await own
    .getByText(`${(LONG.length + 25).toLocaleString('en')} characters, `)
    .first()
    .waitFor();
});
