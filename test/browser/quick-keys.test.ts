/**
 * A key in a long text is drawn before the editor has read it. Whatever follows at once (a click, a paste, Undo, an input
 * method), the text becomes what it becomes when each is given its time.
 */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { CDPSession, Page } from 'playwright-core';
import { randomFrom } from '../random.ts';
import { type Driver, noBrowser, paste, startDriver } from './driver.ts';

const LONG = Array.from({ length: 900 }, (_, at) =>
  at % 7 === 0 ? '' : `Line ${at} of a long text, with “marks” and 字符.`,
).join('\n');
const SEQUENCES = 6;
const STEPS = 14;
/** More than the editor waits before it reads. */
const REST_MS = 60;

type Hand = { page: Page; method: CDPSession };
type Step = { name: string; weight: number; take: (hand: Hand, random: () => number) => Promise<unknown> };

const key = (name: string, weight: number): Step => ({ name, weight, take: ({ page }) => page.keyboard.press(name) });

const STEPS_KNOWN: Step[] = [
  ...['a', 'x', ' ', '.', 'é', '字'].map((name) => ({ name, weight: 4, take: ({ page }: Hand) => page.keyboard.type(name) })),
  ...['Shift+Enter', 'Backspace', 'Delete'].map((name) => key(name, 2)),
  ...['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown', 'Home', 'End'].map((name) => key(name, 1)),
  ...['Shift+ArrowLeft', 'Shift+ArrowUp', 'Control+ArrowLeft', 'Control+z', 'Control+y', 'Control+Backspace'].map((name) =>
    key(name, 1),
  ),
  {
    name: 'click',
    weight: 3,
    take: ({ page }, random) =>
      page.locator('.cm-scroller').click({ position: { x: 20 + 400 * random(), y: 10 + 100 * random() } }),
  },
  {
    name: 'away and back',
    weight: 2,
    take: async ({ page }) => {
      await page.keyboard.press('Tab');
      await page.locator('.cm-content').focus();
    },
  },
  { name: 'paste', weight: 2, take: ({ page }) => paste(page.locator('.cm-content'), '<pasted\n>') },
  {
    name: 'input method',
    weight: 2,
    take: async ({ method }) => {
      await method.send('Input.imeSetComposition', { text: 'shi', selectionStart: 3, selectionEnd: 3 });
      await method.send('Input.insertText', { text: '诗' });
    },
  },
];

let driver: Driver;
before(async () => {
  if (!noBrowser) driver = await startDriver({ window: 400_000 });
});
after(() => driver?.close());

async function typed(steps: readonly Step[], seed: number, restMs: number): Promise<string> {
  const page = await driver.open();
  await page.evaluate(
    (text) => localStorage.setItem('oriel.draft.new', JSON.stringify({ text, mode: 'chat', settings: {} })),
    LONG,
  );
  await page.reload();
  await page.locator('.cm-content').focus();
  await page.keyboard.press('Control+End');
  await page.waitForTimeout(300);
  const hand = { page, method: await page.context().newCDPSession(page) };
  const random = randomFrom(seed);
  for (const { take } of steps) {
    await take(hand, random);
    await page.waitForTimeout(restMs);
  }
  const text = await page.evaluate(() => {
    window.dispatchEvent(new Event('pagehide'));
    return JSON.parse(localStorage.getItem('oriel.draft.new') ?? '{}').text;
  });
  await page.context().close();
  return text;
}

const seeds = process.env.SEEDS ? process.env.SEEDS.split(',').map(Number) : Array.from({ length: SEQUENCES }, (_, at) => at + 1);

for (const seed of seeds)
  test(`quick hands write what slow ones write: sequence ${seed}`, { skip: noBrowser }, async () => {
    const random = randomFrom(seed);
    const bag = STEPS_KNOWN.flatMap((step) => Array<Step>(step.weight).fill(step));
    const steps = Array.from({ length: STEPS }, () => bag[Math.floor(random() * bag.length)] as Step);
    const slow = await typed(steps, seed, REST_MS);
    assert.notEqual(slow, LONG);
    const quick = await typed(steps, seed, 0);
    const from = firstDifference(quick, slow);
    assert.equal(quick.slice(from, from + 80), slow.slice(from, from + 80), steps.map(({ name }) => name).join(', '));
  });

function firstDifference(a: string, b: string): number {
  let at = 0;
  while (at < a.length && a[at] === b[at]) at++;
  return Math.max(0, at - 20);
}
