/** Who works by keyboard is never left without a place: where a button goes, the focus goes on. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Locator, Page } from 'playwright-core';
import { endTokens, keptDriver, noBrowser, say, send } from './driver.ts';

describe('the focus', { skip: noBrowser }, () => {
  let failures = 0;
  const driver = keptDriver({
    script: ({ words }) => {
      if (words.startsWith('fail') && failures++ === 0)
        return ['half', { fail: { kind: 'vendor-fault', message: 'The child process ended by SIGKILL.', retry: true } }];
      return words.startsWith('slow') ? 'word '.repeat(4000) : `You wrote: ${words}`;
    },
    tokensPerSecond: 400,
  });

  const focused = (page: Page) => page.evaluate(() => document.activeElement?.id || document.activeElement?.tagName);
  const press = async (button: Locator, key = 'Enter') => {
    await button.waitFor();
    await button.focus();
    await button.press(key);
  };

  test('goes to the composer after Stop and Continue', async () => {
    const page = await driver.open();
    await send(page, 'slow please');
    await page.getByText('word word word').waitFor();
    await press(page.getByRole('button', { name: 'Stop' }), 'Space');
    await page.getByText('Stopped here.').waitFor();
    assert.equal(await focused(page), 'composer');
    await press(page.getByRole('button', { name: 'Continue' }));
    await page.getByText('Stopped here.').waitFor({ state: 'detached' });
    assert.equal(await focused(page), 'composer');
    assert.equal(await page.locator('#composer').inputValue(), '');
    await press(page.getByRole('button', { name: 'Stop' }));
  });

  test('goes to the composer after Retry, of a failed answer and from the menu', async () => {
    const page = await driver.open();
    await send(page, 'fail once');
    await page.getByText('The child process ended by SIGKILL.').waitFor();
    await press(page.locator('article').getByRole('button', { name: 'Retry' }).first());
    await endTokens(page).waitFor();
    assert.equal(await focused(page), 'composer');
    await press(page.locator('article').getByRole('button', { name: 'Retry' }));
    await press(page.getByRole('menuitem', { name: 'The same again' }));
    await page.getByRole('img', { name: 'Answer 3 of 3' }).waitFor();
    assert.equal(await focused(page), 'composer');
  });

  test('goes to the composer with a changed question, and back to the pencil without', async () => {
    const page = await driver.open();
    await say(page, 'to be changed');
    const pencil = page.getByRole('button', { name: 'Edit as a branch' });
    const editor = page.getByRole('textbox', { name: 'Edit as a branch' });
    for (const leave of [() => editor.press('Escape'), () => press(page.getByRole('button', { name: 'Cancel' }))]) {
      await press(pencil);
      assert.ok(await editor.evaluate((element) => element === document.activeElement));
      await leave();
      assert.ok(await pencil.evaluate((element) => element === document.activeElement));
    }
    await press(pencil);
    await editor.fill('changed');
    await press(page.getByRole('button', { name: 'Send as a branch' }));
    await page.getByText('You wrote: changed').waitFor();
    assert.equal(await focused(page), 'composer');
  });

  test('goes to the composer after the button of the note above it', async () => {
    const page = await driver.open();
    await page.route('**/api/models', async (route) => {
      const list = await (await route.fetch()).json();
      for (const model of list.models) if (model.model === 'better') model.languages = ['en', 'zh'];
      await route.fulfill({ json: list });
    });
    await page.locator('#composer').fill('写一首关于河的诗');
    await press(page.getByRole('button', { name: 'Use better' }));
    await page.getByRole('button', { name: 'Use better' }).waitFor({ state: 'detached' });
    assert.equal(await focused(page), 'composer');
  });

  test('does not go to the composer on a touch screen, where a keyboard would come up', async () => {
    const page = await driver.open({ hasTouch: true, isMobile: true });
    await send(page, 'slow please');
    await page.getByText('word word word').waitFor();
    await page.getByRole('button', { name: 'Stop' }).tap();
    await page.getByText('Stopped here.').waitFor();
    await page.getByRole('button', { name: 'Continue' }).tap();
    await page.getByText('Stopped here.').waitFor({ state: 'detached' });
    assert.notEqual(await focused(page), 'composer');
    await page.getByRole('button', { name: 'Stop' }).tap();
  });

  test('no page complained', () => {
    assert.deepEqual(driver.complaints, []);
  });
});
