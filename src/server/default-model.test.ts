/** What `local/default` stands for. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { chooseDefault } from './default-model.ts';

const row = (id: string, state: string, isRecommended = false) => ({
  id,
  model: `${id}-model`,
  state,
  ...(isRecommended && { isRecommended }),
});

test('the first of those named at the start, ready or not', () => {
  const rows = [row('a', 'ready'), row('b', 'absent')];
  assert.equal(chooseDefault(rows, ['b', 'a'])?.id, 'b');
});

test('a name may be the id or the model, with or without its vendor', () => {
  const rows = [row('a', 'ready'), row('b', 'ready')];
  for (const name of ['b', 'b-model', 'local/b', 'local/b-model']) assert.equal(chooseDefault(rows, [name])?.id, 'b');
});

test('a name that nothing has is passed over', () => {
  assert.equal(chooseDefault([row('a', 'ready'), row('b', 'ready')], ['zz', 'b'])?.id, 'b');
});

test('without a name, the recommended file once it is here', () => {
  assert.equal(chooseDefault([row('a', 'ready'), row('b', 'ready', true)], [])?.id, 'b');
});

test('until the recommended file is here, the first that is', () => {
  const rows = [row('a', 'absent'), row('b', 'fetching', true), row('c', 'ready'), row('d', 'ready')];
  assert.equal(chooseDefault(rows, [])?.id, 'c');
});

test('when none is here, the first of the table, which is fetched first', () => {
  assert.equal(chooseDefault([row('a', 'absent'), row('b', 'absent', true)], [])?.id, 'a');
});

test('an empty table has no default', () => assert.equal(chooseDefault([], ['a']), undefined));
