import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { addressOf, keptDriver, noBrowser } from './driver.ts';

describe('Chinese, typed', { skip: noBrowser }, () => {
  const driver = keptDriver({ script: ({ words }) => `你写了：${words}`, tokensPerSecond: 1000 });

  test('Enter that ends a composition does not send; the next one does', async () => {
    const page = await driver.open({ locale: 'zh-CN' });
    const method = await page.context().newCDPSession(page);
    const composer = page.getByRole('textbox', { name: '消息' });
    await composer.focus();
    await method.send('Input.imeSetComposition', { text: 'shi', selectionStart: 3, selectionEnd: 3 });
    // As browsers send it: the key of an input method under way has the code 229.
    await composer.evaluate((element) =>
      element.dispatchEvent(
        new KeyboardEvent('keydown', { key: 'Enter', keyCode: 229, isComposing: true, bubbles: true, cancelable: true }),
      ),
    );
    assert.equal(new URL(await addressOf(page)).pathname, '/');
    await method.send('Input.insertText', { text: '诗' });
    assert.equal(await composer.inputValue(), '诗');
    await composer.press('Enter');
    await page.locator('article').getByTitle('交还给你').waitFor();
    await page.getByText('你写了：诗').waitFor();
  });

  test('the page speaks Chinese to a Chinese browser, and English when that is chosen', async () => {
    const page = await driver.open({ locale: 'zh-CN', path: '/settings' });
    assert.equal(await page.locator('html').getAttribute('lang'), 'zh-CN');
    await page.getByRole('heading', { name: '设置' }).waitFor();
    await page.getByText('English').click();
    await page.getByRole('heading', { name: 'Settings' }).waitFor();
    await page.reload();
    await page.getByRole('heading', { name: 'Settings' }).waitFor();
    assert.equal(await page.locator('html').getAttribute('lang'), 'en');
    await page.getByText('简体中文').click();
    await page.getByRole('heading', { name: '设置' }).waitFor();
  });

  test('two characters are found', async () => {
    const page = await driver.open({ locale: 'zh-CN' });
    await page.locator('#composer').fill('关于绽放的诗意');
    await page.keyboard.press('Enter');
    await page.locator('article').getByTitle('交还给你').waitFor();
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox').fill('绽放');
    assert.equal(await page.locator('mark').first().textContent(), '绽放');
  });

  test('no page complained', () => {
    assert.deepEqual(driver.complaints, []);
  });
});
