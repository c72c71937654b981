import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { RECITAL, recite } from '../recital.ts';
import { addressOf, answers, endTokens, keptDriver, noBrowser, send } from './driver.ts';

/** The recital twice, so that there is time to break in. */
const TEXT = RECITAL.repeat(2);

describe('readers that come, go and are cut off', { skip: noBrowser }, () => {
  const driver = keptDriver({ script: recite(TEXT), tokensPerSecond: 400 });

  const words = (text: string | null) => (text ?? '').replace(/\s+/g, ' ');
  const shown = async (page: Parameters<typeof answers>[0]) => words(await answers(page).locator('.markdown').textContent());
  const expected = words(`${TEXT.trimEnd()} <end>`);
  const isWhole = (text: string) => text.startsWith(expected.slice(0, -' <end>'.length));

  test('a reload in the middle ends with the same words', async () => {
    const page = await driver.open();
    await send(page, 'recite');
    await answers(page).getByText('The row of tokens').first().waitFor();
    await page.reload();
    await endTokens(page).waitFor({ timeout: 20_000 });
    assert.ok(isWhole(await shown(page)));
  });

  test('a second tab that comes in the middle ends with the same words', async () => {
    const page = await driver.open();
    await send(page, 'recite');
    await answers(page).getByText('The row of tokens').first().waitFor();
    const second = await driver.open({ of: page, path: new URL(await addressOf(page)).pathname });
    await Promise.all([endTokens(page).waitFor({ timeout: 20_000 }), endTokens(second).waitFor({ timeout: 20_000 })]);
    assert.ok(isWhole(await shown(page)));
    assert.equal(await shown(second), await shown(page));
  });

  test('connections cut at random moments lose and repeat nothing', async () => {
    const page = await driver.open();
    await send(page, 'recite');
    await answers(page).getByText('The row of tokens').first().waitFor();
    for (let cut = 0; cut < 30; cut++) {
      await page.waitForTimeout(10 + Math.random() * 60);
      driver.oriel.app.server.closeAllConnections();
    }
    await endTokens(page).waitFor({ timeout: 20_000 });
    assert.ok(isWhole(await shown(page)));
    driver.complaints.splice(0); // The browser itself complains of the cuts.
  });

  test('another tab hears of a new answer by itself', async () => {
    const page = await driver.open();
    await send(page, 'recite');
    await endTokens(page).waitFor({ timeout: 20_000 });
    const second = await driver.open({ of: page, path: new URL(await addressOf(page)).pathname });
    await endTokens(second).waitFor();
    await send(page, 'again');
    await answers(second).nth(1).waitFor();
  });

  test('no page complained', () => {
    assert.deepEqual(driver.complaints, []);
  });
});
