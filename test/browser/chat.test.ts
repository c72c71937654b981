import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import type { ScriptStep } from '#engines/scripted';
import { addressOf, answers, endTokens, keptDriver, noBrowser, say, send } from './driver.ts';

let hasFailed = false;
const script = ({ words }: { words: string }): string | ScriptStep[] => {
  if (words.startsWith('slow')) return 'word '.repeat(2000);
  if (words.startsWith('fail') && !hasFailed) {
    hasFailed = true;
    return ['half ', { fail: { kind: 'vendor-fault', message: 'The child process ended by SIGKILL.', retry: true } }];
  }
  return `You wrote: ${words}`;
};

describe('chat', { skip: noBrowser }, () => {
  const driver = keptDriver({ script, tokensPerSecond: 400 });

  test('a question is answered, the model hands the word back, and the figures open their receipt', async () => {
    const page = await driver.open();
    await say(page, 'a first question');
    assert.match(await addressOf(page), /\/t\/[0-9a-f-]{36}$/);
    assert.match((await answers(page).textContent()) ?? '', /You wrote: a first question/);
    const figure = page.getByRole('button', { name: /\d+ in · \d+ out/ });
    await figure.click();
    const receipt = page.getByRole('dialog', { name: 'Receipt' });
    assert.match((await receipt.textContent()) ?? '', /none: computed on this machine/);
    await page.keyboard.press('Escape');
    assert.equal(await receipt.count(), 0);
    assert.ok(await figure.evaluate((element) => element === document.activeElement));
  });

  test('what is typed is sent as it is', async () => {
    const page = await driver.open();
    const text = '  "quotes" -- and   spaces \n\n\tand a tab... 1/2 (c) ';
    await page.locator('#composer').focus();
    await page.keyboard.insertText(text);
    await page.keyboard.press('Enter');
    await endTokens(page).waitFor();
    const [thread = ''] = (await addressOf(page)).split('/').slice(-1);
    const messages = await driver.oriel.store.threads.messages(driver.oriel.store.person, thread);
    assert.deepEqual(messages[0]?.parts, [{ kind: 'text', text }]);
  });

  test('Shift and Enter break the line, an empty composer sends nothing', async () => {
    const page = await driver.open();
    const composer = page.locator('#composer');
    await composer.press('Enter');
    assert.equal(new URL(await addressOf(page)).pathname, '/');
    await composer.pressSequentially('one');
    await composer.press('Shift+Enter');
    await composer.pressSequentially('two');
    assert.equal(await composer.inputValue(), 'one\ntwo');
  });

  test('Stop keeps what is there and offers Continue, which goes on in the same message', async () => {
    const page = await driver.open();
    await send(page, 'slow please');
    await page.getByText('word word word').waitFor();
    await page.getByRole('button', { name: 'Stop' }).click();
    await page.getByText('Stopped here.').waitFor();
    assert.equal(await page.getByText('Failed').count(), 0);
    const length = (await answers(page).textContent())?.length ?? 0;
    await page.getByRole('button', { name: 'Continue' }).click();
    await page.waitForFunction((before) => (document.querySelector('article')?.textContent?.length ?? 0) > before + 100, length);
    assert.equal(await answers(page).count(), 1);
    await page.getByRole('button', { name: 'Stop' }).click();
    await page.getByText('Stopped here.').waitFor();
  });

  test('a failed turn keeps its words, says why, and can be tried again', async () => {
    const page = await driver.open();
    await send(page, 'fail once');
    await page.getByText('The child process ended by SIGKILL.').waitFor();
    assert.match((await answers(page).textContent()) ?? '', /half/);
    await page.getByRole('button', { name: 'Retry' }).first().click();
    await page.getByText('You wrote: fail once').waitFor();
    assert.match((await answers(page).textContent()) ?? '', /2\/2/);
  });

  test('an edit is a branch, and branches are switched', async () => {
    const page = await driver.open();
    await say(page, 'first version');
    await page.getByRole('button', { name: 'Edit as a branch' }).click();
    await page.getByRole('textbox', { name: 'Edit as a branch' }).fill('second version');
    await page.getByRole('button', { name: 'Send as a branch' }).click();
    await page.getByText('You wrote: second version').waitFor();
    await page.getByRole('img', { name: 'Message 2 of 2' }).waitFor();
    await page.getByRole('button', { name: 'Previous branch' }).first().click();
    await page.getByText('You wrote: first version').waitFor();
    assert.ok(
      await page
        .getByRole('button', { name: 'Next branch' })
        .first()
        .evaluate((element) => element === document.activeElement),
    );
  });

  test('the same question is asked of another model, and the line says which answered', async () => {
    const page = await driver.open();
    await say(page, 'who are you');
    await page.locator('article').getByRole('button', { name: 'Retry' }).click();
    await page.getByRole('menuitem', { name: 'Ask again with better' }).click();
    await page.getByRole('img', { name: 'Answer 2 of 2' }).waitFor();
    await endTokens(page).waitFor();
    assert.match((await answers(page).textContent()) ?? '', /better → [0-9a-f]{8}/);
  });

  test('a system message of one’s own goes with the turn and is shown', async () => {
    const page = await driver.open();
    await page.getByRole('button', { name: 'Settings of the next turn' }).click();
    await page.getByLabel('System message').fill('Be brief.');
    await page.getByLabel('Temperature').fill('0');
    await page.keyboard.press('Escape');
    await say(page, 'hello');
    await page.getByText('Be brief.').waitFor();
    const [thread = ''] = (await addressOf(page)).split('/').slice(-1);
    const [turn] = await driver.oriel.store.turns.ofThread(driver.oriel.store.person, thread);
    assert.equal(turn?.settings.temperature, 0);
  });

  test('a system message that is changed holds for a question asked again and for an edited one, as a branch', async () => {
    const page = await driver.open();
    const setSystem = async (text: string) => {
      await page.getByRole('button', { name: 'Settings of the next turn' }).click();
      await page.getByLabel('System message').fill(text);
      await page.keyboard.press('Escape');
    };
    /** The system message and the question in the row that the model was given last. */
    const given = async () => {
      await endTokens(page).waitFor();
      const [thread = ''] = (await addressOf(page)).split('/').slice(-1);
      const turn = (await driver.oriel.store.turns.ofThread(driver.oriel.store.person, thread)).at(-1);
      const { tokens } = await (await page.request.get(`${driver.oriel.url}/api/turns/${turn?.turn}/row`)).json();
      return ['system', 'person'].map((owner) =>
        Buffer.from(
          tokens.map((token: { owner: string; bytes: string }) => (token.owner === owner ? token.bytes : '')).join(''),
          'hex',
        ).toString(),
      );
    };
    await say(page, 'hello');
    await setSystem('Be brief.');
    await page.locator('article').getByRole('button', { name: 'Retry' }).click();
    await page.getByRole('menuitem', { name: 'The same again' }).click();
    await page.getByRole('img', { name: 'Message 2 of 2' }).waitFor();
    assert.deepEqual(await given(), ['Be brief.', 'hello']);
    await page.locator('article').getByRole('button', { name: 'Retry' }).click();
    await page.getByRole('menuitem', { name: 'The same again' }).click();
    await page.getByRole('img', { name: 'Answer 2 of 2' }).waitFor();
    assert.deepEqual(await given(), ['Be brief.', 'hello']);
    await setSystem('Be long.');
    await page.getByRole('button', { name: 'Edit as a branch' }).click();
    await page.getByRole('textbox', { name: 'Edit as a branch' }).fill('hello there');
    await page.getByRole('button', { name: 'Send as a branch' }).click();
    await page.getByRole('img', { name: 'Message 3 of 3' }).waitFor();
    assert.deepEqual(await given(), ['Be long.', 'hello there']);
    await page.getByRole('button', { name: 'Previous branch' }).first().click();
    await page.getByRole('img', { name: 'Message 2 of 3' }).waitFor();
    await page.getByRole('button', { name: 'Settings of the next turn' }).click();
    assert.equal(await page.getByLabel('System message').inputValue(), 'Be brief.');
  });

  test('a document is gone on with, without a template', async () => {
    const page = await driver.open();
    await page.getByText('Document', { exact: true }).click();
    await send(page, 'Once upon a time');
    await page.getByText('You wrote').waitFor();
    const [thread = ''] = (await addressOf(page)).split('/').slice(-1);
    const [turn] = await driver.oriel.store.turns.ofThread(driver.oriel.store.person, thread);
    assert.equal(turn?.mode, 'document');
    await page.locator('article').getByRole('button', { name: 'Retry' }).click();
    await page.getByRole('menuitem', { name: 'The same again' }).click();
    await page.getByRole('img', { name: 'Answer 2 of 2' }).waitFor();
    const [, again] = await driver.oriel.store.turns.ofThread(driver.oriel.store.person, thread);
    assert.equal(again?.mode, 'document');
  });

  test('a draft survives a reload and a look elsewhere', async () => {
    const page = await driver.open();
    await page.locator('#composer').fill('not yet sent');
    await page.waitForTimeout(500);
    await page.reload();
    assert.equal(await page.locator('#composer').inputValue(), 'not yet sent');
  });

  test('raw HTML in an answer stays text, links say where they lead, pictures are not loaded', async () => {
    const page = await driver.open();
    const asked: string[] = [];
    page.on('request', (request) => asked.push(request.url()));
    await say(
      page,
      '<img src=x onerror="window.broken=1"> <script>window.broken=1</script> [a bank](https://evil.example/x) ![p](https://img.example/p.png) [j](javascript:alert(1))',
    );
    const answer = answers(page);
    assert.match((await answer.textContent()) ?? '', /<script>window\.broken=1<\/script>/);
    assert.equal(await page.evaluate(() => 'broken' in window), false);
    const link = answer.getByRole('link', { name: 'a bank' });
    assert.equal(await link.getAttribute('rel'), 'noopener noreferrer');
    await answer.getByText('evil.example').waitFor();
    assert.equal(await answer.locator('img, a[href^="javascript"]').count(), 0);
    assert.deepEqual(
      asked.filter((url) => url.includes('.example')),
      [],
    );
  });

  test('a thread that is not there is told, with the way to a new chat and nothing to write into', async () => {
    const page = await driver.open({ path: '/t/01a21855-533b-7000-b261-b02d1bbe6f7a' });
    await page.getByRole('alert').getByRole('link', { name: 'New chat' }).waitFor();
    assert.equal(await page.locator('#composer').count(), 0);
    await page.getByRole('alert').getByRole('link', { name: 'New chat' }).click();
    await page.locator('#composer').waitFor();
    driver.complaints.splice(0); // The browser itself complains of the 404.
  });

  test('undoing the deletion of the open chat leads back to it, unless one has gone on', async () => {
    const page = await driver.open();
    const remove = async (title: string) => {
      await page.getByRole('button', { name: `Actions for ${title}` }).click();
      await page.getByRole('menuitem', { name: 'Delete' }).click();
      return page
        .getByRole('status')
        .filter({ hasText: `Deleted “${title}”` })
        .getByRole('button', { name: 'Undo' });
    };
    await say(page, 'to go on to');
    const other = new URL(await addressOf(page)).pathname;
    await page.getByRole('button', { name: /^New chat/ }).click();
    await say(page, 'to be deleted');
    const { pathname } = new URL(await addressOf(page));
    const undo = await remove('to be deleted');
    await page.waitForFunction(() => location.pathname === '/');
    await undo.click();
    await page.waitForFunction((path) => location.pathname === path, pathname);
    await page.getByText('You wrote: to be deleted').first().waitFor();
    const again = await remove('to be deleted');
    await page.waitForFunction(() => location.pathname === '/');
    await page.getByRole('link', { name: 'to go on to' }).click();
    await page.waitForFunction((path) => location.pathname === path, other);
    await again.last().click();
    await page.getByRole('link', { name: 'to be deleted' }).waitFor();
    assert.equal(new URL(await addressOf(page)).pathname, other);
  });

  test('the way to the end is offered only where there is more below', async () => {
    const page = await driver.open();
    const toEnd = page.getByRole('button', { name: 'To the end' });
    const scrollToTop = async () => {
      await page.getByRole('log').evaluate((log) => log.scrollTo(0, 0));
      await toEnd.waitFor();
    };
    for (const name of ['one', 'two', 'three']) {
      await send(page, `${name}${'\na line'.repeat(40)}`);
      await page.getByText(`You wrote: ${name}`).first().waitFor();
      await page.getByRole('button', { name: 'Send', exact: true }).waitFor();
    }
    await scrollToTop();
    await page.getByRole('button', { name: 'Edit as a branch' }).first().click();
    await page.getByRole('textbox', { name: 'Edit as a branch' }).fill('short');
    await page.getByRole('textbox', { name: 'Edit as a branch' }).press('Enter');
    await page.getByText('You wrote: short').first().waitFor();
    await toEnd.waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Previous branch' }).first().click();
    await scrollToTop();
    await page.getByRole('button', { name: 'Next branch' }).first().click();
    await page.getByText('You wrote: short').first().waitFor();
    await toEnd.waitFor({ state: 'detached' });
  });

  test('a chat is saved as a Markdown file from its menu', async () => {
    const page = await driver.open();
    await say(page, 'to be saved');
    await page.getByRole('button', { name: 'Actions for to be saved' }).click();
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('menuitem', { name: 'Save as Markdown' }).click(),
    ]);
    assert.equal(file.suggestedFilename(), 'to be saved.md');
    assert.match(
      readFileSync(await file.path(), 'utf8'),
      /^# to be saved\n\n## You\n\nto be saved\n\n## .+\n\nYou wrote: to be saved\n$/,
    );
  });

  test('a new chat that a server was not there for is sent with Retry', async () => {
    const page = await driver.open();
    await page.locator('#composer').fill('are you there');
    await page.route('**/api/threads', (route) => route.abort());
    await page.locator('#composer').press('Enter');
    const retry = page.getByRole('alert').getByRole('button', { name: 'Retry' });
    await retry.waitFor();
    assert.equal(await page.locator('#composer').inputValue(), 'are you there');
    await page.unroute('**/api/threads');
    await retry.click();
    await page.getByText('You wrote: are you there').waitFor();
    assert.equal(await page.locator('#composer').inputValue(), '');
    driver.complaints.splice(0); // The browser itself complains of what was aborted.
  });

  test('a server that is gone is told, and its return is noticed', async () => {
    const page = await driver.open();
    await page.route('**/api/**', (route) => route.abort());
    await page.getByText('Oriel does not answer.').waitFor();
    await page.unroute('**/api/**');
    await page.getByText('Oriel does not answer.').waitFor({ state: 'detached' });
    driver.complaints.splice(0); // The browser itself complains of what was aborted.
  });

  test('no page complained', () => {
    assert.deepEqual(driver.complaints, []);
  });
});
