import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { RowToken } from '#domain/tokens/token';
import { attributes, draw, readAll, token } from '../../../test/page-view.ts';
import type { LineViewProps } from './line-view.tsx';
import { rowModel } from './row-model.ts';

const { LineView } = await import('./line-view.tsx');

/** One line of tokens, each character 10 wide. */
function line(tokens: RowToken[], change: Partial<LineViewProps> = {}): string {
  const row = rowModel(tokens, 1000, { text: (glyphs) => 10 * glyphs.length, pill: () => 40 }, { hasSections: false });
  const first = row.layout.lines[0];
  assert.ok(first);
  return draw('en', LineView, {
    line: first,
    layout: row.layout,
    units: row.units,
    tokens,
    view: 'owner',
    facts: { kept: 1, promptCount: 2 },
    alikes: new Set<number>(),
    label: (unit) => `token ${unit.first}`,
    ...change,
  });
}
const row = [
  token('<|im_start|>', 'template', { special: true }),
  token('Hi', 'person'),
  token(' there', 'model', { logprob: Math.log(0.95) }),
];
const tints = (markup: string) => [...markup.matchAll(/token tint-([\w-]+)/g)].map(([, tint]) => tint);

test('each token is one option with its place in the row', () => {
  const markup = line(row);
  assert.deepEqual(attributes(markup, 'id'), ['token-0', 'token-1', 'token-2']);
  assert.deepEqual(readAll(markup, 'span'), ['im_start', 'Hi', 'there']);
});

test('a special token is a pill by its bare name, other tokens are not', () => {
  const pills = [...line(row).matchAll(/class="token [^"]*token-pill"[^>]*>([^<]*)</g)].map(([, name]) => name);
  assert.deepEqual(pills, ['im_start']);
});

test('tokens are tinted by their owners', () => {
  assert.deepEqual(tints(line(row)), ['template', 'person', 'model']);
});

test('by probability only tokens that have one', () => {
  assert.deepEqual(tints(line(row, { view: 'probability' })), ['template', 'person', 'p0']);
});

test('by cost: kept, read, written', () => {
  assert.deepEqual(tints(line(row, { view: 'cost' })), ['kept', 'read', 'written']);
});

test('by change: as the comparison says, no tint where it says nothing', () => {
  const facts = { kept: 0, promptCount: 3, fates: ['kept', 'moved'] as const };
  assert.deepEqual(tints(line(row, { view: 'change', facts })), ['kept', 'moved', 'unknown']);
});

test('only the caret’s token is told in words, and it is the selected one', () => {
  const markup = line(row, { caret: 1 });
  assert.deepEqual(attributes(markup, 'aria-label'), ['token 1']);
  assert.match(markup, /id="token-1" aria-label="token 1" aria-selected="true"/);
});

test('a token of white space alone has words for its name', () => {
  assert.deepEqual(attributes(line([token(' ', 'person'), token('a', 'person')]), 'aria-label'), ['token 0']);
});

test('the token under the pointer is marked, and no other', () => {
  assert.equal([...line(row, { hover: 2 }).matchAll(/data-hover/g)].length, 1);
});

test('text that spells a special token is marked', () => {
  const markup = line(row, { alikes: new Set([1]) });
  assert.equal(/<span[^>]*data-alike="true"[^>]*>([^<]*)</.exec(markup)?.[1], 'Hi');
});

test('neighbours alternate, so that they part without a gap', () => {
  const steps = attributes(line(['a', 'b', 'c'].map((text) => token(text, 'person'))), 'data-step');
  assert.deepEqual([steps[0] !== steps[1], steps[1] !== steps[2]], [true, true]);
});

test('a return sign is quieter than the letters before it', () => {
  assert.match(line([token('end\n', 'person')]), /end<span class="token-sign">↵<\/span>/);
});

test('half a character is drawn as its bytes', () => {
  assert.match(line([{ bytes: 'e7bb', owner: 'model' }]), />⟨e7 bb⟩</);
});
