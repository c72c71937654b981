import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Page } from 'playwright-core';
import { assertAccessible } from './accessible.ts';
import { endTokens, keptDriver, noBrowser, say } from './driver.ts';

const ANSWER = `A **short** answer with \`code\` and a [link](https://example.org).

## Heading

- one
- two

| a | b |
|--|--:|
| 1 | 2 |

\`\`\`js
// a comment
const answer = "text" + 42;
\`\`\`

$$x^2$$

> quoted

- [x] done`;

describe('for everyone', { skip: noBrowser }, () => {
  const script = ({ words }: { words: string }) => (words === 'slow' ? 'word '.repeat(4000) : ANSWER);
  const driver = keptDriver({ script, tokensPerSecond: 4000 });

  const views = [
    { name: 'light', colorScheme: 'light' as const },
    { name: 'dark', colorScheme: 'dark' as const },
    { name: 'light, 360 px', colorScheme: 'light' as const, viewport: { width: 360, height: 740 } },
    { name: 'dark, Chinese', colorScheme: 'dark' as const, locale: 'zh-CN' },
  ];
  for (const { name, ...view } of views) {
    test(`axe finds nothing on any page: ${name}`, async () => {
      const page = await driver.open(view);
      await assertAccessible(page, 'new chat');
      await page.locator('#composer').fill('show me');
      await page.keyboard.press('Enter');
      await page.locator('article .pill').waitFor();
      await page.locator('article button.asks').first().waitFor();
      await assertAccessible(page, 'thread');
      await page.locator('article button.asks').nth(1).click();
      await assertAccessible(page, 'receipt');
      await page.keyboard.press('Escape');
      await page.locator('header button[aria-haspopup="dialog"]').click();
      await assertAccessible(page, 'model picker');
      await page.keyboard.press('Escape');
      await page.locator('#composer ~ div button[aria-haspopup="dialog"]').click();
      await assertAccessible(page, 'settings of a turn');
      await page.keyboard.press('Escape');
      await page.keyboard.press('Control+k');
      await page.getByRole('combobox').fill('show');
      await assertAccessible(page, 'search');
      await page.keyboard.press('Escape');
      const inside = page.locator('header button[aria-pressed]');
      if ((await inside.getAttribute('aria-pressed')) === 'false') await inside.click();
      await page.getByRole('complementary').waitFor();
      await assertAccessible(page, 'look inside');
      await page.goto(`${driver.oriel.url}/settings`);
      await page.getByRole('combobox').waitFor();
      await assertAccessible(page, 'settings');
      await page.keyboard.press('?');
      await page.getByRole('dialog').waitFor();
      await assertAccessible(page, 'shortcuts');
    });
  }

  test('the transcript is a log that keeps silent, and a status says start and end', async () => {
    const page = await driver.open();
    const said = await listen(page);
    await say(page, 'slow');
    assert.equal(await page.getByRole('log').getAttribute('aria-live'), 'off');
    const heard = await said();
    assert.equal(heard[0], 'The model begins.');
    assert.match(heard.at(-1) ?? '', /^The answer is complete/);
  });

  test('an answer that was complete before its thread was read is told, once', async () => {
    const page = await driver.open();
    const said = await listen(page);
    await page.route(/api\/threads\/[^/]+$/, async (route) => {
      await new Promise((resolve) => setTimeout(resolve, 400));
      await route.continue();
    });
    await say(page, 'at once');
    assert.deepEqual(
      (await said()).map((text) => text.slice(0, 22)),
      ['The answer is complete'],
    );
    await page.getByRole('link', { name: 'Settings' }).click();
    await page.getByRole('heading', { name: 'Settings' }).waitFor();
    await page.goBack();
    await endTokens(page).waitFor();
    await page.waitForTimeout(200);
    assert.equal(await page.locator('main [role="status"].sr-only').textContent(), '');
  });

  test('at 360 px nothing is wider than the window, and the rail is a drawer', async () => {
    const page = await driver.open({ viewport: { width: 360, height: 740 }, hasTouch: true });
    const isFitting = () => page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth);
    assert.ok(await isFitting());
    await say(page, 'narrow');
    assert.ok(await isFitting());
    await page.getByRole('button', { name: 'Menu' }).click();
    await page.getByRole('navigation').waitFor();
    await page.getByRole('link', { name: 'Settings' }).click();
    await page.getByRole('heading', { name: 'Settings' }).waitFor();
    assert.equal(await page.getByRole('navigation').count(), 0);
    assert.ok(await isFitting());
  });

  test('the theme is the system’s until one is chosen, and stays', async () => {
    const page = await driver.open({ colorScheme: 'dark', path: '/settings' });
    const paper = () => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
    assert.equal(await paper(), 'rgb(23, 22, 20)');
    await page.getByText('Light', { exact: true }).click();
    assert.equal(await paper(), 'rgb(251, 250, 248)');
    await page.reload();
    assert.equal(await paper(), 'rgb(251, 250, 248)');
    await page.getByRole('group', { name: 'Theme' }).getByText('System').click();
  });

  test('no page complained', () => {
    assert.deepEqual(driver.complaints, []);
  });
});

/** What the status beside the transcript says from now on; waits until an end was said. */
async function listen(page: Page): Promise<() => Promise<string[]>> {
  await page.evaluate(() => {
    const said: string[] = [];
    Object.assign(window, { said });
    new MutationObserver(() => {
      for (const node of document.querySelectorAll('main [role="status"].sr-only'))
        if (node.textContent && said.at(-1) !== node.textContent) said.push(node.textContent);
    }).observe(document.body, { subtree: true, childList: true, characterData: true });
  });
  const heard = () => page.evaluate(() => (window as unknown as { said: string[] }).said);
  return async () => {
    await page.waitForFunction(() =>
      (window as unknown as { said: string[] }).said.some((text) => text.startsWith('The answer is complete')),
    );
    return heard();
  };
}
