import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import fc from 'fast-check';
import { harmonyJson, parseRequest, parseSpelled } from './spelled-json.ts';

/** As OpenAI's own library prints them (the Python package `openai-harmony` 0.0.8). */
const PRINTED: [spelled: string, printed: string][] = [
  ['1.0', '1.0'],
  ['1e3', '1000.0'],
  ['1E+3', '1000.0'],
  ['2.50', '2.5'],
  ['-0', '0'],
  ['-0.0', '-0.0'],
  ['100', '100'],
  ['1e15', '1000000000000000.0'],
  ['1e16', '1e16'],
  ['1.5e17', '1.5e17'],
  ['6.02214076e23', '6.02214076e23'],
  ['1e-5', '0.00001'],
  ['0.000001', '1e-6'],
  ['0.0001234', '0.0001234'],
  ['12345678.9e-20', '1.23456789e-13'],
  ['5e-324', '5e-324'],
  ['1.7976931348623157e308', '1.7976931348623157e308'],
  ['9007199254740993', '9007199254740993'],
  ['9007199254740993.0', '9007199254740992.0'],
  ['18446744073709551615', '18446744073709551615'],
  ['18446744073709551616', '1.8446744073709552e19'],
  ['-9223372036854775808', '-9223372036854775808'],
  ['-9223372036854775809', '-9.223372036854776e18'],
  ['123456789012345678901234567890', '1.2345678901234568e29'],
  ['[1.0,{"k":1e2}]', '[1.0,{"k":100.0}]'],
  // It reads long fractions in two steps, each of which rounds.
  ['0.12088995980580641', '0.1208899598058064'],
  ['91444.46394025773', '91444.46394025772'],
  ['9.221885624698875e-05', '0.00009221885624698876'],
];
for (const [spelled, printed] of PRINTED)
  test(`${spelled} is printed as ${printed}`, () => {
    assert.equal(harmonyJson(parseSpelled(spelled)), printed);
  });

test('two thousand numbers of every size are printed as by the library', () => {
  let state = 1n;
  const random = () => {
    state = (state * 6364136223846793005n + 1442695040888963407n) & 0xffffffffffffffffn;
    return state >> 11n;
  };
  const numbers = Array.from({ length: 2000 }, (_, at) => {
    const digits = String(random());
    return `${digits.slice(0, 1 + (at % 16))}.${digits.slice(0, 1 + (at % 13))}e${at % 2 ? -at % 320 : at % 290}`;
  });
  const printed = numbers.map((spelled) => harmonyJson(parseSpelled(spelled)));
  assert.equal(
    createHash('sha256').update(printed.join(' ')).digest('hex'),
    '16baab22b6379aff7d0959fc0600a2ec676aa06e75245715055ef65748f18eaf',
  );
});

test('a number that is too large for the library stays as it is spelled', () => {
  assert.equal(harmonyJson(parseSpelled('[1e400,-1e999]')), '[1e400,-1e999]');
});

test('what is parsed is written again as it was spelled', () => {
  assert.equal(
    JSON.stringify(parseSpelled('{"a":[1.0,1e3,100],"b":12345678901234567890}')),
    '{"a":[1.0,1e3,100],"b":12345678901234567890}',
  );
});

test('a text without such numbers is parsed as ever', () => {
  fc.assert(
    fc.property(fc.json(), (text) => {
      const value: unknown = JSON.parse(text);
      if (JSON.stringify(value) === text) assert.deepEqual(parseSpelled(text), value);
    }),
  );
});

test('what is nested too deep to be walked is parsed as ever', () => {
  const deep = `${'['.repeat(100_000)}1.0${']'.repeat(100_000)}`;
  assert(Array.isArray(parseSpelled(deep)));
});

test('of a request only the tools keep their spelling', () => {
  const text = '{"messages":[{"width":1024.0}],"tools":[1.0],"functions":[2.0]}';
  const request = parseRequest(text) as { messages: unknown };
  assert.deepEqual(request.messages, [{ width: 1024 }]);
  assert.equal(JSON.stringify(request), '{"messages":[{"width":1024}],"tools":[1.0],"functions":[2.0]}');
});

for (const text of ['7', 'null', '[1.0]', '{"messages":[1.0]}', '{"tools":null}', '{"__proto__":{"tools":[1.0]}}'])
  test(`${text} has no tools, and is parsed as ever`, () => {
    assert.deepEqual(parseRequest(text), JSON.parse(text));
  });
