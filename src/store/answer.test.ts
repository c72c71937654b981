/** What an ended turn leaves of its words and their ids. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Part } from '#domain/conversation/part';
import { idsOfText, joinParts, keptTokens } from './answer.ts';
import { hexOf, tokenOf } from './harness.contract.ts';

const text = (words: string): Part => ({ kind: 'text', text: words });
const reasoning = (words: string, replay?: unknown): Part => ({
  kind: 'reasoning',
  text: words,
  ...(replay !== undefined && { replay }),
});

test('kept text and the text that continues it are one part', () => {
  assert.deepEqual(joinParts([text('Once ')], [text('upon')]), [text('Once upon')]);
});

test('thinking that was cut in two is one again, with what the vendor wants back', () => {
  assert.deepEqual(joinParts([reasoning('Hm')], [reasoning(', yes', 'sig'), text('Yes.')]), [
    reasoning('Hm, yes', 'sig'),
    text('Yes.'),
  ]);
});

test('parts of different kinds and tool calls stay apart', () => {
  const call: Part = { kind: 'tool-call', callId: 'c', name: 'n', arguments: '{}' };
  const parts = [text('a'), call, call, text('b'), reasoning('c')];
  assert.deepEqual(joinParts([], parts), parts);
});

test('nothing that was kept is changed in place', () => {
  const kept = [text('Once ')];
  joinParts(kept, [text('upon')]);
  assert.deepEqual(kept, [text('Once ')]);
});

test('ids are known where the tokens spell the text to the byte', () => {
  const half = [
    { id: 1, bytes: 'e4bd' },
    { id: 2, bytes: 'a0' },
  ];
  assert.deepEqual(idsOfText([text('你')], half), [1, 2]);
  assert.equal(idsOfText([text('你 ')], half), undefined);
  assert.equal(idsOfText([text('你')], half.slice(0, 1)), undefined);
});

test('thinking is no part of the text that the ids spell', () => {
  assert.deepEqual(idsOfText([reasoning('hm'), text('yes')], [tokenOf('yes', 5)]), [5]);
});

test('the kept tokens are those at the end of the row that spell the kept text', () => {
  const row = [
    { id: 1, bytes: hexOf('q'), owner: 'person' as const },
    { ...tokenOf('Once', 2), owner: 'model' as const },
    { ...tokenOf(' upon', 3), owner: 'model' as const },
  ];
  assert.deepEqual(
    keptTokens(row, [text('Once upon')]).map((token) => token.id),
    [2, 3],
  );
  assert.deepEqual(keptTokens(row, [text('nce upon')]), []);
  assert.deepEqual(keptTokens(row, [text('qOnce upon and more')]), []);
  assert.deepEqual(keptTokens(row, []), []);
});

test('a row without ids has no kept tokens', () => {
  assert.deepEqual(keptTokens([{ bytes: hexOf('a'), owner: 'model' }], [text('a')]), []);
});
