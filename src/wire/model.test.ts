/** Weights and rows on the wire. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fetchWeightsSchema, weightsSchema, weightsStates } from './model.ts';
import { tokensSchema } from './row.ts';

const VIEW = { id: 'small', model: 'small', file: 'small.gguf', licence: 'MIT', state: 'absent' };

test('a file is known by id, model, file, licence and state; all else may be unknown', () => {
  assert.deepEqual(weightsSchema.parse(VIEW), VIEW);
  for (const field of Object.keys(VIEW)) {
    const { [field as keyof typeof VIEW]: _, ...rest } = VIEW;
    assert.equal(weightsSchema.safeParse(rest).success, false, field);
  }
});

test('all that can be known of a file passes, and counts of bytes are whole', () => {
  const whole = {
    ...VIEW,
    bytes: 100,
    sha256: 'ab',
    state: 'fetching',
    phase: 'checking',
    share: 0.5,
    received: 50,
    bytesPerSecond: 12.5,
    secondsLeft: 4,
    source: 'packages',
    notices: ['One source was passed over.'],
    languages: ['en'],
    terms: { name: 'Terms', url: 'https://example.org' },
    isAccepted: false,
    isRecommended: true,
  };
  assert.deepEqual(weightsSchema.parse(whole), whole);
  for (const field of ['bytes', 'received']) assert.equal(weightsSchema.safeParse({ ...whole, [field]: 0.5 }).success, false);
});

test('the states are those of the contract', () => {
  assert.deepEqual([...weightsStates].sort(), ['absent', 'failed', 'fetching', 'ready', 'stopped']);
  for (const state of weightsStates) assert.equal(weightsSchema.safeParse({ ...VIEW, state }).success, true);
  assert.equal(weightsSchema.safeParse({ ...VIEW, state: 'here' }).success, false);
});

test('a fetch needs a source', () => {
  assert.equal(fetchWeightsSchema.safeParse({ source: 'small' }).success, true);
  for (const body of [{}, { source: '' }, { source: 'a'.repeat(1001) }, { source: 'a', force: true }])
    assert.equal(fetchWeightsSchema.safeParse(body).success, false);
});

test('to count: a model, and a text or messages, with what stands beside them in a chat request', () => {
  const takes = (body: object) => tokensSchema.safeParse(body).success;
  assert.equal(takes({ model: 'a', text: '' }), true);
  assert.equal(takes({ model: 'a', chat: true, text: 'x' }), true);
  assert.equal(takes({ model: 'a', messages: [{ role: 'developer', content: '' }], tools: [], temperature: 1 }), true);
  assert.equal(takes({ text: 'a' }), false);
  assert.equal(takes({ model: 'a', messages: {} }), false);
  assert.equal(takes({ model: 'a', text: '\ud800' }), false);
  assert.equal(takes({ model: 'a', text: 'a', form: 'rows' }), false);
});
