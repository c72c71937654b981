import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sizeOf } from './encoding.ts';
import { publicEncoding, ranksOf } from './public-encoder.contract.ts';
import { HARMONY_SPECIALS, packItems, publishedEncoding } from './published.ts';
import { wholeTextOf } from './utf8.ts';

for (const [name, items, notText] of [
  ['o200k', 199_998, 1_562],
  ['cl100k', 100_256, 773],
] as const) {
  test(`${name} has ${items} items, ${notText} of them no text alone, and none longer than 128 bytes`, () => {
    const { bytes, starts } = publicEncoding(name);
    let broken = 0;
    let longest = 0;
    for (let id = 0; id + 1 < starts.length; id++) {
      const item = bytes.subarray(starts[id], starts[id + 1]);
      if (wholeTextOf(item) === undefined) broken++;
      longest = Math.max(longest, item.length);
    }
    assert.deepEqual([starts.length - 1, broken, longest], [items, notText, 128]);
  });

  test(`${name} decodes base64 as the runtime does`, () => {
    const { bytes, starts } = publicEncoding(name);
    ranksOf(name)
      .trimEnd()
      .split('\n')
      .forEach((line, id) => {
        const [item, rank] = line.split(' ');
        assert.equal(Number(rank), id);
        if (Buffer.compare(Buffer.from(item ?? '', 'base64'), bytes.subarray(starts[id], starts[id + 1])) !== 0)
          assert.fail(line);
      });
  });

  test(`every byte is an item of ${name}`, () => {
    const { bytes, starts, byteIds } = publicEncoding(name);
    byteIds.forEach((id, byte) => {
      assert.deepEqual(bytes.slice(starts[id], starts[id + 1]), Uint8Array.of(byte));
    });
  });
}

test('special tokens stand where the vendor put them, and im_start of o200k nowhere', () => {
  const idOf = (name: 'o200k' | 'cl100k', text: string): number | undefined =>
    publicEncoding(name).specials.find((special) => special.text === text)?.id;
  assert.equal(idOf('o200k', '<|endoftext|>'), 199_999);
  assert.equal(idOf('o200k', '<|endofprompt|>'), 200_018);
  assert.equal(idOf('o200k', '<|im_start|>'), undefined);
  assert.deepEqual(
    ['<|im_start|>', '<|im_end|>', '<|im_sep|>'].map((text) => idOf('cl100k', text)),
    [100_264, 100_265, 100_266],
  );
});

test('harmony fills all ids from 199998 to 201087, the reserved ones by number', () => {
  assert.deepEqual([HARMONY_SPECIALS[0]?.id, HARMONY_SPECIALS.at(-1)?.id], [199_998, 201_087]);
  assert.ok(HARMONY_SPECIALS.every(({ id }, at) => id === 199_998 + at));
  assert.equal(new Set(HARMONY_SPECIALS.map(({ text }) => text)).size, HARMONY_SPECIALS.length);
});

test('a line that is no item and rank is an error that shows it', () => {
  for (const line of ['IQ==', 'IQ== x', 'IQ== -1', ' 3', 'IQ== 99999999999'])
    assert.throws(() => publishedEncoding('o200k', `IQ== 0\n${line}\n`), /rank file of o200k has the line/);
});

test('items are packed back to back, with holes of no bytes', () => {
  const packed = packItems([Uint8Array.of(1), undefined, Uint8Array.of(2, 3)]);
  assert.deepEqual(packed, { bytes: Uint8Array.of(1, 2, 3), starts: Uint32Array.of(0, 1, 1, 3) });
  assert.equal(sizeOf({ ...publicEncoding('o200k'), ...packed }), 3);
});
