import assert from 'node:assert/strict';
import { test } from 'node:test';
import { placeOf, safeAddress, saysPlace } from './link.ts';

test('only pages and mail may be opened', () => {
  assert.equal(safeAddress('https://example.org/a'), 'https://example.org/a');
  assert.equal(safeAddress('mailto:a@example.org'), 'mailto:a@example.org');
  for (const bad of [
    'javascript:alert(1)',
    ' java\nscript:alert(1)',
    'data:text/html,x',
    'file:///etc/passwd',
    '/api/threads',
    'blob:x',
  ])
    assert.equal(safeAddress(bad), undefined, bad);
});

test('the place of an address is its host, or the mail address', () => {
  assert.equal(placeOf('https://user:pw@evil.example/example.org'), 'evil.example');
  assert.equal(placeOf('mailto:a@example.org'), 'a@example.org');
});

test('a link whose words are its address needs no place beside it', () => {
  assert.ok(saysPlace('example.org', 'https://example.org/'));
  assert.ok(saysPlace('https://example.org/a', 'https://example.org/a'));
  assert.ok(!saysPlace('my bank', 'https://evil.example/'));
  assert.ok(!saysPlace('bank.example', 'https://evil.example/'));
});
