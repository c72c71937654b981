import assert from 'node:assert/strict';
import { beforeEach, mock, test } from 'node:test';

mock.timers.enable({ apis: ['setTimeout'] });
const page = new EventTarget();
Object.assign(globalThis, { document: page });
const { tellAllNow, telling } = await import('./telling.ts');

const told: string[] = [];
beforeEach(() => {
  mock.timers.tick(1000);
  told.length = 0;
});
const field = (name: string) => telling(() => told.push(name));

test('what was typed is told once, after the frame that draws it', () => {
  const { soon } = field('a');
  soon();
  soon();
  mock.timers.tick(16);
  assert.deepEqual(told, []);
  mock.timers.tick(10);
  assert.deepEqual(told, ['a']);
  mock.timers.tick(1000);
  assert.deepEqual(told, ['a']);
});

test('it is told before whatever else the person does, and by every field', () => {
  field('a').soon();
  field('b').soon();
  page.dispatchEvent(new Event('pointerdown'));
  assert.deepEqual(told, ['a', 'b']);
  mock.timers.tick(1000);
  assert.deepEqual(told, ['a', 'b']);
});

test('nothing typed, nothing told', () => {
  const { now } = field('a');
  now();
  tellAllNow();
  page.dispatchEvent(new Event('keydown'));
  assert.deepEqual(told, []);
});

test('what is noticed in the telling itself is not told again', () => {
  const again = telling(() => {
    told.push('once');
    again.soon();
  });
  again.soon();
  mock.timers.tick(1000);
  assert.deepEqual(told, ['once']);
});

test('a telling that fails does not end the telling', () => {
  const { soon, now } = telling(() => {
    told.push('tried');
    if (told.length === 1) throw new Error('Nobody hears.');
  });
  soon();
  assert.throws(now, /Nobody hears/);
  soon();
  now();
  assert.deepEqual(told, ['tried', 'tried']);
});
