/** What is said of models by others: the families against another's table, and against the models that are listed. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { familyOf } from './families.ts';
import { MODELS } from './models.ts';

test("every chat model of gpt-tokenizer's table has the same encoding here", async () => {
  const file = '../../../node_modules/gpt-tokenizer/esm/mapping.js';
  const { modelToEncodingMap, chatModelParams } = (await import(file)) as {
    modelToEncodingMap: Record<string, string>;
    chatModelParams: Record<string, unknown>;
  };
  const chat = Object.keys(chatModelParams).filter(
    (model) => /^gpt-(oss|4|3\.5-turbo)/.test(model) && !model.includes('instruct'),
  );
  assert(chat.length >= 10, `only ${chat.length} models`);
  for (const model of chat) {
    // A model that the table does not list has o200k there.
    const encoding = modelToEncodingMap[model] ?? 'o200k_base';
    assert.equal(familyOf(model)?.encoding, encoding.replace('_base', ''), model);
  }
});

/** Listed models of which no encoding is known: nothing is guessed for them. */
const UNKNOWN = [
  ...['deep-research-max-preview-04-2026', 'deep-research-preview-04-2026', 'gemma-4-26b-a4b-it', 'gemma-4-31b-it', 'gpt-audio'],
  ...[
    'muse-ember-1.0',
    'muse-spark-1.1',
    'muse-spark-1.2',
    'muse-spark-1.2-contributor',
    'muse-spark-1.3',
    'muse-spark-1.3-contributor',
  ],
  ...[
    'muse-wonder-1.0',
    'glm-5-2',
    'labs-devstral-small-2512',
    'labs-leanstral-1-5-1',
    'zai-glm-5-2',
    'zai-glm-5-3',
    'zai-glm-5-3-flash',
  ],
  ...['chat-latest', 'gpt-3.5-turbo-instruct'],
];

test('every listed model has a family, but for those of which nothing is known', () => {
  const without = MODELS.filter(({ model }) => !familyOf(model)).map(({ model }) => model);
  assert.deepEqual(without.toSorted(), UNKNOWN.toSorted());
});

test('a family never crosses vendors, but for models that others sell', () => {
  const vendors = new Map<string, Set<string>>();
  for (const { vendor, model } of MODELS) {
    const family = familyOf(model)?.name;
    if (family) vendors.set(family, (vendors.get(family) ?? new Set()).add(vendor));
  }
  const shared = [...vendors].filter(([, names]) => names.size > 1).map(([family]) => family);
  assert.deepEqual(shared, ['deepseek-v4']);
});
