import assert from 'node:assert/strict';
import { test } from 'node:test';
import { strftime } from './strftime.ts';

const AT = Date.UTC(2026, 8, 5, 7, 4, 9);

test('the day is written as templates of Llama and gpt-oss ask for it', () => {
  assert.equal(strftime(AT, '%d %b %Y'), '05 Sep 2026');
  assert.equal(strftime(AT, '%Y-%m-%d'), '2026-09-05');
});

test('names are English and the hour is that of UTC', () => {
  assert.equal(strftime(AT, '%A, %-d %B %H:%M:%S (%a)'), 'Saturday, 5 September 07:04:09 (Sat)');
});

test('a directive that is not known stays, and a doubled sign is one', () => {
  assert.equal(strftime(AT, '%Q 100%%'), '%Q 100%');
});
