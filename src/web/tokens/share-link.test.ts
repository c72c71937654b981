import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { IMAGE_DETAILS } from '#domain/money/image-count';
import { ENCODINGS } from '#domain/tokens/encodings';
import { type Choice, readLink, writeLink } from './share-link.ts';

const choice: Choice = {
  mode: 'text',
  text: 'Write a haiku 绽 👩‍👩‍👧 #&=?',
  messages: [{ role: 'user', text: 'Hi' }],
  tools: '',
  images: [],
  encodings: ['o200k', 'cl100k'],
  model: 'openai/gpt-4o',
  readsSpecials: false,
};

const call = fc.record({ name: fc.string(), arguments: fc.string() }, { noNullPrototype: true });
const words = { role: fc.constantFrom('system' as const, 'user' as const, 'assistant' as const), text: fc.string() };
const message = fc.oneof(
  fc.record({ ...words, name: fc.string() }, { noNullPrototype: true, requiredKeys: ['role', 'text'] }),
  fc.record({ ...words, call, moreCalls: fc.array(call) }, { noNullPrototype: true, requiredKeys: ['role', 'text', 'call'] }),
);
const side = fc.integer({ min: 0, max: 100_000 });
const image = fc.record({ width: side, height: side, detail: fc.constantFrom(...IMAGE_DETAILS) }, { noNullPrototype: true });
const anyChoice: fc.Arbitrary<Choice> = fc.record(
  {
    mode: fc.constantFrom('text' as const, 'messages' as const),
    text: fc.string({ unit: 'binary' }),
    messages: fc.array(message),
    tools: fc.string(),
    images: fc.array(image),
    encodings: fc.subarray([...ENCODINGS], { minLength: 1 }),
    model: fc.string(),
    readsSpecials: fc.boolean(),
  },
  { noNullPrototype: true },
);

test('what a link carries comes back, whatever the text', async () => {
  await fc.assert(
    fc.asyncProperty(anyChoice, async (given) => {
      const link = await writeLink(given);
      assert.match(link, /^o1=[\w-]+$/);
      assert.deepEqual(await readLink(`#${link}`), given);
    }),
    { numRuns: 50 },
  );
});

test('long text makes a short link where it repeats itself', async () => {
  assert.ok((await writeLink({ ...choice, text: 'again '.repeat(100_000) })).length < 2000);
});

test('what is broken, foreign or unknown is no link', async () => {
  for (const fragment of ['', '#', '#top', '#o1=', '#o1=!!!', '#o1=AAAA', '#o2=abc'])
    assert.equal(await readLink(fragment), undefined, fragment);
  const strange = (value: unknown) => writeLink(value as Choice).then(readLink);
  assert.equal(await strange(7), undefined);
  assert.equal(await strange({ ...choice, encodings: ['unheard-of'] }), undefined);
  assert.equal(await strange({ ...choice, messages: [{ role: 'root', text: 'x' }] }), undefined);
  for (const part of [
    { name: 7 },
    { call: 7 },
    { call: { name: 'look' } },
    { moreCalls: [] },
    { call: { name: 'a', arguments: '' }, moreCalls: [7] },
  ])
    assert.equal(await strange({ ...choice, messages: [{ role: 'user', text: 'x', ...part }] }), undefined);
  assert.equal(await strange({ ...choice, mode: 'other' }), undefined);
});

test('encodings that this build does not have are left out', async () => {
  const link = await writeLink({ ...choice, encodings: ['o200k', 'p50k'] as never });
  assert.deepEqual((await readLink(link))?.encodings, ['o200k']);
});

test('an encoding that stands in a link twice is shown once', async () => {
  const link = await writeLink({ ...choice, encodings: ['o200k', 'o200k', 'cl100k'] });
  assert.deepEqual((await readLink(link))?.encodings, ['o200k', 'cl100k']);
});

test('a link of before tools and images has none, and images that are none are left out', async () => {
  const { tools: _, images: __, ...older } = choice;
  assert.deepEqual(await readLink(await writeLink(older as Choice)), choice);
  for (const images of [
    7,
    [{}],
    [{ width: -1, height: 1, detail: 'low' }],
    [{ width: 1.5, height: 1, detail: 'low' }],
    [{ width: 1, height: 1, detail: 'fine' }],
  ])
    assert.deepEqual((await readLink(await writeLink({ ...choice, images } as Choice)))?.images, []);
  assert.equal((await readLink(await writeLink({ ...choice, tools: ['x'] } as never)))?.tools, '');
});

test('a link that unpacks to far too much is refused', async () => {
  assert.equal(await readLink(await writeLink({ ...choice, text: 'a'.repeat(17_000_000) })), undefined);
});
