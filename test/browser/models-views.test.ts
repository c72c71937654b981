import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Page } from 'playwright-core';
import { assertAccessible } from './accessible.ts';
import { keptDriver, noBrowser } from './driver.ts';
import { model, pretend, weights } from './pretended-models.ts';

const QUICK = { bytes: 98_362_432 };
const BETTER = { bytes: 1_117_320_768, languages: ['en', 'zh'] };
const onItsWay = { received: 40_000_000, bytesPerSecond: 5_000_000, secondsLeft: 12, source: 'package registry, by npm' };

/** A model whose file is in one of the states a first start goes through. */
const quick = (state: 'fetching' | 'stopped' | 'failed' | 'ready') =>
  state === 'ready'
    ? model('quick', { snapshot: 'a'.repeat(64) })
    : model('quick', {
        isReady: false,
        state: state === 'fetching' ? 'fetching' : 'absent',
        weights: weights('quick', { ...QUICK, ...onItsWay, state, ...(state === 'failed' && { error: 'No source answered.' }) }),
      });
const better = (state: 'fetching' | 'ready') =>
  state === 'ready'
    ? model('better', { ...BETTER, snapshot: 'b'.repeat(64) })
    : model('better', { ...BETTER, isReady: false, state, weights: weights('better', { ...BETTER, ...onItsWay, state }) });

const views = [
  { name: 'light', colorScheme: 'light' as const },
  { name: 'dark, Chinese', colorScheme: 'dark' as const, locale: 'zh-CN' },
  { name: '360 px, Chinese', locale: 'zh-CN', viewport: { width: 360, height: 740 } },
];

describe('models on their way, seen by everyone', { skip: noBrowser }, () => {
  const driver = keptDriver({ script: ({ words }) => `You wrote: ${words}`, tokensPerSecond: 4000 });

  async function assertFine(page: Page, place: string): Promise<void> {
    await assertAccessible(page, place);
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth), `${place} is too wide`);
  }

  for (const { name, ...view } of views) {
    const isChinese = view.locale === 'zh-CN';
    test(`each state of a first start is accessible and fits: ${name}`, async () => {
      const page = await driver.open(view);
      const words = isChinese
        ? { stop: '停止', get: /^获取/, use: '改用 better', switch: '切换', retry: '重试', end: '交还给你' }
        : { stop: 'Stop', get: /^Get it/, use: 'Use better', switch: 'Switch', retry: 'Retry', end: 'hands the word back' };
      const card = page.getByRole('region', { name: 'quick' });

      await pretend(page, { models: [quick('fetching')], default: 'local/quick' });
      await card.getByRole('button', { name: words.stop }).waitFor();
      await assertFine(page, 'fetching');
      if (isChinese) assert.match((await card.textContent()) ?? '', /来自 软件包仓库（npm）/);

      for (const state of ['stopped', 'failed'] as const) {
        await pretend(page, { models: [quick(state)], default: 'local/quick' });
        await card.getByRole('button', { name: words.get }).waitFor();
        await assertFine(page, state);
      }

      await pretend(page, { models: [quick('ready'), better('fetching')], default: 'local/quick' });
      await card.getByRole('button', { name: words.stop }).waitFor();
      await assertFine(page, 'the better one on its way');

      await pretend(page, { models: [quick('ready'), better('ready')], default: 'local/quick' });
      await page.locator('#composer').fill('写一首俳句');
      await page.getByRole('button', { name: words.use }).last().waitFor();
      await assertFine(page, 'Chinese to a model without Chinese');

      await page.unroute('**/api/models');
      await page.reload();
      await page.locator('#composer').fill('a question');
      await page.locator('#composer').press('Enter');
      await page.locator('article').getByTitle(words.end).waitFor();
      const { models } = await driver.oriel.models.list();
      await pretend(page, {
        models: models.map((row) => (row.model === 'default' ? { ...row, aliasOf: 'local/better' } : row)),
        default: 'local/default',
      });
      await page.getByRole('button', { name: words.switch }).waitFor();
      await assertFine(page, 'the alias moved');
      await page.locator('article').hover();
      await page.getByRole('button', { name: words.retry }).click();
      await page.getByRole('menuitem', { name: /better/ }).waitFor();
      await assertFine(page, 'ask again with another model');
    });
  }

  test('no page complained', () => {
    assert.deepEqual(driver.complaints, []);
  });
});
