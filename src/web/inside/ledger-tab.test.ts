import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Message } from '#domain/conversation/message';
import { attributes, draw, read, readAll, token, turn } from '../../../test/page-view.ts';

const { LedgerTab } = await import('./ledger-tab.tsx');

const tokens = [
  token('<s>', 'template', { special: true }),
  token('user', 'template', { message: 'q' }),
  token('Hi', 'person', { message: 'q' }),
  token(' there', 'person', { message: 'q' }),
  token('Hello', 'model', { message: 'a' }),
  token('!', 'model', { message: 'a' }),
  token('<|end|>', 'template', { message: 'a', special: true }),
  token('\n', 'template', { message: 'a' }),
];

type Props = Parameters<typeof LedgerTab>[0];
const tab = (change: Partial<Props> = {}, language: 'en' | 'zh' = 'en') =>
  draw(language, LedgerTab, {
    tokens,
    promptCount: 4,
    turn: undefined,
    messages: [],
    isLocal: false,
    onShow: () => {},
    ...change,
  });

/** The cells of each line of the table. */
const lines = (markup: string) =>
  [...markup.matchAll(/<tr[^>]*>(.*?)<\/tr>/gs)].map(([, line]) =>
    [...(line ?? '').matchAll(/<t[hd][^>]*>(.*?)<\/t[hd]>/gs)].map(([, cell]) => read(cell ?? '')),
  );

test('each message has its words, its envelope and its share of the row', () => {
  assert.deepEqual(lines(tab()).slice(1, 4), [
    ['template template only', '', '1', '13 %'],
    ['you Hi there', '2', '1', '38 %'],
    ['model Hello!', '2', '2', '50 %'],
  ]);
});

test('words and envelope are summed to the row', () => {
  assert.deepEqual(lines(tab()).at(-1), ['the row', '4', '4', '8']);
});

test('the columns have names in both languages', () => {
  assert.deepEqual(lines(tab())[0], ['message', 'words', 'envelope', 'share']);
  assert.deepEqual(lines(tab({}, 'zh'))[0], ['消息', '内容', '包装', '占比']);
});

test('a local row says that it is free, any other says nothing of money', () => {
  assert.deepEqual(lines(tab({ isLocal: true })).at(-1), ['money', 'free, computed here']);
  assert.deepEqual(lines(tab({ isLocal: true }, 'zh')).at(-1), ['费用', '免费，在本机计算']);
  assert.doesNotMatch(tab(), /money/);
});

test('a message is a button that shows it in the row', () => {
  assert.deepEqual(attributes(tab(), 'title'), [
    'Show in the row: template only',
    'Show in the row: Hi there',
    'Show in the row: Hello!',
  ]);
});

test('an empty row has a sum of nothing', () => {
  assert.deepEqual(lines(tab({ tokens: [] })).at(-1), ['the row', '', '', '']);
});

const message = (id: string, text: string): Message => ({ id, role: 'user', parts: [{ kind: 'text', text }], at: 0 });
const withLeft = turn({
  window: {
    limit: 100,
    used: 90,
    reserve: 10,
    left: [
      { message: 'm1', tokens: 1, reason: 'window' },
      { message: 'm2', tokens: 40, reason: 'other' },
    ],
  },
});

test('what left the window is told with its text, its tokens and why', () => {
  const items = readAll(tab({ turn: withLeft, messages: [message('m1', 'An old question')] }), 'li');
  assert.equal(items[0], 'An old question 1 token · did not fit');
});

test('a message that is gone is named by its id, an unknown reason by itself', () => {
  assert.equal(readAll(tab({ turn: withLeft }), 'li')[1], 'm2 40 tokens · other');
});

test('how many left is the heading, in both languages', () => {
  assert.deepEqual(readAll(tab({ turn: withLeft }), 'h3'), ['2 messages left the window']);
  assert.deepEqual(readAll(tab({ turn: withLeft }, 'zh'), 'h3'), ['2 条消息离开了窗口']);
});

test('that nothing left is said too, with what is kept free', () => {
  const text = read(tab({ turn: turn() }));
  assert.match(text, /Nothing left the window\. 512 tokens are kept free for the answer\.$/);
});

test('without a turn nothing is said of the window', () => {
  assert.deepEqual(readAll(tab(), 'h3'), []);
});

/** 2.50 a million tokens in, 10 out. */
const price = { rates: { input: 2_500_000n, output: 10_000_000n, cacheRead: 1_250_000n }, source: 'pi-ai', seen: '2026-11-10' };

test('of a priced model each message has its money, exact, and the row the sum', () => {
  const money = lines(tab({ price })).map((cells) => cells.at(-1));
  assert.deepEqual(money, ['money', '$0.0000025', '$0.0000075', '$0.00004', '$0.00005']);
  assert.match(read(tab({ price })), /By the price that pi-ai lists, seen 2026-11-10\./);
});

test('what the vendor had in its cache costs by that rate', () => {
  const cached = turn({ usage: { kinds: { cacheRead: 2 }, raw: null }, cost: { kind: 'computed', picoUsd: '47500000' } });
  const money = lines(tab({ price, turn: cached })).map((cells) => cells.at(-1));
  assert.deepEqual(money.slice(1, 5), ['$0.00000125', '$0.00000625', '$0.00004', '$0.0000475']);
  assert.equal(money.length, 5);
});

test('what a turn cost beyond its messages stands by itself', () => {
  const more = turn({ cost: { kind: 'vendor-stated', picoUsd: '60000000' } });
  assert.deepEqual(lines(tab({ price, turn: more })).at(-1), ['metered beyond this row', '$0.00001']);
});

test('a rate that is not known is said for the message and for the row', () => {
  const { output: _, ...rates } = price.rates;
  const money = lines(tab({ price: { ...price, rates } })).map((cells) => cells.at(-1));
  assert.deepEqual(money.slice(3), ['unknown', 'unknown']);
});
