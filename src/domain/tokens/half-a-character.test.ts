import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { bytePairEncoder } from './byte-pair.ts';
import { rowToken } from './row-token.ts';
import { tinyEncoding } from './tiny-encoding.contract.ts';
import { fromHex, toHex } from './token.ts';
import { byteLengthOf, textWithGapsOf, toUtf8, wholeTextOf } from './utf8.ts';

/** First and last of every length, and of every lead byte that is special: RFC 3629, section 4. */
const SPELLINGS: [text: string, hex: string][] = [
  ['', ''],
  ['\u0000', '00'],
  ['A', '41'],
  ['\u007f', '7f'],
  ['\u0080', 'c280'],
  ['é', 'c3a9'],
  ['\u07ff', 'dfbf'],
  ['\u0800', 'e0a080'],
  ['€', 'e282ac'],
  ['绽', 'e7bbbd'],
  ['\ud7ff', 'ed9fbf'],
  ['\ue000', 'ee8080'],
  ['\ufeff', 'efbbbf'],
  ['\ufffd', 'efbfbd'],
  ['\uffff', 'efbfbf'],
  ['\u{10000}', 'f0908080'],
  ['😀', 'f09f9880'],
  ['\u{10ffff}', 'f48fbfbf'],
  ['A≢Α.', '41e289a2ce912e'],
  ['日本語', 'e697a5e69cace8aa9e'],
  ['\ufeff𣎴', 'efbbbff0a38eb4'],
];
for (const [text, hex] of SPELLINGS) {
  test(`${JSON.stringify(text)} is the bytes ${hex || 'none'}, counted before they are made`, () => {
    assert.equal(toHex(toUtf8(text)), hex);
    assert.equal(byteLengthOf(text), hex.length / 2);
  });
  test(`the bytes ${hex || 'none'} are ${JSON.stringify(text)}, whole`, () => {
    assert.equal(wholeTextOf(fromHex(hex)), text);
    assert.equal(textWithGapsOf(fromHex(hex)), text);
  });
}

const LONELY: [what: string, text: string, hex: string][] = [
  ['a first half at the end', 'a\ud83d', '61efbfbd'],
  ['a second half at the beginning', '\ude00a', 'efbfbd61'],
  ['halves in the wrong order', '\ude00\ud83d', 'efbfbdefbfbd'],
  ['two first halves and a second', '\ud83d\ud83d\ude00', 'efbfbdf09f9880'],
  ['a first half before a letter', '\udbff!', 'efbfbd21'],
];
for (const [what, text, hex] of LONELY)
  test(`${what} is written as U+FFFD`, () => {
    assert.equal(toHex(toUtf8(text)), hex);
    assert.equal(byteLengthOf(text), hex.length / 2);
  });

/** Bytes that are no text, and what is seen of them: a gap for each byte that belongs to no whole character. */
const BROKEN: [what: string, hex: string, seen: string][] = [
  ['a lone second byte', '80', '�'],
  ['a lone last second byte', 'bf', '�'],
  ['a lead byte alone', 'e7', '�'],
  ['two of three bytes', 'e7bb', '��'],
  ['three of four bytes', 'f09f98', '���'],
  ['a lead byte before a letter', 'c341', '�A'],
  ['two bytes of three before a letter', 'e28241', '��A'],
  ['a slash made too long, in two', 'c0af', '��'],
  ['a slash made too long, in three', 'e080af', '���'],
  ['a slash made too long, in four', 'f08080af', '����'],
  ['the last of two bytes made too long', 'c1bf', '��'],
  ['the last of three bytes made too long', 'e09fbf', '���'],
  ['the last of four bytes made too long', 'f08fbfbf', '����'],
  ['the first surrogate', 'eda080', '���'],
  ['the last surrogate', 'edbfbf', '���'],
  ['a pair of surrogates', 'edaf80edb080', '������'],
  ['beyond the last character', 'f4908080', '����'],
  ['a lead byte of five', 'f888808080', '�����'],
  ['bytes that never occur', 'feff', '��'],
  ['a whole character between', '80c3a980', '�é�'],
];
for (const [what, hex, seen] of BROKEN) {
  test(`${what} is no text`, () => {
    assert.equal(wholeTextOf(fromHex(hex)), undefined);
  });
  test(`${what} is shown as ${JSON.stringify(seen)}`, () => {
    assert.equal(textWithGapsOf(fromHex(hex)), seen);
  });
}

test('any bytes are whole text exactly when the platform says so, too', () => {
  const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  const asked = (bytes: Uint8Array): string | undefined => {
    try {
      return strict.decode(bytes);
    } catch {
      return undefined;
    }
  };
  const pieces = fc.constantFrom(0x41, 0x80, 0xbf, 0xc2, 0xc3, 0xe0, 0xa0, 0xed, 0x9f, 0xef, 0xf0, 0x90, 0xf4, 0x8f, 0xff);
  fc.assert(
    fc.property(fc.array(pieces, { maxLength: 8 }), (list) => {
      const bytes = Uint8Array.from(list);
      assert.equal(wholeTextOf(bytes), asked(bytes));
    }),
    { numRuns: 500 },
  );
});

test('whole text cut anywhere and joined again by bytes is the text', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.nat(), (text, pick) => {
      const hex = toHex(toUtf8(text));
      const at = 2 * (pick % (hex.length / 2 + 1));
      assert.equal(textWithGapsOf(fromHex(hex.slice(0, at) + hex.slice(at))), text);
    }),
  );
});

test('every byte is two digits in lower case, and comes back', () => {
  for (let byte = 0; byte < 256; byte++) {
    const hex = toHex(Uint8Array.of(byte));
    assert.equal(hex, byte.toString(16).padStart(2, '0'));
    assert.deepEqual(fromHex(hex), Uint8Array.of(byte));
    assert.deepEqual(fromHex(hex.toUpperCase()), Uint8Array.of(byte));
  }
});

const tiny = bytePairEncoder(tinyEncoding(['ab', 'é', '😀']));
const ROWS: [id: number, row: object][] = [
  [97, { id: 97, bytes: '61', text: 'a', owner: 'person' }],
  [256, { id: 256, bytes: '6162', text: 'ab', owner: 'person' }],
  [257, { id: 257, bytes: 'c3a9', text: 'é', owner: 'person' }],
  [258, { id: 258, bytes: 'f09f9880', text: '😀', owner: 'person' }],
  [0, { id: 0, bytes: '00', text: '\u0000', owner: 'person' }],
  [0xc3, { id: 0xc3, bytes: 'c3', owner: 'person' }],
  [0xff, { id: 0xff, bytes: 'ff', owner: 'person' }],
];
for (const [id, row] of ROWS)
  test(`token ${id} in a row: ${JSON.stringify(row)}`, () => {
    assert.deepEqual(rowToken(tiny, id), row);
  });

test('a token in a row is of the owner that is named', () => {
  assert.equal(rowToken(tiny, 97, 'model').owner, 'model');
});

for (const id of [-1, 259, 0.5, Number.NaN, 2 ** 31])
  test(`there is no token ${id}, and the error says which there are`, () => {
    assert.throws(() => rowToken(tiny, id), {
      name: 'RangeError',
      message: `tiny has no token ${id}: its ids go from 0 to 258, and 0 specials.`,
    });
  });
