/** What stands under the words, and the settings of the next turn: by keys, as people type. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { addressOf, keptDriver, noBrowser, say } from './driver.ts';

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
