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

test('an address is written as a browser writes it', () => {
  assert.equal(safeAddress('HTTPS://Example.ORG'), 'https://example.org/');
  assert.equal(safeAddress('http://example.org/a b'), 'http://example.org/a%20b');
});

test('what is no address at all is none', () => {
  for (const bad of ['', '#top', 'example.org', '//example.org', 'http://']) assert.equal(safeAddress(bad), undefined, bad);
});

test('a port is part of the place', () => {
  assert.equal(placeOf('http://127.0.0.1:8080/x'), '127.0.0.1:8080');
});

test('a host in other letters is shown as its own spelling, not as it looks', () => {
  assert.equal(placeOf('https://аpple.com/'), 'xn--pple-43d.com');
  assert.ok(!saysPlace('аpple.com', 'https://xn--pple-43d.com/'));
});

test('words that only begin like the place of another do not say it', () => {
  assert.ok(!saysPlace('evil', 'https://evil.example/'));
});
