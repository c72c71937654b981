import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { partsOf } from './parts.generated.ts';
import { isPinned, partsOfRow } from './row.ts';
import { weightsTable } from './table.ts';

const root = fileURLToPath(new URL('../../../..', import.meta.url));
const published = join(process.env.ORIEL_TEST_DATA ?? join(root, '../shared/data'), 'weights/parts.json');

test('every row has a name of its own', () => {
  const ids = weightsTable.map((row) => row.id);
  assert.deepEqual(ids, [...new Set(ids)]);
});

test('the small file is first and needs no terms: it is what the first start fetches', () => {
  assert.deepEqual([weightsTable[0]?.id, weightsTable[0]?.terms], ['smollm2-135m', undefined]);
});

test('one file is recommended, and it speaks both languages of the page', () => {
  const recommended = weightsTable.filter((row) => row.isRecommended);
  assert.deepEqual(
    recommended.map((row) => [row.id, row.languages]),
    [['qwen2.5-coder-1.5b', ['en', 'zh']]],
  );
});

test('parts join to the length of their file', () => {
  for (const row of weightsTable.filter((known) => partsOfRow(known).length > 0))
    assert.equal(
      partsOfRow(row).reduce((total, part) => total + part.memberBytes, 0),
      row.bytes,
      row.id,
    );
});

test('every hash has the form of one, and no two parts have the same', () => {
  const parts = Object.values(partsOf).flat();
  const hashes = [...parts.map((part) => part.wheelSha256), ...weightsTable.filter(isPinned).map((row) => row.sha256)];
  for (const hash of [...hashes, ...parts.map((part) => part.memberSha256)]) assert.match(hash, /^[0-9a-f]{64}$/);
  assert.deepEqual(hashes, [...new Set(hashes)]);
});

test('every row that is not pinned can be pinned by the hub', () => {
  for (const row of weightsTable.filter((known) => !isPinned(known))) assert.equal(row.sources[0]?.kind, 'hub', row.id);
});

test('rows under terms name where they can be read', () => {
  for (const row of weightsTable) if (/gemma|llama-3/.test(row.id)) assert.match(row.terms?.url ?? '', /^https:\/\//, row.id);
});

test('files and parts are those that were published', { skip: existsSync(published) ? false : `no ${published}` }, () => {
  for (const { id, file, bytes, sha256, hub, parts } of JSON.parse(readFileSync(published, 'utf8'))) {
    const row = weightsTable.find((known) => known.id === id);
    assert.deepEqual([row?.file, row?.bytes, row?.sha256], [file, bytes, sha256]);
    assert.deepEqual(
      row?.sources.find((source) => source.kind === 'hub'),
      { kind: 'hub', file, ...hub },
    );
    assert.deepEqual(row && partsOfRow(row), parts);
  }
});
