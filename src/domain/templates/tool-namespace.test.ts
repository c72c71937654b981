import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { type Tool, type ToolSchema, toolNamespace } from './tool-namespace.ts';

/** The lines between the opening and the closing one. */
const declared = (tool: Tool) => toolNamespace([tool]).split('\n').slice(2, -2);
const typed = (schema: ToolSchema) =>
  declared({ name: 'f', parameters: { type: 'object', properties: { x: schema } } }).slice(1, -1);

test('tools are a TypeScript namespace', () => {
  assert.equal(
    toolNamespace([
      { name: 'look' },
      {
        name: 'find',
        description: 'Finds it.',
        parameters: { type: 'object', properties: { what: { type: 'string' } }, required: ['what'] },
      },
    ]),
    'namespace functions {\n\ntype look = () => any;\n\n// Finds it.\ntype find = (_: {\nwhat: string,\n}) => any;\n\n} // namespace functions',
  );
});

test('a tool without properties takes nothing', () => {
  assert.deepEqual(declared({ name: 'f', parameters: { type: 'object', properties: {} } }), ['type f = () => any;']);
});

test('what is not required has a question mark', () => {
  assert.deepEqual(typed({ type: 'boolean' }), ['x?: boolean,']);
});

test('choices stand for the type, text in quotes and numbers bare', () => {
  assert.deepEqual(typed({ type: 'string', enum: ['a', 'b"'] }), ['x?: "a" | "b\\"",']);
  assert.deepEqual(typed({ type: 'integer', enum: [1, 2] }), ['x?: 1 | 2,']);
});

test('arrays and objects nest, two spaces a level', () => {
  const item: ToolSchema = { type: 'object', properties: { y: { type: 'number' }, z: { type: 'array' } }, required: ['y'] };
  assert.deepEqual(typed({ type: 'array', items: item }), ['x?: {', '  y: number,', '  z?: any[],', '}[],']);
});

test('a description stands above its property on the first level and is not shown below it', () => {
  const inner: ToolSchema = { type: 'object', properties: { y: { type: 'null', description: 'inner' } } };
  assert.deepEqual(typed({ ...inner, description: 'outer' }), ['// outer', 'x?: {', '  y?: null,', '},']);
});

test('a type that is not known is any', () => {
  assert.deepEqual(typed({ type: ['string', 'null'] }), ['x?: any,']);
  assert.deepEqual(typed({}), ['x?: any,']);
});

test('no schema of whatever shape breaks it, and every tool is declared once', () => {
  const schema = fc.letrec<{ schema: ToolSchema }>((tie) => ({
    schema: fc.record(
      {
        type: fc.oneof(fc.constantFrom('string', 'integer', 'array', 'object', 'null'), fc.jsonValue()),
        description: fc.string(),
        enum: fc.array(fc.jsonValue(), { maxLength: 3 }),
        properties: fc.dictionary(fc.string(), tie('schema'), { maxKeys: 3 }),
        required: fc.array(fc.string(), { maxLength: 2 }),
        items: tie('schema'),
      },
      { requiredKeys: [] },
    ),
  })).schema;
  fc.assert(
    fc.property(fc.array(schema, { maxLength: 4 }), (schemas) => {
      const tools = schemas.map((parameters, at): Tool => ({ name: `tool_${at}`, parameters }));
      const text = toolNamespace(tools);
      for (const { name } of tools) assert.equal(text.split(`type ${name} = (`).length, 2);
    }),
  );
});
