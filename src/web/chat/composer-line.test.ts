import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { LARGEST_BODY, LARGEST_TEXT } from '#wire/problem';
import { attributes, chat, draw, model, read, readAll, small, toldTurn, turn, words } from '../../../test/page-view.ts';
import { countQuery, queryClient } from '../api/queries.ts';
import { LARGEST_COUNTED } from '../tokens/use-token-count.ts';

const { ComposerLine, LARGEST } = await import('./composer-line.tsx');
const { changeDraft } = await import('./draft.ts');
const { NewChat } = await import('./new-chat.tsx');

after(() => queryClient.clear());

function line(text: string, around: Parameters<typeof chat>[0] = {}, language: 'en' | 'zh' = 'en'): string {
  changeDraft('line', { text });
  return draw(language, ComposerLine, { id: 'line' }, chat(around));
}

test('what is too large for any window is what the server does not take', () => {
  assert.equal(LARGEST, LARGEST_BODY);
});

test('a text is sent to be counted up to what the server counts', () => {
  assert.equal(LARGEST_COUNTED, LARGEST_TEXT);
});

test('an empty composer has no tokens, and costs nothing, in both languages', () => {
  assert.equal(read(line('')), '0 tokens · window 0 % · free, computed here');
  assert.equal(read(line('', {}, 'zh')), '0 个 token · 窗口 0% · 免费，在本机计算');
});

test('a text that is being counted has no count yet, and no share is guessed', () => {
  const markup = line('Hello');
  assert.equal(read(markup), 'counting · free, computed here');
  assert.match(markup, /aria-busy="true"/);
});

test('half a character is not counted: no model can be sent it', () => {
  assert.equal(read(line('a\ud800b')), 'not counted · free, computed here');
});

test('the row before counts into the window: its prompt and its answer', () => {
  const last = { ...toldTurn, window: { ...toldTurn.window, used: 4075 } };
  assert.match(read(line('', { view: { last } })), /window 50 %/);
});

test('after a turn that has no row, the row before it counts', () => {
  const before = { ...toldTurn, window: { ...toldTurn.window, used: 4075 } };
  const last = turn({ turn: 't2', status: 'failed', window: { limit: 8192, used: 0, reserve: 0, left: [] } });
  const turns = new Map([before, last].map((one) => [one.turn, one]));
  assert.match(read(line('', { view: { last, turns } })), /window 50 %/);
});

test('while the row of the only turn is not known no share is told', () => {
  const last = turn({ status: 'running', window: { limit: 8192, used: 0, reserve: 0, left: [] } });
  const turns = new Map([[last.turn, last]]);
  assert.equal(read(line('', { view: { last, turns } })), '0 tokens · free, computed here');
});

const usedBy = (used: number) => turn({ window: { limit: 8192, used, reserve: 0, left: [] } });

test('a row that leaves the answer no room says what will happen, before it happens', () => {
  const told = (used: number) => read(line('', { view: { last: usedBy(used) } }));
  assert.doesNotMatch(told(8192 - 1024), /leave the window/);
  assert.match(told(8192 - 1023), /The oldest messages will leave the window\./);
});

test('a model elsewhere is not called free', () => {
  const around = { models: [model('m', { vendor: 'x' })], model: 'x/m' };
  assert.equal(read(line('', around)), '0 tokens');
});

test('an exact count is called exact', () => {
  assert.equal(attributes(line(''), 'title')[0], 'exact');
});

test('a new chat begins with what a row is, in both languages', () => {
  assert.deepEqual(readAll(draw('en', NewChat, {}), 'h2'), ['An empty row of tokens.']);
  assert.deepEqual(readAll(draw('zh', NewChat, {}), 'h2'), ['一行空的 token。']);
});

const starters = (language: 'en' | 'zh') => readAll(draw(language, NewChat, {}), 'button').slice(-5);

test('five ways to begin have their words', () => {
  assert.equal(starters('en')[0], 'A haiku about being a model');
  assert.equal(starters('zh')[1], '写一首生日诗');
});

test('a way to begin tells its tokens once they are counted', () => {
  const text = words.en.t('new.haikuText');
  const { queryKey } = countQuery('local/default', text);
  queryClient.setQueryData(queryKey as readonly unknown[], { content: { value: 15, grade: 'exact' } });
  assert.equal(starters('en')[0], 'A haiku about being a model 15 tokens');
});

test('for a model that is not here nothing is counted', () => {
  const absent = chat({ models: [{ ...small, state: 'absent', isReady: false }], model: 'local/small' });
  assert.doesNotMatch(read(draw('en', NewChat, {}, absent)), /15 tokens/);
});
