import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Message } from '#domain/conversation/message';
import type { WireModel } from '#wire/model';
import { attributes, chat, draw, HASH, model, read, readAll, small, turn, weights } from '../../../test/page-view.ts';

const { ComposerNote } = await import('./composer-note.tsx');
const { changeDraft } = await import('./draft.ts');

type Around = Parameters<typeof chat>[0];
const note = (around: Around = {}, language: 'en' | 'zh' = 'en', id = 'h1') =>
  draw(language, ComposerNote, { id }, chat({ actions: {}, ...around }));
const asked = (text: string): Message[] => [{ id: 'q', role: 'user', parts: [{ kind: 'text', text }], at: 0 }];
const chinese: WireModel = model('large', { languages: ['en', 'zh'], snapshot: 'b'.repeat(64) });
const absent: Partial<WireModel> = { state: 'absent', isReady: false };

test('a chat with nothing to say has no note', () => {
  assert.equal(note(), '');
});

const failure = { thread: 'h1', reason: 'The server is busy.', retry: () => {} };
const refused = { failure, forgetFailure: () => {} };

test('a refusal is an alert with a way to try again and to close it', () => {
  const markup = note({ actions: refused });
  assert.deepEqual(attributes(markup, 'role'), ['alert']);
  assert.equal(read(markup), 'The server is busy. Retry');
  assert.equal(attributes(markup, 'aria-label')[0], 'Close');
});

test('a refusal of another chat is not told here', () => {
  assert.equal(note({ actions: { ...refused, failure: { ...failure, thread: 'h2' } } }), '');
});

test('a refusal comes before any other note', () => {
  const text = read(note({ actions: refused, models: [{ ...small, state: 'loading' }], model: 'local/small' }));
  assert.equal(text, 'The server is busy. Retry');
});

const stopped = (given: Omit<Parameters<typeof ComposerNote>[0], 'id'>, around: Around = {}, language: 'en' | 'zh' = 'en') =>
  draw(language, ComposerNote, { id: 'h1', ...given }, chat({ actions: {}, ...around }));

test('half a character is told before it is sent, with the way to mend it, in both languages', () => {
  const said = 'The text holds half a character (a lone surrogate), which no model can be sent. Replace it with �';
  assert.equal(read(stopped({ obstacle: 'half' })), said);
  assert.match(read(stopped({ obstacle: 'half' }, {}, 'zh')), /^文字里有半个字符.+ 换成 �$/);
  assert.deepEqual(attributes(stopped({ obstacle: 'half' }), 'role'), ['status']);
  assert.deepEqual(attributes(stopped({ obstacle: 'half', isTold: true }), 'role'), ['alert']);
});

test('what the line under the words says of a long text is said aloud to who presses Enter', () => {
  assert.equal(stopped({ obstacle: 'too-long' }), '');
  const markup = stopped({ obstacle: 'too-long', isTold: true });
  assert.match(read(markup), /^This alone is longer than the window\./);
  assert.deepEqual(attributes(markup, 'role'), ['alert']);
});

test('who presses Enter without a model is offered its file, in a new chat too', () => {
  const around: Around = { models: [{ ...small, ...absent }], model: 'local/small', view: { state: 'none' } };
  assert.equal(stopped({ obstacle: 'no-model' }, around), '');
  const markup = stopped({ obstacle: 'no-model', isTold: true }, around);
  assert.equal(read(markup), 'small is not on this machine: a file of 98 MB. Get it 98 MB');
  assert.deepEqual(attributes(markup, 'role'), ['alert']);
});

test('who presses Enter while the model is on its way is told to wait, in both languages', () => {
  const coming = { ...small, ...absent, state: 'fetching' as const, weights: weights({ received: 275_000_000 }) };
  const around: Around = { models: [coming], model: 'local/small', view: { state: 'none' } };
  const told = (language: 'en' | 'zh') => read(stopped({ obstacle: 'no-model', isTold: true }, around, language));
  assert.equal(told('en'), 'small is on its way (25 %). You can send when it is here.');
  assert.equal(told('zh'), 'small 正在路上（25%），到了就可以发送。');
});

test('where there is no model at all that is said', () => {
  const around: Around = { models: [], view: { state: 'none' } };
  assert.equal(read(stopped({ obstacle: 'no-model', isTold: true }, around)), 'There is no model here to send this to.');
});

test('a Chinese question to a model without Chinese offers one that has it, in both languages', () => {
  const around = { models: [small, chinese], model: 'local/small', view: { path: asked('写一首诗') } };
  assert.equal(read(note(around)), 'small hardly knows Chinese. large does. Use large');
  assert.equal(read(note(around, 'zh')), 'small 几乎不懂中文，large 懂。 改用 large');
});

test('one that is not here can be had', () => {
  const around = {
    models: [small, { ...chinese, ...absent, bytes: 1.1e9 }],
    model: 'local/small',
    view: { path: asked('写一首诗') },
  };
  assert.deepEqual(readAll(note(around), 'button'), ['Get it 1.1 GB']);
});

test('one on its way tells its share and has no button', () => {
  const coming = { ...chinese, ...absent, state: 'fetching' as const, weights: weights({ received: 275_000_000 }) };
  const markup = note({ models: [small, coming], model: 'local/small', view: { path: asked('写一首诗') } });
  assert.match(read(markup), /large is on its way \(25 %\)\. You can write already\./);
  assert.deepEqual(readAll(markup, 'button'), []);
});

test('one that has come and is still being put together tells that, not 100 %', () => {
  const joined = weights({ received: 1_100_000_000, bytes: 1_100_000_000, phase: 'joining', share: 0.26 });
  const coming = { ...chinese, ...absent, state: 'fetching' as const, weights: joined };
  const around = { models: [small, coming], model: 'local/small', view: { path: asked('写一首诗') } };
  assert.match(read(note(around)), /large is on its way \(joining the parts 26 %\)/);
  assert.match(read(note(around, 'zh')), /large 正在路上（正在拼接各部分 26%）。/);
});

test('what is being written counts before what was asked', () => {
  changeDraft('written', { text: '你好吗' });
  const around = { models: [small, chinese], model: 'local/small', view: { id: 'written', path: asked('Hello') } };
  assert.match(read(note(around, 'en', 'written')), /hardly knows Chinese/);
});

test('a question that is being answered is not looked at again', () => {
  const around = { models: [small, chinese], model: 'local/small', view: { path: asked('写一首诗'), running: 't1' } };
  assert.equal(note(around), '');
});

test('an English question needs no other model', () => {
  assert.equal(note({ models: [small, chinese], model: 'local/small', view: { path: asked('Hello') } }), '');
});

const loading = { models: [{ ...small, state: 'loading' as const }], model: 'local/small' };

test('a model that loads is told, in both languages', () => {
  assert.equal(read(note(loading)), 'small is being loaded. You can write already.');
  assert.equal(read(note(loading, 'zh')), '正在载入 small。你可以先写。');
});

test('while an answer waits for it the answer’s own row tells it', () => {
  assert.equal(note({ ...loading, view: { running: 't1' } }), '');
  assert.equal(note({ ...loading, actions: { pending: { thread: 'h1', text: 'Hi' } } }), '');
});

test('in a new chat the card tells it', () => {
  assert.equal(note({ ...loading, view: { state: 'none' } }), '');
});

test('a model that is not here is offered with its size', () => {
  const around = { models: [{ ...small, ...absent }], model: 'local/small' };
  assert.equal(read(note(around)), 'small is not on this machine: a file of 98 MB. Get it 98 MB');
  assert.match(read(note(around, 'zh')), /^small 不在这台机器上：一个 98 MB 的文件。/);
});

test('a fetch whose size is not known yet has a share of nothing', () => {
  const { bytes: _, ...unsized } = weights({ received: 5 });
  const around = { models: [{ ...small, ...absent, state: 'fetching' as const, weights: unsized }], model: 'local/small' };
  assert.match(read(note(around)), /on its way \(0 %\)/);
});

const newer = {
  models: [model('default', { aliasOf: 'local/large' }), small, { ...chinese, bytes: 1.1e9 }],
  model: 'local/small',
  view: { last: turn({ answeredBy: { vendor: 'local', snapshot: HASH } }) },
};

test('an old chat is told of the new default, and stays with its own', () => {
  assert.equal(read(note(newer)), 'This chat is with small. large is here now. Switch');
  assert.equal(read(note(newer, 'zh')), '这个对话用的是 small。现在有 large 了。 切换');
});

test('who chose a model here is not told of another', () => {
  changeDraft('chosen', { model: 'local/small' });
  assert.equal(note({ ...newer, view: { ...newer.view, id: 'chosen' } }, 'en', 'chosen'), '');
});

test('a default of a smaller file is not offered', () => {
  const [alias, , large] = newer.models as WireModel[];
  assert.equal(note({ ...newer, models: [alias as WireModel, small, { ...(large as WireModel), bytes: 98_000_000 }] }), '');
});

test('a new default that is not here is not offered', () => {
  assert.equal(note({ ...newer, models: [newer.models[0] as WireModel, small, { ...chinese, ...absent }] }), '');
});

test('a note that is no refusal is a status', () => {
  assert.deepEqual(attributes(note(newer), 'role'), ['status']);
});
