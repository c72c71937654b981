/** The live count for a model file: made in the page by the encoding that came with the file, else asked of the server. */
import assert from 'node:assert/strict';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import type { Page } from 'playwright-core';
import { encodingFile } from '#server/encoding-files';
import { keptDriver, noBrowser } from './driver.ts';

const HAIKU = "Write a haiku about what it's like to be a Large Language Model.";

describe('counting for a model file', { skip: noBrowser }, () => {
  const home = mkdtempSync(join(tmpdir(), 'oriel-count-'));
  const encodings = join(home, 'encodings');
  const driver = keptDriver({
    home,
    names: ['quick'],
    change: (local) => ({ facts: async () => ({ ...(await local.facts()), encoder: 'own' }) }),
  });
  after(async () => {
    rmSync(home, { recursive: true });
  });

  /** A page whose examples are counted, and the counts that it asks the server for from then on. */
  async function opened(): Promise<{ page: Page; asked: string[] }> {
    const page = await driver.open();
    await page.waitForLoadState('networkidle');
    const asked: string[] = [];
    page.on('request', (request) => {
      if (!request.url().endsWith('/api/tokens')) return;
      const { text, messages = [] } = request.postDataJSON();
      if (text !== undefined) asked.push(text);
      // The first key also has the opening of the chat read: with a letter in place of the words.
      else for (const message of messages) if (message.text !== 'x') asked.push(message.text);
    });
    return { page, asked };
  }

  it('asks the server where the encoding is not there, and says the same number', async () => {
    const { page, asked } = await opened();
    const ask = page.waitForRequest((request) => request.postData()?.includes('a b') ?? false);
    await page.locator('#composer').fill('a b');
    await ask;
    await page.locator('p[aria-busy="false"]', { hasText: /^\d+ tokens/ }).waitFor();
    assert.deepEqual(asked, ['a b']);
    driver.complaints.length = 0; // The browser tells of the 404.
  });

  it('counts in the page at each key, and sends the text nowhere', async () => {
    const [row] = (await driver.oriel.models.list()).models;
    mkdirSync(encodings, { recursive: true });
    copyFileSync(await encodingFile('o200k'), join(encodings, `${row?.snapshot}.bin`));
    const { page, asked } = await opened();
    await page.locator('#composer').pressSequentially(HAIKU);
    await page.getByText('15 tokens').waitFor();
    await page.locator('#composer').press('Backspace');
    await page.getByText('14 tokens').waitFor();
    assert.deepEqual(asked, []);
    assert.deepEqual(driver.complaints, []);
  });
});
