/**
 * `npm run bench -- page`: the budgets of the page in headless Chromium, on a server with the scripted model: size of the first
 * JavaScript, first paint, a thread of 2,000 messages, streaming 200 tokens/s with Look inside open, keys in a long draft.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { type Browser, chromium, type Page } from 'playwright-core';
import type { TurnEvent } from '#domain/conversation/turn-event';
import { buildPage, isPageFresh, pageFolder } from '#server/page-build';
import { newId } from '#store/id';
import { openStore } from '#store/open-store';
import type { NewTurn } from '#store/store';
import { startScripted } from '../test/scripted-oriel.ts';

const MESSAGES = 2000;
const TOKENS_PER_SECOND = 200;
const ROUNDS = 7;

type Line = { what: string; value: number; unit: string; budget: number; note?: string };

export default async function bench(): Promise<void> {
  if (!isPageFresh()) await buildPage();
  const home = mkdtempSync(join(tmpdir(), 'oriel-bench-'));
  const browser = await chromium.launch({
    executablePath: '/usr/bin/chromium',
    args: [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
  const lines: Line[] = [];
  try {
    lines.push(firstJavaScript());
    const thread = await fillThread(home);
    const oriel = await startScripted({
      home,
      script: ({ words }) => `# ${words}\n\n${PROSE.repeat(12)}`,
      tokensPerSecond: TOKENS_PER_SECOND,
    });
    try {
      lines.push(await firstPaint(browser, oriel.url));
      lines.push(...(await openThread(browser, oriel.url, thread)));
      lines.push(...(await stream(browser, oriel.url)));
      lines.push(await keystrokes(await openPage(browser, oriel.url), 'a key in a draft of about 100,000 tokens, median'));
      lines.push(await keystrokes(await bareField(browser), 'peer: the same key in a bare textarea of this browser'));
    } finally {
      await oriel.close();
    }
  } finally {
    await browser.close();
    rmSync(home, { recursive: true, force: true });
  }
  for (const { what, value, unit, budget, note } of lines) {
    const verdict = value <= budget ? 'within budget' : 'MISSED';
    console.log(
      `${what.padEnd(58)} ${value.toFixed(value < 10 ? 2 : 0).padStart(7)} ${unit.padEnd(5)} budget ${budget} ${unit}  ${verdict}${note ? `  (${note})` : ''}`,
    );
  }
}

const PROSE = `A sentence of the kind that models write, with **some** emphasis and \`code\`, so that there is something to draw.

- a first item of a list
- a second item, a little longer than the first one

\`\`\`js
const answer = rows.map((row) => row.tokens.length).reduce((a, b) => a + b, 0);
\`\`\`

`;

/** The entry of the page and all that it imports before it runs. */
function firstJavaScript(): Line {
  const html = readFileSync(join(pageFolder, 'index.html'), 'utf8');
  const waiting = [...html.matchAll(/(?:src|href)="(\/[^"]+\.js)"/g)].map((match) => join(pageFolder, match[1] ?? ''));
  const seen = new Set<string>();
  let bytes = 0;
  for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
    if (seen.has(file)) continue;
    seen.add(file);
    const source = readFileSync(file);
    bytes += gzipSync(source, { level: 9 }).length;
    for (const match of source.toString().matchAll(/(?:from|import)\s*["'](\.\/[^"']+\.js)["']/g))
      waiting.push(join(file, '..', match[1] ?? ''));
  }
  return {
    what: 'JavaScript of the first page, gzip',
    value: bytes / 1000,
    unit: 'kB',
    budget: 180,
    note: [...seen].map((file) => basename(file)).join(', '),
  };
}

/** A thread of so many messages, written straight into the store. Returns its id. */
async function fillThread(home: string): Promise<string> {
  const store = await openStore({ home, now: Date.now, newId });
  try {
    const { id } = await store.threads.create(store.person, { title: 'A long thread' });
    let parent: string | undefined;
    for (let number = 0; number < MESSAGES / 2; number++) {
      const [question, answer, turn] = [newId(), newId(), newId()];
      const at = Date.now();
      const begun: NewTurn = {
        start: {
          type: 'turn-start',
          turn,
          thread: id,
          message: answer,
          at,
          asked: { vendor: 'local', model: 'scripted' },
          mode: 'chat',
          settings: { temperature: 0.7, seed: number },
          window: { limit: 8192, used: 40, reserve: 1024, left: [] },
        },
        prompt: { encoding: 'scripted', grade: 'exact', text: '', tokens: [] },
        messages: [
          { id: question, role: 'user', parts: [{ kind: 'text', text: `question ${number}` }], at, ...(parent && { parent }) },
          { id: answer, role: 'assistant', parts: [], at, parent: question, turn },
        ],
      };
      await store.turns.start(store.person, begun);
      await store.turns.open(begun.start, begun.prompt);
      await store.turns.append(turn, eventsOf(`On question ${number}:\n\n${PROSE}`));
      parent = answer;
    }
    return id;
  } finally {
    await store.close();
  }
}

const eventsOf = (text: string): TurnEvent[] => [
  { type: 'part-start', index: 0, kind: 'text' },
  { type: 'part-delta', index: 0, text },
  { type: 'part-end', index: 0 },
  { type: 'end-token', id: 2, bytes: '3c7c696d5f656e647c3e' },
  { type: 'usage', kinds: { inputUncached: 40, outputText: 90 }, raw: {} },
  { type: 'turn-end', reason: 'end', timing: { firstTokenMs: 30, totalMs: 1500 }, cost: { kind: 'local' } },
];

const median = (values: number[]) => values.sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

async function openPage(browser: Browser, url: string): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const page = await context.newPage();
  await page.goto(url);
  await page.locator('#composer').waitFor();
  return page;
}

/** Navigation to the first contentful paint, the browser's cache warm. */
async function firstPaint(browser: Browser, url: string): Promise<Line> {
  const page = await openPage(browser, url);
  const times: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    await page.reload();
    await page.locator('#composer').waitFor();
    // The composer may be there a frame before it is painted.
    const paint = await page.waitForFunction(() => performance.getEntriesByName('first-contentful-paint')[0]?.startTime);
    times.push((await paint.jsonValue()) ?? Number.NaN);
  }
  await page.context().close();
  return { what: 'first paint of the chat from a warm server', value: median(times) / 1000, unit: 's', budget: 0.5 };
}

/** From the press on the thread's link until its last answer is drawn. */
async function openThread(browser: Browser, url: string, thread: string): Promise<Line[]> {
  const times: number[] = [];
  let nodes = 0;
  for (let round = 0; round < ROUNDS; round++) {
    const page = await openPage(browser, url);
    await page.locator(`a[href="/t/${thread}"]`).waitFor();
    await page.waitForTimeout(600);
    const result = await page.evaluate(async (id) => {
      const link = document.querySelector<HTMLElement>(`a[href="/t/${id}"]`);
      const begin = performance.now();
      link?.click();
      const isDrawn = () => [...document.querySelectorAll('article')].at(-1)?.textContent?.includes('On question 999');
      while (!isDrawn()) await new Promise(requestAnimationFrame);
      await new Promise(requestAnimationFrame);
      const ms = performance.now() - begin;
      await new Promise((resolve) => setTimeout(resolve, 300));
      const log = document.querySelector('[role="log"]');
      return {
        ms,
        nodes: log?.querySelectorAll('*').length ?? 0,
        isAtEnd: log ? log.scrollHeight - log.scrollTop - log.clientHeight < 60 : false,
      };
    }, thread);
    if (!result.isAtEnd) throw new Error('The thread did not open at its end.');
    times.push(result.ms);
    nodes = Math.max(nodes, result.nodes);
    await page.context().close();
  }
  return [
    { what: `opening a thread of ${MESSAGES} messages`, value: median(times) / 1000, unit: 's', budget: 0.2 },
    { what: 'nodes of its list in the document', value: nodes, unit: '', budget: 400 },
  ];
}

/** Long tasks and the pace of drawing while an answer comes, Look inside open. */
async function stream(browser: Browser, url: string): Promise<Line[]> {
  const page = await openPage(browser, url);
  await page.locator('header button[aria-pressed]').click();
  await page.locator('aside').waitFor();
  await page.waitForTimeout(1000);
  await page.evaluate(() => {
    const tasks: number[] = [];
    const draws: number[] = [];
    Object.assign(window, { tasks, draws });
    new PerformanceObserver((list) => tasks.push(...list.getEntries().map((entry) => entry.duration))).observe({
      entryTypes: ['longtask'],
    });
    let length = 0;
    const look = () => {
      const now = document.querySelector('article .markdown')?.textContent?.length ?? 0;
      if (now > length) draws.push(performance.now());
      length = now;
      requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  });
  await page.locator('#composer').fill('a long answer');
  await page.locator('#composer').press('Enter');
  await page.locator('article .pill').waitFor({ timeout: 60_000 });
  const { tasks, gaps, draws } = await page.evaluate(() => {
    const kept = window as unknown as { tasks: number[]; draws: number[] };
    return {
      tasks: kept.tasks,
      draws: kept.draws.length,
      gaps: kept.draws.slice(1).map((at, index) => at - (kept.draws[index] ?? at)),
    };
  });
  await page.locator('header button[aria-pressed]').click(); // The next page begins without the panel.
  await page.waitForTimeout(200);
  await page.context().close();
  return [
    {
      what: `longest task, streaming ${TOKENS_PER_SECOND} tokens/s, Look inside open`,
      value: Math.max(0, ...tasks),
      unit: 'ms',
      budget: 50,
      note: `${tasks.length} tasks over 50 ms`,
    },
    {
      what: 'longest pause between two draws of the text',
      value: Math.max(0, ...gaps),
      unit: 'ms',
      budget: 150,
      note: `${draws} draws, median ${median(gaps).toFixed(0)} ms`,
    },
  ];
}

/** A field without any script of ours. */
async function bareField(browser: Browser): Promise<Page> {
  const page = await (await browser.newContext({ viewport: { width: 1440, height: 900 } })).newPage();
  await page.setContent('<textarea style="width: 700px; height: 280px"></textarea>');
  return page;
}

/** What a key costs in a draft of 100,000 tokens: from its event to the end of the frame's drawing, the wait for the frame left out. */
async function keystrokes(page: Page, what: string): Promise<Line> {
  // A file's own encoding counts in the page's worker; the scripted model's would be counted in this very process.
  await page.route('**/api/tokens', (route) =>
    route.fulfill({ json: { counts: { content: { value: 105_000, grade: 'exact' } }, tokens: [] } }),
  );
  await page.locator('textarea').fill('Words of a long draft. '.repeat(17_500));
  await page.waitForTimeout(3000);
  await page.evaluate(() => {
    const costs: number[] = [];
    Object.assign(window, { costs });
    let begin = 0;
    addEventListener('keydown', () => (begin = performance.now()), true);
    addEventListener('input', () => {
      const handled = performance.now() - begin;
      requestAnimationFrame(() => {
        const drawing = performance.now();
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = () => costs.push(handled + performance.now() - drawing);
        port2.postMessage(0);
      });
    });
  });
  for (let key = 0; key < 30; key++) {
    await page.keyboard.press('x');
    await page.waitForTimeout(60);
  }
  const costs = await page.evaluate(() => (window as unknown as { costs: number[] }).costs);
  await page.context().close();
  return {
    what,
    value: median(costs),
    unit: 'ms',
    budget: 8,
    note: `longest ${Math.max(...costs).toFixed(0)} ms`,
  };
}
