/** The Tokens page in a browser: the worked example to the token, counting that cannot freeze it, links that send nothing. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { AxeBuilder } from '@axe-core/playwright';
import type { Locator, Page } from 'playwright-core';
import { addressOf, type Driver, keptDriver, noBrowser, paste } from './driver.ts';

const HAIKU = "Write a haiku about what it's like to be a Large Language Model.";
const LINE = '无声处，言语绽放，无尽思绪，无言之声——你所问的，正是我所梦';

const input = (page: Page) => page.getByRole('textbox', { name: 'Text to count' });
const card = (page: Page, encoding: string) => page.getByRole('region', { name: encoding, exact: true });
const count = (page: Page, encoding: string) => card(page, encoding).locator('output');
/** A file as a person drops it on a field. */
async function drop(field: Locator, name: string, text: string): Promise<void> {
  const dataTransfer = await field.page().evaluateHandle(
    ([fileName, words]) => {
      const data = new DataTransfer();
      data.items.add(new File([words], fileName));
      return data;
    },
    [name, text] as const,
  );
  await field.dispatchEvent('drop', { dataTransfer });
}
const counted = (page: Page, encoding: string, value: string) =>
  card(page, encoding)
    .locator('output', { hasText: new RegExp(`^${value}$`) })
    .waitFor();

describe('tokens', { skip: noBrowser }, () => {
  const driver = keptDriver();
  const open = (view: Parameters<Driver['open']>[0] = {}) => driver.open({ path: '/tokens', ...view });

  test('the empty page works the example: 15, 16, 22, 18, 20, 43, 42 and 0.000255 USD', async () => {
    const page = await open();
    const example = page.getByRole('region', { name: 'A worked example' });
    await example.getByText('0.000255').waitFor();
    const bold = await example.locator('b').allTextContents();
    assert.deepEqual(bold, ['15', '16', '22', '18', '20', '43', '42', '0.000255']);
  });

  test('the same text in two encodings, with ids', async () => {
    const page = await open();
    await input(page).fill(HAIKU);
    await counted(page, 'o200k', '15');
    await counted(page, 'cl100k', '16');
    const ids = (await card(page, 'o200k').getByRole('region', { name: 'Ids in o200k' }).textContent()) ?? '';
    assert.deepEqual(ids.match(/\d+/g)?.slice(0, 4), ['10930', '261', '2472', '11169']);
    await page.getByText('15 tokens').waitFor();
    await page.getByText('as input $0.0000375').waitFor();
  });

  test('the Chinese line is 28 tokens, and 绽 is drawn once over two of them', async () => {
    const page = await open();
    await input(page).fill(LINE);
    await counted(page, 'o200k', '28');
    const run = card(page, 'o200k').locator('[data-unit]', { hasText: '绽' });
    await run.click(); // The row is laid out in slices: it is there a moment after its count.
    assert.equal(await run.count(), 1);
    await card(page, 'o200k').getByText('part 1 of 2 of 绽').waitFor();
    await run.click();
    await card(page, 'o200k').getByText('part 2 of 2 of 绽').waitFor();
    assert.ok(((await card(page, 'o200k').textContent()) ?? '').includes('id 121'));
  });

  test('text becomes a special token only when that is switched on', async () => {
    const page = await open();
    await input(page).fill('<|im_end|>');
    await counted(page, 'cl100k', '6');
    await page.getByRole('button', { name: 'Read special tokens' }).click();
    await counted(page, 'cl100k', '1');
    await counted(page, 'o200k', '6');
  });

  test('merge steps, bytes and whitespace are shown', async () => {
    const page = await open();
    await input(page).fill(HAIKU);
    await counted(page, 'o200k', '15');
    await page.getByRole('button', { name: 'Merge steps' }).click();
    await card(page, 'o200k').locator('#token-3').first().click();
    await page.getByRole('region', { name: 'How ·haiku was merged' }).getByText('rank 11,169').waitFor();
    await page.getByRole('button', { name: 'Bytes' }).click();
    await card(page, 'o200k').getByText('57 72 69 74 65', { exact: false }).first().waitFor();
    await page.getByRole('button', { name: 'Whitespace' }).click();
    await card(page, 'o200k').getByText('·about').first().waitFor();
  });

  test('messages are rows with their envelope, and cost what they cost', async () => {
    const page = await open();
    await page.getByRole('button', { name: 'Messages' }).click();
    await counted(page, 'o200k', '41');
    await page.getByText('$0.000235 in all').waitFor();
    await card(page, 'o200k').locator('.token-pill', { hasText: 'im_sep' }).nth(1).waitFor();
  });

  test('a message of many pages is written in the editor, and line ends with CR are told', async () => {
    const page = await open();
    await page.getByRole('button', { name: 'Messages' }).click();
    await counted(page, 'o200k', '41');
    const first = page.getByRole('textbox', { name: 'Text of message 1' });
    await first.fill('');
    await paste(first, 'one two\r\n'.repeat(5000));
    await page.locator('.cm-content').waitFor();
    await page.getByText('Line ends with CR became LF').waitFor();
    await page.keyboard.type('three');
    // 5,000 lines of three tokens and a last one take the place of the question’s 15.
    await counted(page, 'o200k', '15,027');
  });

  test('tools and images are counted with the messages, each with its grade, and what each costs is a table', async () => {
    const page = await open();
    await page.getByRole('button', { name: 'Messages' }).click();
    await page.getByRole('button', { name: 'Add tools' }).click();
    await page.getByRole('button', { name: 'Example' }).click();
    await card(page, 'o200k').getByText('72 tokens').waitFor();
    await page.getByRole('textbox', { name: 'Tools, in JSON' }).fill('[{"name": }]');
    await page.getByText('This is no JSON from line 1, column 11 on.').waitFor();
    await counted(page, 'o200k', '41');
    await page.getByRole('button', { name: 'Example' }).click();
    await page.getByRole('button', { name: 'Add an image' }).click();
    await counted(page, 'o200k', '878');
    await page.getByRole('combobox', { name: 'Detail of image 1' }).selectOption('low');
    await counted(page, 'o200k', '198');
    await card(page, 'cl100k').getByText('How gpt-4 counts images is not published').waitFor();
    await page.getByText('What each message weighs').click();
    await page.getByRole('row', { name: 'in all 197 $0.0006275' }).waitFor();
  });

  test('of an image file only its size is read, and a link carries tools and images', async () => {
    const page = await open();
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await page.getByRole('button', { name: 'Messages' }).click();
    await page.getByRole('button', { name: 'Add an image' }).click();
    await page.locator('input[type=file]').setInputFiles({
      name: 'red.png',
      mimeType: 'image/png',
      buffer: Buffer.from('iVBORw0KGgoAAAANSUhEUgAAACUAAAAVAQMAAAD7KrXt', 'base64'),
    });
    await page.getByText('red.png has 37 × 21 pixels.').waitFor();
    await page.getByRole('button', { name: 'Share link' }).click();
    await page.getByText('The link is copied').waitFor();
    const link = new URL(await page.evaluate(() => navigator.clipboard.readText()));
    const other = await open({ of: page, path: link.pathname + link.hash });
    assert.equal(await other.getByRole('spinbutton', { name: 'Width of image 2' }).inputValue(), '37');
    await counted(other, 'o200k', '1,061');
  });

  test('a chat in JSON can be dropped, and the ids of a row whose marks are published copied', async () => {
    const page = await open();
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await page.getByRole('button', { name: 'Messages' }).click();
    const chat = { messages: [{ role: 'user', content: 'Hi' }], tools: [{ name: 'look' }] };
    await drop(page.getByRole('textbox', { name: 'Text of message 1' }), 'chat.json', JSON.stringify(chat));
    await page.getByText('Read from chat.json.').waitFor();
    await page.getByRole('textbox', { name: 'Tools, in JSON' }).waitFor();
    await page.getByRole('button', { name: 'Remove the tools' }).click();
    await counted(page, 'cl100k', '8');
    assert.equal(await card(page, 'o200k').getByRole('button', { name: 'Copy the ids' }).count(), 0);
    await card(page, 'cl100k').getByRole('button', { name: 'Copy the ids of cl100k' }).click();
    await page.getByRole('button', { name: 'Copied' }).waitFor();
    assert.equal(
      await page.evaluate(() => navigator.clipboard.readText()),
      '[100264, 882, 100266, 13347, 100265, 100264, 78191, 100266]',
    );
  });

  test('ids that are pasted become their text, and back', async () => {
    const page = await open();
    await input(page).fill('[10930, 261, 2472, 11169]');
    await page.getByRole('button', { name: 'read them in o200k' }).click();
    await page.waitForFunction(() => document.querySelector('textarea')?.value === 'Write a haiku');
    await counted(page, 'o200k', '4');
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.waitForFunction(() => document.querySelector('textarea')?.value === '[10930, 261, 2472, 11169]');
    await input(page).fill('1 999999');
    await page.getByRole('button', { name: 'read them in cl100k' }).click();
    await page.getByText('They could not be read: cl100k has no token 999999').waitFor();
  });

  test('from the text of ids Ctrl+Z leads back to them too, and the focus is where one writes', async () => {
    for (const [times, words] of [
      [2, '2'],
      [8000, '8,000'],
    ] as const) {
      const page = await open();
      await input(page).fill(Array.from({ length: times }, () => '2375').join(', '));
      const read = page.getByRole('button', { name: 'read them in o200k' });
      await read.click();
      await counted(page, 'o200k', words);
      await page.getByRole('button', { name: 'Undo' }).waitFor();
      await page.keyboard.press('Control+z');
      await read.waitFor();
      await page.keyboard.press('Control+y');
      await counted(page, 'o200k', words);
    }
  });

  test('the focus stays where one pages, at the last page and at the first', async () => {
    const page = await open();
    await input(page).fill(' a'.repeat(12_000));
    await counted(page, 'o200k', '12,000');
    for (const [name, shown] of [
      ['Later tokens', '10,001 to 12,000 of 12,000'],
      ['Earlier tokens', '1 to 10,000 of 12,000'],
    ] as const) {
      const button = card(page, 'o200k').getByRole('button', { name });
      await button.press('Enter');
      await card(page, 'o200k').getByText(shown).waitFor();
      await page.keyboard.press('Enter');
      await card(page, 'o200k').getByText(shown).waitFor();
      assert.equal(await page.evaluate(() => document.activeElement?.getAttribute('aria-label')), name);
    }
  });

  test('the way back from what was put in goes when more is written', async () => {
    const page = await open();
    await input(page).fill('13225, 2375');
    await page.getByRole('button', { name: 'read them in o200k' }).click();
    const back = page.getByRole('button', { name: 'Undo' });
    await back.waitFor();
    await input(page).press('End');
    await page.keyboard.type(' more');
    await back.waitFor({ state: 'detached' });
    assert.equal(await input(page).inputValue(), 'Hello world more');
  });

  test('the focus goes on where a button goes away', async () => {
    const page = await open();
    await page.getByRole('button', { name: 'Try it' }).press('Enter');
    const isFocused = (locator: ReturnType<typeof input>) => locator.evaluate((element) => element === document.activeElement);
    assert.ok(await isFocused(input(page)));
    await page.getByRole('button', { name: 'Remove cl100k' }).press('Enter');
    await card(page, 'cl100k').waitFor({ state: 'detached' });
    assert.ok(await isFocused(page.getByRole('button', { name: 'Add an encoding' })));
  });

  test('a model is found by its bare name, and a name that is not listed says so', async () => {
    const page = await open();
    await input(page).fill(HAIKU);
    const model = page.getByRole('combobox', { name: 'Model' });
    await model.fill('gpt-4');
    await page.getByText('16 tokens', { exact: true }).waitFor();
    await model.fill('gpt-4o-of-tomorrow');
    await page.getByText('no price is known').waitFor();
    await model.fill('something-else');
    await page.getByText('None of the 149 listed models has this name.').waitFor();
  });

  test('all of a count by keyboard: text, a token, its merge steps', async () => {
    const page = await open();
    const press = async (...keys: string[]) => {
      for (const key of keys) await page.keyboard.press(key);
    };
    await page.getByRole('button', { name: 'Merge steps' }).focus();
    await press('Space', 'Tab', 'Tab', 'Tab');
    await page.keyboard.type(HAIKU);
    await counted(page, 'o200k', '15');
    await page.getByText('Choose a token below to see how it came about.').waitFor();
    await press('Tab', 'Tab', 'ArrowRight', 'ArrowRight', 'ArrowRight');
    await page.getByRole('region', { name: 'How ·haiku was merged' }).waitFor();
  });

  test('another encoding can be added and one removed', async () => {
    const page = await open();
    await input(page).fill(HAIKU);
    await page.getByRole('button', { name: 'Add an encoding' }).click();
    await page.getByRole('menuitem', { name: 'qwen3' }).click();
    await counted(page, 'qwen3', '16');
    await page.getByRole('button', { name: 'Remove cl100k' }).click();
    assert.equal(await card(page, 'cl100k').count(), 0);
  });

  test('a text is split after so many tokens', async () => {
    const page = await open();
    await input(page).fill(`${HAIKU} `.repeat(10));
    await counted(page, 'o200k', '15\\d');
    await page.getByRole('spinbutton').fill('50');
    await page.getByText(/^[34] parts$/).waitFor();
  });

  test('a link carries the text in its fragment, and the text is never sent', async () => {
    const page = await open();
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    const sent: string[] = [];
    page.on('request', (request) => sent.push(`${request.url()} ${request.postData() ?? ''}`));
    await input(page).fill(`${HAIKU} secret-words`);
    await counted(page, 'o200k', '1[78]');
    await page.getByRole('button', { name: 'Share link' }).click();
    await page.getByText('The link is copied').waitFor();
    const link = await page.evaluate(() => navigator.clipboard.readText());
    assert.match(link, /\/tokens#o1=[\w-]+$/);
    const other = await open({ of: page, path: new URL(link).pathname + new URL(link).hash });
    await other.waitForFunction(() => document.querySelector('textarea')?.value.endsWith('secret-words'));
    assert.equal(
      sent.some((request) => request.includes('secret') || request.includes('o1=')),
      false,
    );
  });

  test('five megabytes, hostile text and a giant word are counted without freezing the page', async () => {
    const page = await open();
    const isAlive = () => page.evaluate(() => new Promise<boolean>((resolve) => requestAnimationFrame(() => resolve(true))));
    for (const [unit, times] of [
      ['a', 1_000_000],
      ['word and ', 550_000],
      ['👩‍👩‍👧', 20_000],
      ['\u202e\0\ud83d ', 5000],
    ] as const) {
      await input(page).press('Control+A');
      await paste(input(page), unit.repeat(times));
      assert.ok(await isAlive());
      await page.waitForFunction(
        () => document.querySelector('output') && !document.querySelector('output.text-muted'),
        undefined,
        { timeout: 60_000 },
      );
      assert.match((await count(page, 'o200k').textContent()) ?? '', /^[\d,]+$/);
    }
  });

  test('a file can be dropped, and the text before it comes back; typing tells what becomes of line ends with CR', async () => {
    const page = await open();
    await input(page).fill('typed');
    await card(page, 'o200k').getByText('5 characters, 5 bytes').waitFor();
    await drop(input(page), 'haiku.txt', HAIKU);
    await counted(page, 'o200k', '15');
    await page.getByText('Read from haiku.txt.').waitFor();
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.waitForFunction(() => document.querySelector('textarea')?.value === 'typed');
    await drop(input(page), 'lines.txt', 'a\r\nb');
    await page.getByText('Its line ends have CR and are counted so').waitFor();
    await card(page, 'o200k').getByText('4 characters, 4 bytes').waitFor();
    await input(page).press('End');
    await input(page).pressSequentially('zz');
    await page.getByText('Line ends with CR became LF').waitFor();
    await card(page, 'o200k').getByText('5 characters, 5 bytes').waitFor();
  });

  test('a dropped file with CR stays as it is while nobody types, and Undo leads back over it', async () => {
    const page = await open();
    await input(page).pressSequentially('my own words');
    await card(page, 'o200k').getByText('12 characters, 12 bytes').waitFor();
    await drop(input(page), 'lines.txt', 'a\r\n\r\nb\r\nc\r\n \r\n');
    await card(page, 'o200k').getByText('14 characters, 14 bytes').waitFor();
    await page.getByRole('button', { name: 'Whitespace' }).click();
    await page.waitForTimeout(200);
    await card(page, 'o200k').getByText('14 characters, 14 bytes').waitFor();
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.waitForFunction(() => document.querySelector('textarea')?.value === 'my own words');
  });

  test('names and calls of a dropped chat are counted, and messages that go come back', async () => {
    const page = await open();
    await page.getByRole('button', { name: 'Messages' }).click();
    const calls = ['look', 'see'].map((name) => ({ type: 'function', function: { name, arguments: '{"at":1}' } }));
    const chat = [
      { role: 'user', name: 'Ann', content: 'Hi' },
      { role: 'assistant', content: null, tool_calls: calls },
      { role: 'tool', content: 'a hill' },
    ];
    const first = page.getByRole('textbox', { name: 'Text of message 1' });
    await drop(first, 'chat.json', JSON.stringify(chat));
    await page.getByText('named Ann').waitFor();
    await page.getByText('2 calls').waitFor();
    await card(page, 'o200k').getByText('estimated').first().waitFor();
    await card(page, 'o200k').getByText('Counted, and not in the row: names, 2 tokens.').waitFor();
    const whole = await count(page, 'o200k').textContent();
    await page.getByRole('button', { name: 'Remove message 2' }).click();
    await page.getByText('2 calls').waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Undo' }).click();
    await counted(page, 'o200k', String(whole));
    await first.fill('Oh');
    await page.getByText('named Ann').waitFor();
    await drop(first, 'deep.json', `[{"name":"look","parameters":${'{"a":'.repeat(9000)}1${'}'.repeat(9000)}}]`);
    await page.getByText('deep.json is nested too deep to be read.').waitFor();
    await counted(page, 'o200k', String(whole));
  });

  test('what stood there last is there after another page and after a reload, and an edit ends the link in the address', async () => {
    const page = await open();
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await input(page).fill('one');
    await page.getByRole('button', { name: 'Share link' }).click();
    await page.getByText('The link is copied').waitFor();
    await page.waitForURL(/#o1=/);
    const link = await addressOf(page);
    await input(page).fill('one two');
    await page.waitForURL((url) => url.hash === '');
    await input(page).press('End');
    // A letter just before the page goes.
    const kept = await page.evaluate(() => {
      document.execCommand('insertText', false, 's');
      window.dispatchEvent(new Event('pagehide'));
      return JSON.parse(sessionStorage.getItem('oriel.tokens') ?? '{}').text;
    });
    assert.equal(kept, 'one twos');
    await page.reload();
    await counted(page, 'o200k', '3');
    assert.equal(await input(page).inputValue(), 'one twos');
    await page.getByRole('link', { name: 'Settings' }).click();
    await page.goBack();
    assert.equal(await input(page).inputValue(), 'one twos');
    await page.goto(link);
    await page.waitForFunction(() => document.querySelector('textarea')?.value === 'one');
  });

  test('a vendor reads special tokens as text, and the price line says so', async () => {
    const page = await open();
    await input(page).fill('<|endoftext|>');
    await page.getByRole('button', { name: 'Read special tokens' }).click();
    await counted(page, 'o200k', '1');
    await page.getByText('7 tokens', { exact: true }).waitFor();
    await page.getByText('To a vendor this text is ordinary text.').waitFor();
  });

  test('an encoding that could not be fetched is asked for again', async () => {
    const page = await open();
    await input(page).fill(HAIKU);
    await page.context().setOffline(true);
    await page.getByRole('button', { name: 'Add an encoding' }).click();
    await page.getByRole('menuitem', { name: 'qwen3' }).click();
    await card(page, 'qwen3').getByText('Not counted').waitFor();
    await page.context().setOffline(false);
    await card(page, 'qwen3').getByRole('button', { name: 'Retry' }).click();
    await counted(page, 'qwen3', '16');
    const failures = driver.complaints.splice(0).filter((text) => !text.includes('net::ERR_INTERNET_DISCONNECTED'));
    driver.complaints.push(...failures);
  });

  test('a long text that is dropped on an empty page is never said to be nothing', async () => {
    const page = await open();
    await page.evaluate(() => {
      const said = new Set<string>();
      Object.assign(window, { said });
      new MutationObserver(() => {
        for (const output of document.querySelectorAll('output')) said.add(output.textContent ?? '');
      }).observe(document.body, { childList: true, subtree: true, characterData: true });
    });
    await drop(input(page), 'long.txt', 'word and '.repeat(200_000));
    await counted(page, 'o200k', '400,001');
    const said = await page.evaluate(() => [...(window as unknown as { said: Set<string> }).said]);
    assert(!said.includes('0'), said.join(' '));
  });

  const giants = {
    'a giant line of marks, which the browser takes half a minute to shape,': `a${'\u0301'.repeat(200_000)}`,
    'a text of 200,000 lines': 'a\n'.repeat(200_000),
  };
  for (const [what, giant] of Object.entries(giants))
    test(`${what} is never whole in the browser’s own field`, async () => {
      const page = await open();
      await page.addInitScript(() => {
        const own = Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, 'value');
        Object.defineProperty(HTMLTextAreaElement.prototype, 'value', {
          ...own,
          set(text: string) {
            document.documentElement.dataset.longest = String(
              Math.max(text.length, Number(document.documentElement.dataset.longest ?? 0)),
            );
            own?.set?.call(this, text);
          },
        });
      });
      await page.reload();
      await drop(input(page), 'giant.txt', giant);
      await page.locator('.cm-content').waitFor();
      await page
        .locator('output:not(.text-muted)', { hasText: /,\d{3}/ })
        .first()
        .waitFor();
      const before = Number((await count(page, 'o200k').textContent())?.replaceAll(',', ''));
      assert.equal(await page.locator('html').getAttribute('data-longest'), '32000');
      await page.locator('.cm-content').press('Control+End');
      await page.keyboard.type('z');
      await counted(page, 'o200k', (before + 1).toLocaleString('en'));
    });

  const views = [
    { name: 'light', colorScheme: 'light' as const },
    { name: 'dark, 360 px, Chinese', colorScheme: 'dark' as const, locale: 'zh-CN', viewport: { width: 360, height: 740 } },
  ];
  for (const { name, ...view } of views) {
    test(`axe finds nothing, empty or full: ${name}`, async () => {
      const page = await open(view);
      await page.locator('section b').nth(7).waitFor();
      await axe(page, 'empty');
      await page.locator('textarea').fill(LINE);
      await page.locator('output', { hasText: /^28$/ }).waitFor();
      await page.getByRole('option').nth(3).click();
      await axe(page, 'text');
      assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth));
      await page.locator('[role=group] button').nth(1).click();
      await page.locator('.token-pill').first().waitFor();
      await axe(page, 'messages');
      await page.locator('button', { has: page.locator('.lucide-wrench') }).click();
      await page.locator('textarea').last().fill('[{}]');
      await page.locator('button', { has: page.locator('.lucide-image') }).click();
      await page.locator('summary').click();
      await page.locator('table').waitFor();
      await axe(page, 'tools and images');
      assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth));
    });
  }

  test('half a character is said before it is counted for something else, and mended', async () => {
    const page = await driver.open({ path: '/tokens' });
    await page.getByRole('textbox').first().focus();
    await page.evaluate(() => document.execCommand('insertText', false, `a${String.fromCharCode(0xd800)}b`));
    await page.getByText('half a character').waitFor();
    await page.getByRole('button', { name: 'Replace it with' }).click();
    await page.getByText('half a character').waitFor({ state: 'detached' });
    assert.equal(await page.getByRole('textbox').first().inputValue(), 'a\ufffdb');
  });

  test('no page complained', () => {
    assert.deepEqual(driver.complaints, []);
  });
});

async function axe(page: Page, place: string): Promise<void> {
  const { violations } = await new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'])
    .analyze();
  assert.deepEqual(
    violations.map(
      ({ id, nodes }) =>
        `${place}: ${id}: ${nodes.map((node) => `${node.html.slice(0, 160)} ${node.failureSummary}`).join(' | ')}`,
    ),
    [],
  );
}
