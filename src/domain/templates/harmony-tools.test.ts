import assert from 'node:assert/strict';
import { test } from 'node:test';
import { RENDERED } from './harmony-library.contract.ts';
import { harmonyNamespace } from './harmony-tools.ts';
import { readTools } from './tool-list.ts';

for (const { what, tools, namespace } of RENDERED)
  test(`${what}: the namespace is what the library writes`, () => {
    assert.equal(harmonyNamespace(readTools(tools)), namespace);
  });

test('a schema of a thousand levels is cut, not followed', () => {
  const deep = `${'{"type":"object","properties":{"x":'.repeat(1000)}{"type":"string"}${'}}'.repeat(1000)}`;
  assert(harmonyNamespace(readTools(`[{"name":"f","parameters":${deep}}]`)).length < 50_000);
});
