import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ListedModel } from '#domain/catalogue/model';
import { attributes, draw, read, readAll } from '../../../test/page-view.ts';
import type { Choice } from './share-link.ts';

const { Figures, PriceLine } = await import('./price-line.tsx');
const { Steps } = await import('./merge-story.tsx');
const { MessageList } = await import('./message-list.tsx');
const { Chip } = await import('./chip.tsx');

const listed: ListedModel = { vendor: 'openai', model: 'gpt-4o', usd: { input: '2.50', output: '10' }, source: 'pi-ai' };
type Given = Partial<Parameters<typeof Figures>[0]>;
const figures = (change: Given = {}, language: 'en' | 'zh' = 'en') =>
  draw(language, Figures, { model: listed, prompt: { value: 22, grade: 'exact' }, ...change });

test('a text has its count, how surely it is known, and its price as input', () => {
  assert.deepEqual(readAll(figures(), 'p').slice(0, 2), ['22 tokens exact', 'as input $0.000055']);
});

test('a question with its answer is priced in all', () => {
  const markup = figures({ answer: { value: 20, grade: 'exact' } });
  assert.deepEqual(readAll(markup, 'p').slice(0, 2), ['22 given, 20 answered exact', '$0.000255 in all']);
});

test('the rates say who published them and when they were seen', () => {
  assert.equal(readAll(figures(), 'p')[2], '2.50 / 10 USD a million tokens, by pi-ai, seen 2026-11-10');
});

test('an estimate says its error, and where that is from under the pointer', () => {
  const markup = figures({ prompt: { value: 22, grade: 'estimated', error: 0.04, from: 'residuals of 20 turns' } });
  assert.match(read(markup), /22 tokens estimated ±4 %/);
  assert.deepEqual(attributes(markup, 'title'), ['residuals of 20 turns']);
});

test('without a price there is none, and no rates', () => {
  const { usd: _, ...unpriced } = listed;
  assert.deepEqual(readAll(figures({ model: unpriced }), 'p').slice(1), ['no price is known']);
});

test('a rate that is missing is not zero', () => {
  const half: ListedModel = { ...listed, usd: { input: '2.50' } };
  const markup = figures({ model: half, answer: { value: 20, grade: 'exact' } });
  assert.match(read(markup), /no price is known 2\.50 \/ — USD/);
});

const choice: Choice = {
  mode: 'text',
  text: 'Hi 水',
  messages: [],
  tools: '',
  images: [],
  encodings: ['o200k'],
  model: 'x/y',
  readsSpecials: false,
};

test('the line has a field for the model, named in both languages', () => {
  const line = (language: 'en' | 'zh') => draw(language, PriceLine, { choice, onModel: () => {} });
  assert.deepEqual(attributes(line('en'), 'aria-label'), ['Count and price for a model', 'Model']);
  assert.equal(attributes(line('en'), 'value')[0], 'x/y');
  assert.notDeepEqual(attributes(line('zh'), 'aria-label'), attributes(line('en'), 'aria-label'));
});

const story = {
  piece: 'less',
  start: ['l', 'e', 's', 's'],
  steps: [{ parts: ['l', 'e', 'ss'], at: 2, rank: 1234 }],
  isWhole: false,
};

test('each join is a line with its rank, after the line of the first parts', () => {
  assert.deepEqual(readAll(draw('en', Steps, { story }), 'li'), ['l e s s', 'l e ss rank 1,234']);
});

test('the part that was joined stands out, and no other', () => {
  const joined = [...draw('en', Steps, { story }).matchAll(/tint-model[^>]*>([^<]*)</g)].map(([, part]) => part);
  assert.deepEqual(joined, ['ss']);
});

test('a piece without joins says so', () => {
  assert.equal(read(draw('en', Steps, { story: { ...story, start: ['l'], steps: [] } })), 'There was nothing to join.');
});

const messages: Choice['messages'] = [
  { role: 'system', text: 'Be short.' },
  { role: 'user', text: '<b>Hi</b>' },
];

test('messages have role and text, each named by its place', () => {
  const markup = draw('en', MessageList, { messages, onChange: () => {}, onRemove: () => {} });
  assert.equal(readAll(markup, 'textarea').length, 2);
  assert.deepEqual(attributes(markup, 'aria-label').slice(0, 3), ['Role of message 1', 'Text of message 1', 'Remove message 1']);
});

test('a message says quietly what it has besides its text', () => {
  const call = { name: 'look', arguments: '{}' };
  const named: Choice['messages'] = [
    { role: 'user', text: 'Hi', name: 'Ann' },
    { role: 'assistant', text: '', name: 'Bo', call, moreCalls: [call] },
  ];
  assert.deepEqual(readAll(draw('en', MessageList, { messages: named, onChange: () => {}, onRemove: () => {} }), 'p'), [
    'named Ann',
    'named Bo',
    '2 calls',
  ]);
  assert.deepEqual(readAll(draw('en', MessageList, { messages, onChange: () => {}, onRemove: () => {} }), 'p'), []);
});

test('the role of a message is the chosen one', () => {
  const chosen = [
    ...draw('en', MessageList, { messages, onChange: () => {}, onRemove: () => {} }).matchAll(/selected="">([^<]*)</g),
  ];
  assert.deepEqual(
    chosen.map(([, role]) => role),
    ['system', 'user'],
  );
});

test('a chip says whether it is on', () => {
  assert.deepEqual(attributes(draw('en', Chip, { isOn: true, onPress: () => {}, children: 'Bytes' }), 'aria-pressed'), ['true']);
  assert.deepEqual(attributes(draw('en', Chip, { onPress: () => {}, children: 'Bytes' }), 'aria-pressed'), []);
});
