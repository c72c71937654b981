import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { createAnswerText, halfCharacter } from './answer-text.ts';

const bytesOf = (text: string) => new TextEncoder().encode(text);
const text = fc.string({ unit: 'binary', maxLength: 40 }).filter((one) => one.isWellFormed());

/** The texts that come out when the bytes go in cut at these places. */
function pushAll(
  bytes: Uint8Array,
  cuts: number[],
  stops: string[] = [],
): { texts: string[]; end: string; stop: string | undefined } {
  const answer = createAnswerText(stops);
  const places = [...new Set(cuts.map((cut) => cut % (bytes.length + 1)))].sort((a, b) => a - b);
  const texts = [...places, bytes.length].map((to, at) => answer.push(bytes.slice(places[at - 1] ?? 0, to)));
  return { texts, end: answer.end(), stop: answer.stop };
}

describe('the text of an answer', () => {
  it('is the same however its bytes are cut, and never half a character', () => {
    fc.assert(
      fc.property(text, fc.array(fc.nat()), (whole, cuts) => {
        const { texts, end } = pushAll(bytesOf(whole), cuts);
        assert.equal(texts.join('') + end, whole);
        assert.ok(texts.every((one) => one.isWellFormed() && !(one.includes('\ufffd') && !whole.includes('\ufffd'))));
      }),
    );
  });

  it('never shows a stop string nor anything after it, however the bytes are cut', () => {
    const letters = fc.string({ unit: fc.constantFrom('a', 'b', '绽'), maxLength: 30 });
    const stops = fc.array(fc.string({ unit: fc.constantFrom('a', 'b', '绽'), minLength: 1, maxLength: 4 }), {
      minLength: 1,
      maxLength: 3,
    });
    fc.assert(
      fc.property(letters, stops, (whole, stopStrings) => {
        const answer = createAnswerText(stopStrings);
        let shown = '';
        for (const byte of bytesOf(whole)) shown += answer.push(Uint8Array.of(byte));
        shown += answer.end();
        const isMet = stopStrings.some((stop) => whole.includes(stop));
        assert.equal(answer.stop !== undefined, isMet);
        if (!isMet) assert.equal(shown, whole);
        assert.ok(whole.startsWith(shown) && !stopStrings.some((stop) => shown.includes(stop)));
      }),
    );
  });

  it('holds back what may become a stop string, and lets it go when it does not', () => {
    const answer = createAnswerText(['</end>']);
    assert.deepEqual([answer.push(bytesOf('go </en')), answer.push(bytesOf('gine')), answer.end()], ['go ', '</engine', '']);
  });

  it('gives what was held back when the answer ends without it', () => {
    const answer = createAnswerText(['</end>']);
    assert.deepEqual([answer.push(bytesOf('go </')), answer.end()], ['go ', '</']);
  });

  it('takes the earliest of two stop strings', () => {
    const answer = createAnswerText(['World', 'o W']);
    assert.equal(answer.push(bytesOf('Hello World')), 'Hell');
    assert.equal(answer.stop, 'o W');
  });

  it('ignores an empty stop string', () => {
    assert.equal(createAnswerText(['']).push(bytesOf('Hello')), 'Hello');
  });

  it('completes half a character that stood before it', () => {
    const [first, ...rest] = bytesOf('绽');
    assert.equal(createAnswerText([], Uint8Array.of(first ?? 0)).push(Uint8Array.from(rest)), '绽');
  });

  it('leaves half a character out when the answer ends in it', () => {
    const answer = createAnswerText();
    assert.equal(answer.push(bytesOf('a绽').slice(0, 2)) + answer.end(), 'a');
  });

  it('keeps a byte order mark: the model wrote it', () => {
    assert.equal(createAnswerText().push(bytesOf('\ufeffa')), '\ufeffa');
  });
});

describe('half a character', () => {
  it('is the end of the bytes that a whole number of characters leaves over', () => {
    fc.assert(
      fc.property(text, fc.nat(), (whole, cut) => {
        const bytes = bytesOf(whole);
        const before = bytes.slice(0, cut % (bytes.length + 1));
        const half = halfCharacter(before);
        const rest = before.slice(0, before.length - half.length);
        assert.equal(
          new TextDecoder('utf-8', { ignoreBOM: true, fatal: true }).decode(rest),
          whole.slice(0, new TextDecoder('utf-8', { ignoreBOM: true }).decode(rest).length),
        );
        assert.ok(half.length < 4 && (half.length === 0) === (before.length === rest.length));
      }),
    );
  });
});
