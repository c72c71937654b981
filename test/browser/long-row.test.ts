/** Look inside on a row of tens of thousands of tokens: it is laid out in slices, and all of it is there in the end. */
import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import type { Page } from 'playwright-core';
import { addressOf, endTokens, keptDriver, noBrowser } from './driver.ts';

const WORDS = 'the row, '.repeat(8000);

const row = (page: Page) => page.getByRole('complementary', { name: 'Look inside' }).getByRole('listbox');
const heightOf = (page: Page) => row(page).evaluate((list) => list.clientHeight);

describe('look inside a long row', { skip: noBrowser }, () => {
  const driver = keptDriver({ script: () => 'Read.', window: 60_000 });
  let path: string;
  before(async () => {
    const page = await driver.open();
    await page.locator('#composer').fill(WORDS);
    await page.locator('#composer').press('Enter');
    await endTokens(page).waitFor({ timeout: 60_000 });
    path = new URL(await addressOf(page)).pathname;
    await page.context().close();
  });

  async function setPanel(panelOpen: boolean): Promise<void> {
    const body = JSON.stringify({ panelOpen });
    await fetch(`${driver.oriel.url}/api/preferences`, { method: 'PUT', headers: { 'content-type': 'application/json' }, body });
  }

  /** The thread in a page of its own, the panel open and its row drawn. */
  async function openRow(): Promise<Page> {
    await setPanel(true);
    const page = await driver.open({ path });
    await row(page).getByRole('option').first().waitFor();
    return page;
  }

  async function lengthOf(page: Page): Promise<number> {
    const thread = (await addressOf(page)).split('/').at(-1) ?? '';
    const messages = await driver.oriel.store.threads.messages(driver.oriel.store.person, thread);
    const turn = messages.findLast((message) => message.role === 'assistant')?.turn;
    const answer = await fetch(`${driver.oriel.url}/api/turns/${turn}/row`);
    return ((await answer.json()) as { tokens: unknown[] }).tokens.length;
  }

  test('it opens where the model took the word, and its first and last tokens can be gone to', async () => {
    const page = await openRow();
    const last = (await lengthOf(page)) - 1;
    assert.ok(last > 20_000, `${last} tokens`);
    await row(page).locator(`#token-${last}`).waitFor();
    await row(page).focus();
    await page.keyboard.press('Control+Home');
    await row(page).locator('#token-0[aria-selected=true]').waitFor();
    await page.keyboard.press('Control+End');
    await row(page).locator(`#token-${last}[aria-selected=true]`).waitFor();
  });

  test('it opens by keyboard, when nothing of it is there yet', async () => {
    await setPanel(false);
    const page = await driver.open({ path });
    await endTokens(page).waitFor();
    await page.locator('header button[aria-pressed=false]').press('Enter');
    await row(page).getByRole('option').first().waitFor();
  });

  test('in another width it has other lines, and the caret stays', async () => {
    const page = await openRow();
    await row(page).focus();
    await page.keyboard.press('Control+Home');
    const wide = await heightOf(page);
    const edge = page.getByRole('separator');
    await edge.focus();
    for (let times = 0; times < 4; times++) await edge.press('ArrowRight');
    await page.waitForFunction((before) => (document.querySelector('[role=listbox]')?.clientHeight ?? 0) > before, wide);
    await row(page).locator('#token-0[aria-selected=true]').waitFor();
  });

  test('no page complained', () => {
    assert.deepEqual(driver.complaints, []);
  });
});
