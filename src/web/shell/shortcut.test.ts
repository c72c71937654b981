import assert from 'node:assert/strict';
import { test } from 'node:test';
import { commandOf, type KeyPress, runCommand } from './shortcut.ts';

const press = (change: Partial<KeyPress>): KeyPress => ({
  key: '',
  code: '',
  ctrlKey: false,
  metaKey: false,
  shiftKey: false,
  altKey: false,
  isComposing: false,
  ...change,
});

test('search opens by Control or Command and K, in a field too', () => {
  assert.equal(commandOf(press({ code: 'KeyK', ctrlKey: true }), true, true), 'search');
  assert.equal(commandOf(press({ code: 'KeyK', metaKey: true }), false, true), 'search');
});

test('a new chat opens by Control, Shift and O', () => {
  assert.equal(commandOf(press({ code: 'KeyO', key: 'O', ctrlKey: true, shiftKey: true }), true, true), 'newChat');
});

test('single letters count only outside of fields', () => {
  const i = press({ code: 'KeyI', key: 'i' });
  assert.equal(commandOf(i, false, true), 'inside');
  assert.equal(commandOf(i, true, true), undefined);
});

test('single letters can be switched off, the others not', () => {
  assert.equal(commandOf(press({ code: 'KeyI', key: 'i' }), false, false), undefined);
  assert.equal(commandOf(press({ key: '?', shiftKey: true }), false, false), undefined);
  assert.equal(commandOf(press({ code: 'KeyK', ctrlKey: true }), false, false), 'search');
});

test('the sheet opens by the sign, wherever its key is', () => {
  assert.equal(commandOf(press({ key: '?', shiftKey: true, code: 'Minus' }), false, true), 'sheet');
});

test('nothing counts while an input method composes', () => {
  assert.equal(commandOf(press({ code: 'KeyK', ctrlKey: true, isComposing: true }), true, true), undefined);
});

test('Alt belongs to the system', () => {
  assert.equal(commandOf(press({ code: 'KeyI', key: 'ˆ', altKey: true }), false, true), undefined);
});

test('stopping is Control or Command, Shift and X, in a field too', () => {
  assert.equal(commandOf(press({ code: 'KeyX', ctrlKey: true, shiftKey: true }), true, false), 'stop');
  assert.equal(commandOf(press({ code: 'KeyX', metaKey: true, shiftKey: true }), true, false), 'stop');
});

test('cutting is left to the field', () => {
  assert.equal(commandOf(press({ code: 'KeyX', ctrlKey: true }), true, true), undefined);
});

test('the slash goes to the composer, but not from a field', () => {
  assert.equal(commandOf(press({ key: '/', code: 'Slash' }), false, true), 'composer');
  assert.equal(commandOf(press({ key: '/', code: 'Slash' }), true, true), undefined);
});

test('a capital I is no command', () => {
  assert.equal(commandOf(press({ key: 'I', code: 'KeyI', shiftKey: true }), false, true), undefined);
});

test('other keys mean nothing', () => {
  assert.equal(commandOf(press({ key: 'j', code: 'KeyJ' }), false, true), undefined);
  assert.equal(commandOf(press({ key: 'j', code: 'KeyJ', ctrlKey: true }), false, true), undefined);
});

test('a command that nobody carries out does nothing', () => {
  assert.doesNotThrow(() => runCommand('newChat'));
});
