/** What stands under the words, and the settings of the next turn: by keys, as people type. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Page } from 'playwright-core';
import { addressOf, keptDriver, noBrowser, paste, say, send } from './driver.ts';

describe('the line under the words', { skip: noBrowser }, () => {
  const driver = keptDriver({ script: ({ words }) => `You wrote: ${words}`, tokensPerSecond: 2000 });

  test('a number is typed figure by figure, and a wrong one goes with the reset', async () => {
    const page = await driver.open();
    await page.getByRole('button', { name: 'Settings of the next turn' }).click();
    for (const [name, typed] of Object.entries({ Temperature: '0.35', Seed: '42', 'Most tokens': '250' })) {
      await page.getByLabel(name).focus();
      await page.keyboard.type(typed);
      assert.equal(await page.getByLabel(name).inputValue(), typed);
    }
    await page.getByLabel('Top-p').focus();
    await page.keyboard.type('7');
    await page.getByText('From 0.01 to 1').waitFor();
    await page.keyboard.press('Escape');
    await say(page, 'hello');
    const [thread = ''] = (await addressOf(page)).split('/').slice(-1);
    const [turn] = await driver.oriel.store.turns.ofThread(driver.oriel.store.person, thread);
    assert.deepEqual(turn?.settings, { temperature: 0.35, seed: 42, maxTokens: 250 });
    await page.getByRole('button', { name: 'Settings of the next turn' }).click();
    await page.getByLabel('Top-p').fill('7');
    await page.getByRole('button', { name: 'Reset to the model’s own' }).click();
    for (const name of ['Temperature', 'Top-p', 'Seed']) assert.equal(await page.getByLabel(name).inputValue(), '');
    assert.equal(await page.getByText('From 0.01 to 1').count(), 0);
  });

  test('the share is of all that the model will be given, template included', async () => {
    const page = await driver.open();
    const promptOf = async (messages: object[]): Promise<number> => {
      const asked = await page.request.post(`${driver.oriel.url}/api/tokens`, {
        data: { model: 'local/quick', messages, chat: true },
      });
      return (await asked.json()).counts.prompt.value;
    };
    const share = (tokens: number) => {
      const percent = (100 * tokens) / 8192;
      return `window ${new Intl.NumberFormat('en-GB', { maximumSignificantDigits: 2 }).format(percent)} %`;
    };
    const user = (text: string) => ({ role: 'user', text });
    await page.keyboard.type('a first question');
    await page.getByText(share(await promptOf([user('a first question')]))).waitFor();
    await say(page, 'a first question');
    await page.keyboard.type('and a second');
    const rest = [{ role: 'assistant', text: 'You wrote: a first question' }, user('and a second')];
    await page.getByText(share(await promptOf([user('a first question'), ...rest]))).waitFor();
  });

  test('a count that failed is said to have failed, and is made when the server is back', async () => {
    const page = await driver.open();
    await page.route('**/api/tokens', (route) => route.abort());
    await page.keyboard.type('counted later');
    await page.getByText('not counted').waitFor();
    await page.unroute('**/api/tokens');
    await page
      .locator('p[aria-busy=false]')
      .getByText(/^\d+ tokens$/)
      .waitFor();
    driver.complaints.splice(0); // The browser itself complains of what was aborted.
  });

  /** Counts the turns that the page asks for. */
  const asksOf = (page: Page): { turns: number } => {
    const asks = { turns: 0 };
    page.on('request', (request) => {
      if (request.method() === 'POST' && request.url().endsWith('/turns')) asks.turns++;
    });
    return asks;
  };
  const sendButton = (page: Page) => page.getByRole('button', { name: 'Send', exact: true });

  for (const [length, name] of [
    [45_000, 'is too long for the window'],
    [4_500_000, 'is too long for any window'],
  ] as const)
    test(`what ${name} is not sent, and Enter says why`, async () => {
      const page = await driver.open();
      const asks = asksOf(page);
      await paste(page.locator('#composer'), 'so many words that no window has room for them all\n'.repeat(length / 50));
      await page.keyboard.press('Enter');
      await page.getByRole('alert').getByText('This alone is longer than the window.').waitFor();
      assert.equal(await sendButton(page).isDisabled(), true);
      assert.match((await sendButton(page).getAttribute('title')) ?? '', /longer than the window/);
      assert.equal(new URL(await addressOf(page)).pathname, '/');
      assert.equal(asks.turns, 0);
      driver.complaints.splice(0); // The browser itself complains where the server does not count so much.
    });

  test('a long text that fits goes when it is counted', async () => {
    const page = await driver.open();
    await paste(page.locator('#composer'), ' language'.repeat(3700));
    await page.keyboard.press('Enter');
    await page
      .getByText(/^You wrote:/)
      .first()
      .waitFor();
  });

  test('half a character is told and mended before it is sent', async () => {
    const page = await driver.open();
    const asks = asksOf(page);
    await page.locator('#composer').focus();
    await page.evaluate(() => document.execCommand('insertText', false, `a${String.fromCharCode(0xd800)}b`));
    await page.keyboard.press('Enter');
    const alert = page.getByRole('alert');
    await alert.getByText('half a character').waitFor();
    assert.deepEqual([await sendButton(page).isDisabled(), asks.turns], [true, 0]);
    await alert.getByRole('button', { name: 'Replace it with' }).click();
    assert.equal(await page.locator('#composer').inputValue(), 'a\ufffdb');
    await page.keyboard.press('Enter');
    await page.getByText('You wrote: a\ufffdb').waitFor();
  });

  test('without a model Enter says so and offers one', async () => {
    const page = await driver.open();
    await page.route('**/api/models', async (route) => {
      const list = await (await route.fetch()).json();
      for (const model of list.models) Object.assign(model, { state: 'absent', isReady: false });
      await route.fulfill({ json: list });
    });
    await page.reload();
    await page
      .getByRole('button', { name: /^Get it/ })
      .first()
      .waitFor();
    await send(page, 'hello');
    await page
      .getByRole('alert')
      .getByRole('button', { name: /^Get it/ })
      .waitFor();
    assert.equal(await page.locator('#composer').inputValue(), 'hello');
  });

  test('while another model’s row is being counted the panel does not show this one’s', async () => {
    const page = await driver.open();
    await page.keyboard.type('some words');
    await page.getByRole('button', { name: 'Look inside' }).click();
    const panel = page.getByRole('complementary', { name: 'Look inside' });
    await panel.getByText('This is what the model will be given when you send it.').waitFor();
    const held = Promise.withResolvers<void>();
    await page.route('**/api/tokens', async (route) => {
      await held.promise;
      await route.continue();
    });
    await page.locator('#composer').focus();
    await page.keyboard.type(' more');
    await panel.getByText('This is still the row before them.').waitFor();
    await page.getByRole('button', { name: 'Local quick' }).click();
    await page
      .getByRole('dialog')
      .getByRole('button', { name: /better/ })
      .click();
    await panel.getByText('This is').waitFor({ state: 'detached' });
    held.resolve();
    await panel.getByText('This is what the model will be given when you send it.').waitFor();
  });

  test('no page complained', () => {
    assert.deepEqual(driver.complaints, []);
  });
});
