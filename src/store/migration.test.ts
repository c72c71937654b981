/** Which migrations are still to be run, and which databases are refused. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type AppliedMigration, hashOf, type Migration, pendingMigrations } from './migration.ts';
import { migrations } from './migrations.ts';

const list: Migration[] = [
  { number: 1, name: 'first', statements: ['a'] },
  { number: 2, name: 'second', statements: ['b', 'c'] },
];
const applied = (migration: Migration): AppliedMigration => ({
  number: migration.number,
  name: migration.name,
  hash: hashOf(migration),
});

test('an empty database needs all, in order; one that has them needs none', () => {
  assert.deepEqual(pendingMigrations(list, []), list);
  assert.deepEqual(pendingMigrations(list, list.map(applied)), []);
  assert.deepEqual(pendingMigrations(list, list.slice(0, 1).map(applied)), list.slice(1));
});

test('a database that knows more is refused with both numbers', () => {
  assert.throws(
    () => pendingMigrations(list.slice(0, 1), list.map(applied)),
    /it has schema 2 \(second\) and this version of Oriel knows 1: the data is newer/,
  );
});

test('a database with another hash is refused with both hashes', () => {
  const changed = { number: 1, name: 'first', hash: 'f'.repeat(64) };
  assert.throws(
    () => pendingMigrations(list, [changed]),
    new RegExp(`has hash ffffffffffff and this version of Oriel expects ${hashOf(list[0] as Migration).slice(0, 12)}`),
  );
});

test('the hash depends on every statement and on their borders', () => {
  const of = (...statements: string[]) => hashOf({ number: 1, name: 'n', statements });
  assert.equal(new Set([of('ab'), of('a', 'b'), of('b', 'a'), of('a'), of()]).size, 5);
});

test('the migrations are numbered from 1 without gaps, each with a name of its own', () => {
  assert.deepEqual(
    migrations.map((migration) => migration.number),
    migrations.map((_, at) => at + 1),
  );
  assert.equal(new Set(migrations.map((migration) => migration.name)).size, migrations.length);
});
