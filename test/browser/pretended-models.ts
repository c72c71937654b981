/** Models and files that a page is given instead of the server's: any state of them can be shown. Knows no test. */
import type { Page } from 'playwright-core';
import type { WireModel, WireWeights } from '#wire/model';

export const weights = (id: string, change: Partial<WireWeights>): WireWeights => ({
  id,
  model: id,
  file: `${id}.gguf`,
  bytes: 1_117_320_768,
  sha256: 'c'.repeat(64),
  licence: 'Apache-2.0',
  state: 'absent',
  ...change,
});

export const model = (name: string, change: Partial<WireModel> = {}): WireModel => ({
  vendor: 'local',
  model: name,
  isReady: true,
  state: 'ready',
  window: 8192,
  bytes: 98_362_432,
  languages: ['en'],
  modes: ['chat', 'document'],
  defaults: {},
  ...change,
});

/** The page is given these models instead of the server's. */
export async function pretend(page: Page, state: { models: WireModel[]; default: string }): Promise<void> {
  await page.route('**/api/models', (route) => route.fulfill({ json: state }));
  await page.reload();
}
