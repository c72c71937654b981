import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { BadTools, readTools, type ToolFault } from './tool-list.ts';
import { type Tool, toolNamespace } from './tool-namespace.ts';

const schema = { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] };
const look = { name: 'look', description: 'Looks.', parameters: schema };

/** The tools without the definitions as they were given. */
const read = (text: string): Tool[] => readTools(text).map(({ json, ...tool }) => tool);

const FORMS: [form: string, value: unknown][] = [
  ['a bare list', [look]],
  ['one tool', look],
  ['the chat dialect', [{ type: 'function', function: look }]],
  ['the Responses dialect', [{ type: 'function', strict: true, ...look }]],
  ["Anthropic's", [{ name: 'look', description: 'Looks.', input_schema: schema }]],
  ['a whole request', { model: 'm', messages: [], tools: [{ type: 'function', function: look }] }],
];
for (const [form, value] of FORMS)
  test(`a tool in the form of ${form} is the same tool`, () => {
    assert.deepEqual(read(JSON.stringify(value)), [look]);
  });

test('no text is no tools, and a tool may have a name alone', () => {
  assert.deepEqual(read(' \n'), []);
  assert.deepEqual(read('[]'), []);
  assert.deepEqual(read('[{"name": "f"}]'), [{ name: 'f' }]);
  assert.deepEqual(read('[{"name": "f", "parameters": null, "description": ""}]'), [{ name: 'f' }]);
});

const CALLED = '{"type": "function", "function": {"name": "look", "description": "Looks.", "parameters": {"type": "object", ';
const WRITTEN: [form: string, value: unknown, json: string][] = [
  ['the chat dialect', { type: 'function', function: { ...look, strict: true } }, '"required": ["city"]}, "strict": true}}'],
  ['the Responses dialect', { type: 'function', strict: true, ...look }, '"required": ["city"]}}}'],
  ["Anthropic's", { name: 'look', description: 'Looks.', input_schema: schema }, '"required": ["city"]}}}'],
];
for (const [form, value, end] of WRITTEN)
  test(`a tool in the form of ${form} is kept as a server hands it to a template`, () => {
    const json = readTools(JSON.stringify([value]))[0]?.json;
    assert.equal(json, `${CALLED}"properties": {"city": {"type": "string"}}, ${end}`);
  });

test('a tool that is too deep to be written is kept without what is deep', () => {
  const deep = `${'['.repeat(50_000)}${']'.repeat(50_000)}`;
  assert.deepEqual(readTools(`[{"name": "f", "x": 1, "parameters": {"const": ${deep}}}]`), [{ name: 'f', parameters: {} }]);
});

test('half a character is refused in words too that no namespace shows', () => {
  assert.deepEqual(faultOf('[{"function": {"name": "f", "x-said": "\\ud800"}}]'), { kind: 'half-character', at: 1 });
});

function faultOf(text: string): ToolFault {
  try {
    readTools(text);
  } catch (error) {
    if (error instanceof BadTools) return error.fault;
  }
  throw new Error(`taken: ${text}`);
}

const FAULTS: [text: string, fault: ToolFault, said: RegExp][] = [
  ['[{"name": }]', { kind: 'no-json', line: 1, column: 11 }, /no JSON from line 1, column 11 on/],
  ['[\n  {"name": "f",}\n]', { kind: 'no-json', line: 2, column: 16 }, /line 2, column 16/],
  ['[{"name": "f"', { kind: 'no-json', line: 1, column: 14 }, /line 1, column 14/],
  ['7', { kind: 'no-list' }, /neither a list nor an object with tools/],
  ['{"tools": {}}', { kind: 'no-list' }, /neither a list/],
  ['[{"name": "f"}, {"description": "x"}]', { kind: 'no-name', at: 2 }, /^Tool 2 has no name/],
  ['[null]', { kind: 'no-name', at: 1 }, /^Tool 1 has no name/],
  ['[{"function": {"name": ""}}]', { kind: 'no-name', at: 1 }, /^Tool 1/],
  ['[{"name": "f", "parameters": "x"}]', { kind: 'no-schema', at: 1, name: 'f' }, /parameters of tool 1 \(f\)/],
  ['[{"name": "f\\ud800"}]', { kind: 'half-character', at: 1 }, /^Tool 1 holds half a character/],
  [
    '[{"name": "f"}, {"name": "g", "parameters": {"properties": {"\\udfff": {}}}}]',
    { kind: 'half-character', at: 2 },
    /^Tool 2 holds half/,
  ],
  ['[{"name": "f", "parameters": {"enum": [["\\ud800"]]}}]', { kind: 'half-character', at: 1 }, /^Tool 1/],
  ['[{"name": "f", "parameters": {"default": ["\\ud800"]}}]', { kind: 'half-character', at: 1 }, /^Tool 1/],
  ['[{"name": "f", "parameters": []}]', { kind: 'no-schema', at: 1, name: 'f' }, /no JSON Schema/],
];
for (const [text, fault, said] of FAULTS)
  test(`${JSON.stringify(text)} is refused in one sentence that says where`, () => {
    assert.deepEqual(faultOf(text), fault);
    assert.match(new BadTools(fault).message, said);
  });

test('an escape that is only spelled is no half of a character', () => {
  assert.deepEqual(read('[{"name": "f", "description": "\\\\ud800"}]'), [{ name: 'f', description: '\\ud800' }]);
});

test('what a schema has that no model sees is left out, and what is no schema inside counts as any', () => {
  const odd = { type: 'object', $id: 'T', properties: { a: null, b: { type: 'string', pattern: 'x' } }, required: ['a', 7] };
  assert.deepEqual(read(JSON.stringify([{ name: 'f', parameters: odd }]))[0]?.parameters, {
    type: 'object',
    properties: { a: {}, b: { type: 'string' } },
    required: ['a'],
  });
});

test('a schema of a thousand levels is cut, not followed', () => {
  const deep = `${'{"type":"object","properties":{"x":'.repeat(1000)}{"type":"string"}${'}}'.repeat(1000)}`;
  const namespace = toolNamespace(readTools(`[{"name":"f","parameters":${deep}}]`));
  assert(namespace.length < 20_000);
});

test('whatever JSON is given, it is tools that can be shown, or one sentence', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.json(),
        fc
          .array(fc.dictionary(fc.constantFrom('name', 'parameters', 'function'), fc.jsonValue()))
          .map((value) => JSON.stringify(value)),
      ),
      (text) => {
        try {
          assert.equal(typeof toolNamespace(readTools(text)), 'string');
        } catch (error) {
          assert(error instanceof BadTools, String(error));
        }
      },
    ),
    { numRuns: 300 },
  );
});
