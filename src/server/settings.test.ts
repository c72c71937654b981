/** Settings of the process: where each comes from, and what is refused. */
import assert from 'node:assert/strict';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { homeOf, readSettings, WrongUse } from './settings.ts';

test('nothing said: this machine, port 4127, Oriel’s own choice of weights', () => {
  const { host, port, isPortChosen, weights, usesWeights, opensBrowser } = readSettings({}, {});
  assert.deepEqual(
    { host, port, isPortChosen, weights, usesWeights, opensBrowser },
    { host: '127.0.0.1', port: 4127, isPortChosen: false, weights: [], usesWeights: true, opensBrowser: false },
  );
});

test('a port that was named is chosen, 0 too', () => {
  for (const port of ['0', '1', '65535']) {
    const settings = readSettings({ port }, {});
    assert.deepEqual([settings.port, settings.isPortChosen], [Number(port), true]);
  }
});

test('a port that is none is wrong use, and named', () => {
  for (const port of ['-1', '65536', '80.5', 'http', '1e9', 'NaN'])
    assert.throws(
      () => readSettings({ port }, {}),
      (error) => error instanceof WrongUse && error.message.includes(`"${port}"`),
    );
});

test('an empty port is wrong use, not any free one', () => {
  for (const port of ['', ' ']) assert.throws(() => readSettings({ port }, {}), WrongUse);
});

test('the addresses of this machine are taken, any other is wrong use', () => {
  for (const host of ['127.0.0.1', 'localhost', '::1']) assert.equal(readSettings({ host }, {}).host, host);
  for (const host of ['0.0.0.0', '::', '192.168.0.2', 'example.org', ''])
    assert.throws(() => readSettings({ host }, {}), WrongUse);
});

test('weights: the flag, else the environment’s list; empty names are nothing', () => {
  assert.deepEqual(readSettings({ weights: ['a', 'b'] }, { ORIEL_WEIGHTS: 'c' }).weights, ['a', 'b']);
  assert.deepEqual(readSettings({}, { ORIEL_WEIGHTS: 'c, d,' }).weights, ['c', 'd']);
  assert.deepEqual(readSettings({}, { ORIEL_WEIGHTS: '' }).weights, []);
});

test('no weights at all can be said', () => {
  assert.equal(readSettings({ noWeights: true }, {}).usesWeights, false);
});

test('the home: flag, ORIEL_HOME, XDG_DATA_HOME, else ~/.local/share/oriel', () => {
  const environment = { ORIEL_HOME: '/b', XDG_DATA_HOME: '/c' };
  assert.equal(homeOf('/a', environment), '/a');
  assert.equal(homeOf(undefined, environment), '/b');
  assert.equal(homeOf(undefined, { XDG_DATA_HOME: '/c' }), '/c/oriel');
  assert.equal(homeOf(undefined, {}), join(homedir(), '.local/share/oriel'));
});

test('a home that is relative is made whole', () => {
  assert.equal(homeOf('here', {}), join(process.cwd(), 'here'));
  assert.equal(homeOf(undefined, { ORIEL_HOME: 'here' }), join(process.cwd(), 'here'));
});

test('an empty variable is as if it were not there', () => {
  assert.equal(homeOf(undefined, { ORIEL_HOME: '', XDG_DATA_HOME: '/c' }), '/c/oriel');
});
