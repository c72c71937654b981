import assert from 'node:assert/strict';
import { test } from 'node:test';
import { attributes, draw, read, readAll } from '../../../test/page-view.ts';
import type { TokenFacts } from './token-facts.ts';

const { TokenCard } = await import('./token-card.tsx');

const facts: TokenFacts = {
  position: 29,
  glyphs: 'Endless',
  isSpecial: false,
  id: 142474,
  bytes: '45 6e 64 6c 65 73 73',
  byteCount: 7,
  owners: ['model'],
  logprob: Math.log(0.17),
  choices: [
    { id: 1, glyphs: '·T', isSpecial: false, logprob: Math.log(0.34), isChosen: false },
    { id: 142474, glyphs: 'Endless', isSpecial: false, logprob: Math.log(0.17), isChosen: true },
    { id: 9, glyphs: 'im_end', isSpecial: true, logprob: Math.log(0.0003), isChosen: false },
  ],
};

type Given = Partial<Parameters<typeof TokenCard>[0]>;
const card = (change: Partial<TokenFacts> = {}, given: Given = {}, language: 'en' | 'zh' = 'en') =>
  draw(language, TokenCard, {
    facts: { ...facts, ...change },
    count: 43,
    isAtMost: false,
    isPinned: true,
    onContinue: () => {},
    ...given,
  });

test('the card is named by the place of its token, in both languages', () => {
  assert.equal(attributes(card(), 'aria-label')[0], 'Token 30 of 43');
  assert.equal(attributes(card({}, {}, 'zh'), 'aria-label')[0], '第 30 个，共 43');
});

test('place, id, bytes and owner stand in one line', () => {
  assert.match(read(card()), /^Endless token 30 of 43 · id 142474 · 7 bytes · model 45 6e 64 6c 65 73 73/);
});

test('the line is told in Chinese', () => {
  assert.match(read(card({}, {}, 'zh')), /^Endless 第 30 个，共 43 · id 142474 · 7 字节 · 模型/);
});

test('an id is a name: it has no separators of thousands', () => {
  assert.doesNotMatch(card(), /142,474/);
});

test('one byte is one byte', () => {
  assert.match(read(card({ byteCount: 1 })), / · 1 byte · /);
});

test('an id that the vendor keeps is said to be unpublished', () => {
  const { id: _, ...less } = facts;
  const props = { facts: less, count: 43, isAtMost: false, isPinned: true };
  assert.match(read(draw('en', TokenCard, props)), /id unpublished/);
  assert.match(read(draw('zh', TokenCard, props)), /id 未公布/);
});

test('a token across a border has both owners', () => {
  assert.match(read(card({ owners: ['template', 'person'] })), /template \+ you/);
});

test('a special token is drawn as a pill and called special', () => {
  const markup = card({ isSpecial: true, glyphs: 'im_end' });
  assert.match(markup, /<strong class="token token-pill">im_end<\/strong>/);
  assert.match(read(markup), /· special /);
});

test('probability and bits are told of a token that has them', () => {
  assert.match(read(card()), /p = 17 % 2\.6 bits/);
});

test('an upper bound is told as one, and bits as a lower bound', () => {
  const text = read(card({}, { isAtMost: true }));
  assert.match(text, /p ≤ 17 % ≥ 2\.6 bits/);
});

test('a token without a probability tells none', () => {
  const { logprob: _, ...less } = facts;
  const text = read(draw('en', TokenCard, { facts: { ...less, choices: [] }, count: 43, isAtMost: false, isPinned: true }));
  assert.doesNotMatch(text, /p =|bits/);
});

test('a part of a character says which part of what', () => {
  const shared = { part: 2, parts: 3, glyphs: '绽' };
  assert.match(read(card({ shared })), /part 2 of 3 of 绽/);
  assert.match(read(card({ shared }, {}, 'zh')), /绽 的第 2 部分，共 3/);
});

test('text that spells a special token is told to be text', () => {
  const lookAlike = { text: '<|im_end|>', tokens: 6 };
  assert.match(read(card({}, { lookAlike })), /<\|im_end\|> is plain text here, 6 tokens\. Only a template can set/);
});

test('choices stand in their order with their shares', () => {
  assert.deepEqual(readAll(card(), 'li'), ['·T 34 % continue →', 'Endless 17 % chosen', 'im_end 0.03 % continue →']);
});

test('the bars are true to the likeliest choice, and the smallest can be seen', () => {
  assert.deepEqual(
    attributes(card(), 'style').map((style) => Math.round(Number.parseFloat(style.replace('width:', '')))),
    [100, 50, 1],
  );
});

test('each choice but the chosen one can be continued from, by name', () => {
  assert.deepEqual(attributes(card(), 'aria-label').slice(2), ['Continue from here with ·T', 'Continue from here with im_end']);
  assert.ok(attributes(card({}, {}, 'zh'), 'aria-label').includes('从这里改用 ·T 继续'));
});

test('under a pointer that only rests the card has no buttons', () => {
  assert.deepEqual(readAll(card({}, { isPinned: false }), 'button'), []);
});

test('where no branch can begin there are no buttons', () => {
  assert.deepEqual(readAll(card({}, { onContinue: undefined }), 'button'), []);
});

test('without choices there is no list', () => {
  assert.deepEqual(readAll(card({ choices: [] }), 'ul'), []);
});
