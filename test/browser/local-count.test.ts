/** The Tokens page counts for the models of this machine too: by the file's own encoding and template, for nothing. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type Driver, noBrowser, startDriver } from './driver.ts';

let driver: Driver;
before(async () => {
  if (!noBrowser) driver = await startDriver();
});
after(() => driver?.close());

test('a model of this machine is offered and counted, text and messages, and costs nothing', { skip: noBrowser }, async () => {
  const page = await driver.open({ path: '/tokens' });
  const price = page.getByRole('region', { name: 'Count and price for a model' });
  const content = async (body: object) => {
    const response = await fetch(`${driver.oriel.url}/api/tokens`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ model: 'local/quick', ...body }),
    });
    return (await response.json()).counts;
  };
  await page.getByRole('textbox', { name: 'Text to count' }).fill('some words here');
  await price.getByRole('combobox').fill('local/quick');
  const { value } = (await content({ text: 'some words here' })).content;
  await price.getByText(`${value} tokens exact`).waitFor();
  await price.getByText('free: computed here').waitFor();
  assert.ok(await price.locator('option[value="local/quick"]').count());

  await page.getByRole('button', { name: 'Messages' }).click();
  const messages = [
    { role: 'user', text: 'a question' },
    { role: 'assistant', text: 'an answer' },
  ];
  for (const [at, message] of messages.entries())
    await page.getByRole('textbox', { name: `Text of message ${at + 1}` }).fill(message.text);
  await price.getByText('Counted by the server of this Oriel').waitFor();
  const { prompt } = await content({ messages });
  await price.getByText(`${prompt.value} tokens exact`).waitFor();

  await price.getByRole('combobox').fill('local/nobody');
  await price.getByText('This machine has no file local/nobody.').waitFor();
  assert.deepEqual(driver.complaints, []);
});
