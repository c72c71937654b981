/** Both languages are complete, and no sentence is there for nobody. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { en } from './en.ts';
import type { Message } from './message.ts';
import { cutAtNames } from './message.ts';
import { zh } from './zh.ts';

const folder = fileURLToPath(new URL('..', import.meta.url));
const sources = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter(
    (name) => /\.tsx?$/.test(name) && (!name.startsWith('i18n') || name.endsWith('language.tsx')) && !name.includes('.test.'),
  )
  .map((name) => readFileSync(join(folder, name), 'utf8'))
  .join('\n');

const namesIn = (message: Message): string[] => {
  const names = cutAtNames(typeof message === 'string' ? message : message.other).filter((_, at) => at % 2 === 1);
  return [...new Set(names)].sort();
};
const entries = (language: Record<string, Message>) => Object.entries(language);

test('English and Chinese have the same keys', () => {
  assert.deepEqual(Object.keys(zh).sort(), Object.keys(en).sort());
});

test('a sentence has the same names in both languages', () => {
  const other: Record<string, Message> = zh;
  for (const [key, message] of entries(en)) assert.deepEqual(namesIn(other[key] ?? ''), namesIn(message), key);
});

test('every key is used, whole or by the part before its last name', () => {
  const unused = Object.keys(en).filter((key) => {
    const families = [...key.matchAll(/\./g)].map(({ index }) => key.slice(0, index + 1));
    return !sources.includes(`'${key}'`) && !families.some((family) => sources.includes(`\`${family}\${`));
  });
  assert.deepEqual(unused, []);
});

test('every key that is asked for exists', () => {
  const families = new Set(Object.keys(en).map((key) => key.split('.')[0]));
  const asked = [...sources.matchAll(/\bt\(\s*'([a-zA-Z]+(?:\.[a-zA-Z]+)+)'/g)].map((match) => match[1] ?? '');
  assert.ok(asked.length > 100);
  assert.deepEqual(
    asked.filter((key) => families.has(key.split('.')[0]) && !Object.hasOwn(en, key)),
    [],
  );
});

test('no Chinese sentence was left in English', () => {
  const latin = entries(zh).filter(([, message]) => {
    const text = typeof message === 'string' ? message : message.other;
    const words = text.replace(/\{\w+\}/g, '').match(/[A-Za-z]{2,}/g) ?? [];
    return !/\p{Script=Han}/u.test(text) && words.length > 1;
  });
  assert.deepEqual(
    latin.map(([key]) => key).filter((key) => !['answer.speed', 'card.rate', 'model.speed'].includes(key)),
    [],
  );
});
