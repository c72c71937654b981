/** What Python's `json.dumps(json.loads(text), ensure_ascii=False)` prints. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pythonJson, toolJson } from './tool-json.ts';
import { WEATHER_TOOL } from './weather-tool.ts';

const PRINTED: [value: unknown, text: string][] = [
  [{ a: [1, -2, { b: null }], c: {}, d: [] }, '{"a": [1, -2, {"b": null}], "c": {}, "d": []}'],
  [['a: b, c', '{"x":1,"y":"z\\\\"}', '1.50,'], '["a: b, c", "{\\"x\\":1,\\"y\\":\\"z\\\\\\\\\\"}", "1.50,"]'],
  ['诗 é 🪟 \u2028 \x7f </a>', '"诗 é 🪟 \u2028 \x7f </a>"'],
  ['\x00\b\t\n\f\r\x1f"\\', '"\\u0000\\b\\t\\n\\f\\r\\u001f\\"\\\\"'],
  [[true, false], '[true, false]'],
];
for (const [value, text] of PRINTED) test(`${text} is written as Python does`, () => assert.equal(pythonJson(value), text));

const NUMBERS: [value: number, text: string][] = [
  [0, '0'],
  [12345678901234, '12345678901234'],
  [0.5, '0.5'],
  [-1.25, '-1.25'],
  [0.0001, '0.0001'],
  [0.00001, '1e-05'],
  [1.5e-7, '1.5e-07'],
  [-2.5e-120, '-2.5e-120'],
  [1e22, '1e+22'],
  [1.5e300, '1.5e+300'],
  [123456789.25, '123456789.25'],
];
for (const [value, text] of NUMBERS)
  test(`the number ${text} is written as Python does`, () => assert.equal(pythonJson(value), text));

test('a tool that was made here is written in the form of the chat dialect', () => {
  const { parameters } = WEATHER_TOOL;
  assert.equal(toolJson({ name: 'f' }), '{"type": "function", "function": {"name": "f"}}');
  assert.equal(toolJson({ name: 'f', json: '{}' }), '{}');
  assert(toolJson(WEATHER_TOOL).endsWith(`"parameters": ${pythonJson(parameters)}}}`));
});
