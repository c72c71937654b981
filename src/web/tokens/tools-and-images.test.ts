import assert from 'node:assert/strict';
import { test } from 'node:test';
import { attributes, draw, read, readAll } from '../../../test/page-view.ts';
import type { Choice } from './share-link.ts';

const { ToolInput } = await import('./tool-input.tsx');
const { ImageList } = await import('./image-list.tsx');
const { MessagesInput } = await import('./messages-input.tsx');
const { PortionCounts } = await import('./portion-counts.tsx');
const { PortionTable } = await import('./portion-table.tsx');
const { readImageFile } = await import('./image-file.ts');

const nothing = () => {};
const choice: Choice = {
  mode: 'messages',
  text: '',
  messages: [{ role: 'user', text: 'Hi' }],
  tools: '',
  images: [{ width: 640, height: 0, detail: 'low' }],
  encodings: ['o200k'],
  model: 'openai/gpt-4o',
  readsSpecials: false,
};
const toolNote = (text: string, language: 'en' | 'zh' = 'en') =>
  readAll(draw(language, ToolInput, { text, onChange: nothing, onRemove: nothing }), 'p')[0];

test('tools are counted as they are read', () => {
  assert.equal(toolNote('[{"name": "look"}]'), '1 tool');
  assert.equal(toolNote('', 'zh'), '0 个工具');
});

const WRONG: [text: string, en: RegExp, zh: RegExp][] = [
  ['[{"name": }]', /no JSON from line 1, column 11 on/, /从第 1 行第 11 列起不是 JSON/],
  ['7', /Write a list of tools/, /工具的列表/],
  ['[{}]', /Tool 1 has no name/, /第 1 个工具没有名称/],
  ['[{"name": "f", "parameters": 1}]', /parameters of tool 1 \(f\) are no JSON Schema/, /第 1 个工具（f）的参数/],
];
for (const [text, en, zh] of WRONG)
  test(`what is wrong in ${text} is one sentence in both languages`, () => {
    assert.match(toolNote(text) ?? '', en);
    assert.match(toolNote(text, 'zh') ?? '', zh);
  });

const list = (change: Partial<Choice> = {}) =>
  draw('en', ImageList, { choice: { ...choice, ...change }, onChange: nothing, onFiles: nothing });

test('an image has its sides, named by its place; a side that is not filled in is empty', () => {
  assert.deepEqual(attributes(list(), 'aria-label').slice(1, 5), [
    'Width of image 1',
    'Height of image 1',
    'Detail of image 1',
    'Remove image 1',
  ]);
  assert.deepEqual(attributes(list(), 'value').slice(0, 2), ['640', '']);
});

test('detail is asked only where a model that is shown knows it', () => {
  assert.match(read(list()), /default detail low detail high detail original detail/);
  assert.doesNotMatch(list({ encodings: ['gemma3'], model: 'anthropic/claude-sonnet-4-5' }), /high detail/);
  assert.match(list({ encodings: ['gemma3', 'o200k'], model: 'anthropic/claude-sonnet-4-5' }), /high detail/);
});

test('tools and images can be added, and tools that are there are shown', () => {
  const bare = read(draw('en', MessagesInput, { choice: { ...choice, images: [] }, onChange: nothing, onEdit: nothing }));
  assert.match(bare, /Add a message Add tools Add an image/);
  const full = read(draw('en', MessagesInput, { choice: { ...choice, tools: '[' }, onChange: nothing, onEdit: nothing }));
  assert.match(full, /Tools, in JSON/);
  assert.doesNotMatch(full, /Add tools/);
});

const count = { value: 765, grade: 'estimated' as const, from: "images by OpenAI's published rule" };
const portions = (change: Partial<Parameters<typeof PortionCounts>[0]['portions']>, language: 'en' | 'zh' = 'en') =>
  read(
    draw(language, PortionCounts, {
      portions: { messages: { value: 9, grade: 'exact' }, images: [], ...change },
      images: choice.images,
      model: 'm',
    }),
  );

test('each part has its tokens, its grade and whose rule it is, in the page’s language', () => {
  assert.equal(portions({ images: [count] }), "image, 640 × 0 765 tokens estimated images by OpenAI's published rule");
  assert.equal(portions({ images: [count] }, 'zh'), '图像，640 × 0 765 个 token 估计 图像按 OpenAI 公布的规则计算');
  assert.match(portions({ tools: { value: 72, grade: 'estimated', error: 0.02 } }), /^tools 72 tokens estimated ±2 %/);
});

test('images that nobody can count are said', () => {
  assert.match(
    read(draw('en', PortionCounts, { portions: { messages: count }, images: choice.images, model: 'gpt-4' })),
    /How gpt-4 counts images is not published/,
  );
});

test('portions are a table: what, tokens, money; unknown money is said, and without a price there is no column', () => {
  const portions = [
    { kind: 'message' as const, tokens: 19, owner: 'person' as const, excerpt: 'Write', picoUsd: 47_500_000n },
    { kind: 'image' as const, tokens: 765, count, image: { width: 1024, height: 512, detail: 'high' as const } },
    { kind: 'all' as const, tokens: 784 },
  ];
  const rows = (hasPrice: boolean) => readAll(draw('en', PortionTable, { portions, hasPrice }), 'tr');
  assert.deepEqual(rows(true), [
    'message tokens money',
    'you Write 19 $0.0000475',
    'image, 1,024 × 512 estimated 765 unknown',
    'in all 784 unknown',
  ]);
  assert.deepEqual(rows(false)[1], 'you Write 19');
});

test('of an image file only its size is read', async () => {
  const png = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAACUAAAAVAQMAAAD7KrXt', 'base64');
  assert.deepEqual(await readImageFile(new File([png], 'a.png')), { name: 'a.png', size: { width: 37, height: 21 } });
  assert.deepEqual(await readImageFile(new File(['<svg/>'], 'a.svg')), { name: 'a.svg' });
});
