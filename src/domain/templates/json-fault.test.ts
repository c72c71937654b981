import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { jsonFault } from './json-fault.ts';

const isJson = (text: string): boolean => {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
};

const FAULTS: [text: string, line: number, column: number][] = [
  ['', 1, 1],
  ['{', 1, 2],
  ['[1, 2', 1, 6],
  ['[1 2]', 1, 4],
  ['[1,]', 1, 4],
  ['{"a" 1}', 1, 6],
  ['{"a": 1,}', 1, 9],
  ["{'a': 1}", 1, 2],
  ['{a: 1}', 1, 2],
  ['[1}', 1, 3],
  ['1 2', 1, 3],
  ['01', 1, 1],
  ['nul', 1, 1],
  ['"a', 1, 3],
  ['"a\\q"', 1, 3],
  ['"a\nb"', 1, 3],
  ['[\n  {"name": "f",}\n]', 2, 16],
  ['{"a": 1}\n}', 2, 1],
  ['// note\n{}', 1, 1],
];
for (const [text, line, column] of FAULTS)
  test(`${JSON.stringify(text)} goes wrong at line ${line}, column ${column}`, () => {
    assert.deepEqual(jsonFault(text), { line, column });
  });

for (const text of ['{}', '[]', ' [1, -2.5e+3, true, null, "a\\u00e9\\"b"]\n', '{"a": {"b": [[]]}}', '""', '0'])
  test(`${JSON.stringify(text)} is JSON`, () => {
    assert.equal(jsonFault(text), undefined);
  });

test('whatever is JSON has no fault', () => {
  fc.assert(fc.property(fc.json(), (text) => jsonFault(text) === undefined));
});

test('JSON with a character put in, taken out or changed has a fault where the engine finds one, and only there', () => {
  const letter = fc.constantFrom(...'{}[]:,"\\ 0-.e1tn\n\u0000a');
  const edit = fc.tuple(fc.json(), fc.nat(), fc.constantFrom(0, 1), fc.option(letter, { nil: '' }));
  fc.assert(
    fc.property(edit, ([json, place, taken, put]) => {
      const at = place % (json.length + 1);
      const text = json.slice(0, at) + put + json.slice(at + taken);
      assert.equal(jsonFault(text) === undefined, isJson(text), text);
    }),
    { numRuns: 3000 },
  );
});

test('what stands before the fault is the beginning of some JSON', () => {
  const letters = fc.string({ unit: fc.constantFrom(...'{}[]:,"1a '), maxLength: 12 });
  fc.assert(
    fc.property(letters, (text) => {
      const fault = jsonFault(text);
      if (!fault || fault.column > text.length) return;
      // Cut before the fault, the text only ends too early.
      const cut = text.slice(0, fault.column - 1);
      assert.equal(jsonFault(cut)?.column ?? fault.column, fault.column, text);
    }),
  );
});

test('a million brackets and a string of a million letters are walked without recursion', () => {
  assert.equal(jsonFault('['.repeat(1_000_000))?.column, 1_000_001);
  assert.equal(jsonFault(`"${'a'.repeat(1_000_000)}"`), undefined);
});
