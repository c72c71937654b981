import assert from 'node:assert/strict';
import { test } from 'node:test';
import { attributes, draw, read, readAll, token, toldTurn, turn } from '../../../test/page-view.ts';

const { Foot } = await import('./foot.tsx');
const { TintBar } = await import('./tint-bar.tsx');
const { TabList } = await import('./tab-list.tsx');
const { TextTab } = await import('./text-tab.tsx');
const { RequestTab } = await import('./request-tab.tsx');
const { ViewSwitch } = await import('./view-switch.tsx');

type FootProps = Parameters<typeof Foot>[0];
const foot = (change: Partial<FootProps> = {}, language: 'en' | 'zh' = 'en') => {
  const props: FootProps = { turn: toldTurn, row: 43, prompt: 22, grade: 'exact', endToken: 'im_end', ...change };
  const markup = draw(language, Foot, props);
  const values = readAll(markup, 'dd');
  return Object.fromEntries(readAll(markup, 'dt').map((name, at) => [name, values[at]]));
};

test('prompt and answer are the visible row, and a count made here has the end token, as the line under the answer', () => {
  const sums = foot();
  assert.deepEqual(sums, {
    'prompt exact': '22',
    'completion exact with im_end': '21',
    'visible row with im_end': '43',
    'cost local': 'free, computed here',
  });
});

test('the sums are told in Chinese', () => {
  assert.deepEqual(foot({}, 'zh'), {
    '输入 精确': '22',
    '输出 精确 含 im_end': '21',
    '完整的一行 含 im_end': '43',
    '费用 本地': '免费，在本机计算',
  });
});

test('without an end token all that follows the prompt is the answer', () => {
  assert.equal(foot({ endToken: undefined })['completion exact'], '21');
});

test('before a turn there is only what would be given', () => {
  assert.deepEqual(foot({ turn: undefined, row: 22, endToken: undefined }), { 'prompt exact': '22', 'visible row': '22' });
});

const paid = (change: Partial<FootProps['turn'] & object>) =>
  turn({ usage: { kinds: { inputUncached: 24, outputText: 19 }, raw: {} }, ...change });

test('what the vendor metered comes before our count, with its own grade', () => {
  const sums = foot({ turn: paid({ cost: { kind: 'computed', picoUsd: '250000000' } }), grade: 'estimated' });
  assert.equal(sums['prompt metered'], 'this row 22, residual +2 24');
  assert.equal(sums['completion metered'], 'this row 20, residual −1 19');
});

test('a vendor who counts as this row does is said to', () => {
  const usage = { kinds: { inputUncached: 20, cacheRead: 2, outputText: 20 }, raw: {} };
  const metered = paid({ usage, cost: { kind: 'computed', picoUsd: '1' } });
  assert.equal(foot({ turn: metered })['prompt metered'], 'as in this row 22');
  assert.equal(foot({ turn: metered }, 'zh')['输入 计量'], '与这一行相同 22');
});

test('money is told in dollars', () => {
  assert.equal(foot({ turn: paid({ cost: { kind: 'computed', picoUsd: '250000000' } }) }).cost, '$0.00025');
});

test('a cost that is not known is unknown, with the reason under the pointer', () => {
  const props: FootProps = {
    turn: paid({ cost: { kind: 'unknown', because: 'no price' } }),
    row: 43,
    prompt: 22,
    grade: 'exact',
  };
  const markup = draw('en', Foot, props);
  assert.equal(attributes(markup, 'title').at(-1), 'no price');
  assert.equal(readAll(markup, 'dd').at(-1), 'unknown');
});

type BarProps = Parameters<typeof TintBar>[0];
const bar = (change: Partial<BarProps>, language: 'en' | 'zh' = 'en') =>
  draw(language, TintBar, { view: 'owner', cost: { kept: 30, read: 12, written: 21 }, ...change });

test('owners need no bar: their legend stands at the gauge', () => {
  assert.equal(bar({}), '');
});

test('the six steps of probability are told as a scale', () => {
  const markup = bar({ view: 'probability' });
  assert.equal([...markup.matchAll(/tint-p\d/g)].length, 6);
  assert.equal(attributes(markup, 'aria-label')[0], 'Probability of at least 90, 50, 20, 5 and 1 %, and below');
});

test('exact probabilities can be asked for, once', () => {
  const button = (state: 'none' | 'running' | 'done') => bar({ view: 'probability', exact: { state, ask: () => {} } });
  assert.deepEqual(readAll(button('none'), 'button'), ['exact']);
  assert.match(button('running'), /<button[^>]*disabled=""[^>]*>computing</);
  assert.deepEqual(readAll(button('done'), 'button'), []);
  assert.match(button('done'), /These are exact\./);
});

test('where they cannot be computed there is no button', () => {
  assert.deepEqual(readAll(bar({ view: 'probability' }), 'button'), []);
});

test('cost is told as kept, read and written, in both languages', () => {
  const counts = (language: 'en' | 'zh') =>
    [...bar({ view: 'cost' }, language).matchAll(/<\/span>([^<]+)<\/span>/g)].map(([, text]) => text);
  assert.deepEqual(counts('en'), ['30 kept', '12 read', '21 written']);
  assert.deepEqual(counts('zh'), ['沿用 30', '新读 12', '写出 21']);
});

test('of a priced model each kind has its money', () => {
  const price = { rates: { input: 2_500_000n, output: 10_000_000n, cacheRead: 1_250_000n }, source: 's', seen: '2026-11-10' };
  assert.equal(read(bar({ view: 'cost', price })), '30 kept $0.0000375 12 read $0.00003 21 written $0.00021');
  const { cacheRead: _, ...rates } = price.rates;
  assert.equal(read(bar({ view: 'cost', price: { ...price, rates } })), '30 kept 12 read $0.00003 21 written $0.00021');
});

test('change tells what moved and what is gone only where something did', () => {
  const text = (moved: number, gone: number) =>
    bar({ view: 'change', cost: { kept: 0, read: 0, written: 0 }, change: { kept: 5, moved, new: 2, gone } })
      .replace(/<[^>]*>/g, '|')
      .replace(/\|+/g, '|');
  assert.equal(text(0, 0), '|5 as before|2 new|');
  assert.equal(text(3, 4), '|5 as before|3 moved|2 new|4 gone|');
  const written = { kept: 0, read: 0, written: 6 };
  assert.match(bar({ view: 'change', cost: written, change: { kept: 5, moved: 0, new: 2, gone: 0 } }), /6 written/);
});

test('one tab is chosen and only it is in the order of the Tab key', () => {
  const tabs = [
    { name: 'tokens', text: 'Tokens' },
    { name: 'text', text: 'Text' },
  ] as const;
  const markup = draw('en', TabList<'tokens' | 'text'>, { label: 'Ways', tabs, chosen: 'text', onChoose: () => {} });
  assert.deepEqual(attributes(markup, 'aria-selected'), ['false', 'true']);
  assert.deepEqual(attributes(markup, 'tabindex'), ['-1', '0']);
  assert.deepEqual(attributes(markup, 'aria-controls'), ['panel-tokens', 'panel-text']);
});

test('the row as a text is what was given, then what was written', () => {
  const markup = draw('en', TextTab, { given: '<|im_start|>user\nHi', written: 'Hello' });
  assert.deepEqual(readAll(markup, 'h3'), ['What the model is given, as one text', 'What it wrote']);
  assert.deepEqual(readAll(markup, 'section'), ['<|im_start|>user Hi', 'Hello']);
});

test('while nothing was written there is no heading for it', () => {
  assert.deepEqual(readAll(draw('zh', TextTab, { given: 'x', written: '' }), 'h3'), ['模型得到的内容，作为一段文本']);
});

const request = (change: Partial<Parameters<typeof RequestTab>[0]>, language: 'en' | 'zh' = 'en') =>
  draw(language, RequestTab, {
    turn: turn(),
    tokens: [token('Hi', 'person', { id: 7 }), token('!', 'model', { id: 8 })],
    promptCount: 1,
    encoder: undefined,
    ...change,
  });

test('the request has the ids of the prompt and none of the answer', () => {
  const body = JSON.parse(readAll(request({}), 'section')[0] ?? '{}');
  assert.deepEqual(body.prompt, [7]);
});

test('it says that nothing left this machine, in both languages', () => {
  assert.match(request({}), /Nothing left this machine\./);
  assert.match(request({}, 'zh'), /没有任何内容离开这台机器。/);
});

test('who made the ids is told when it is known', () => {
  assert.match(request({ encoder: 'library' }), /exact by the library/);
  assert.match(request({ encoder: 'own' }, 'zh'), /由 Oriel 给出/);
  assert.doesNotMatch(request({}), /ids of the texts/);
});

test('before anything was asked there is no request', () => {
  assert.match(request({ turn: undefined }), /Nothing has been asked yet\./);
});

const tints = (view: 'owner' | 'probability' | 'cost', others: ('cost' | 'change')[]) =>
  draw('en', ViewSwitch, { view, others, onChoose: () => {} });

test('the tint in force is the pressed one', () => {
  assert.deepEqual(attributes(tints('owner', []), 'aria-pressed'), ['true', 'false']);
  assert.deepEqual(attributes(tints('probability', []), 'aria-pressed'), ['false', 'true']);
});

test('further tints are in a menu, which shows the one in force', () => {
  assert.deepEqual(readAll(tints('cost', ['cost', 'change']), 'button'), ['owner', 'prob.', 'cost']);
  assert.deepEqual(readAll(tints('owner', []), 'button'), ['owner', 'prob.']);
});
