/**
 * Tool definitions as people have them in JSON: a list, or a request with `tools`; each as OpenAI's two dialects, Anthropic's
 * or a bare name with parameters. Reads whatever it is given as hostile. Knows no encoder and no vendor.
 */
import { jsonFault, type TextPlace } from './json-fault.ts';
import { harmonyJson, parseSpelled } from './spelled-json.ts';
import { pythonJson } from './tool-json.ts';
import type { Tool, ToolSchema } from './tool-namespace.ts';

/** What is wrong, for a page that says it in its own language; `at` is the tool's place from 1. */
export type ToolFault =
  | ({ kind: 'no-json' } & TextPlace)
  | { kind: 'no-list' }
  | { kind: 'no-name'; at: number }
  | { kind: 'no-schema'; at: number; name: string }
  | { kind: 'half-character'; at: number };

export class BadTools extends Error {
  override name = 'BadTools';
  readonly fault: ToolFault;
  constructor(fault: ToolFault) {
    super(sentenceOf(fault));
    this.fault = fault;
  }
}

/** OpenAI's library refuses JSON of more than 128 levels, and an object's properties are two of them. */
const DEEPEST = 64;

/** Tools of a text in JSON; of an empty text none. @throws BadTools */
export function readTools(text: string): Tool[] {
  if (text.trim() === '') return [];
  const fault = jsonFault(text);
  if (fault) throw new BadTools({ kind: 'no-json', ...fault });
  return toolsOf(parseSpelled(text));
}

/** The same of a value that was JSON: where spellings count, as `parseSpelled` gives it. @throws BadTools */
export function toolsOf(value: unknown): Tool[] {
  const list = isObject(value) && 'tools' in value ? value.tools : isObject(value) ? [value] : value;
  if (!Array.isArray(list)) throw new BadTools({ kind: 'no-list' });
  return list.map((entry, index) => {
    const tool = toolOf(entry, index + 1);
    refuseHalves(tool, index + 1);
    const plain = JSON.parse(JSON.stringify(tool)) as Tool; // Every number plain.
    return { ...plain, ...jsonOf(entry, index + 1) };
  });
}

/** A lone surrogate would be counted as U+FFFD, which is not what was given. */
function refuseHalves(given: unknown, at: number): void {
  JSON.stringify(given, halfRefuser(at));
}

const halfRefuser = (at: number) => (key: string, value: unknown) => {
  if (!key.isWellFormed() || (typeof value === 'string' && !value.isWellFormed()))
    throw new BadTools({ kind: 'half-character', at });
  return value;
};

/** As servers hand it to a template: in OpenAI's older form, whatever form it has. Absent where it is too deep to be written. */
function jsonOf(entry: unknown, at: number): Pick<Tool, 'json'> {
  if (!isObject(entry)) return {};
  const { name, description, parameters, input_schema } = entry;
  const given = isObject(entry.function)
    ? entry
    : { type: 'function', function: { name, description, parameters: parameters ?? input_schema } };
  try {
    return { json: pythonJson(given, halfRefuser(at)) };
  } catch (error) {
    if (error instanceof RangeError) return {};
    throw error;
  }
}

function toolOf(entry: unknown, at: number): Tool {
  const given = isObject(entry) && isObject(entry.function) ? entry.function : entry;
  if (!isObject(given) || typeof given.name !== 'string' || given.name === '') throw new BadTools({ kind: 'no-name', at });
  const { name, description } = given;
  const parameters = given.parameters ?? given.input_schema;
  if (parameters !== undefined && parameters !== null && !isObject(parameters))
    throw new BadTools({ kind: 'no-schema', at, name });
  return {
    name,
    ...(typeof description === 'string' && description !== '' && { description }),
    ...(isObject(parameters) && { parameters: schemaOf(parameters, DEEPEST, at) }),
  };
}

/** The parts of a schema that reach a model, where they are what they should be. What is no schema inside is one that says nothing. */
function schemaOf(given: Record<string, unknown>, depth: number, at: number): ToolSchema {
  const { type, title, description, examples, required, items, properties, oneOf } = given;
  const inner = (value: unknown) => (isObject(value) && depth > 0 ? schemaOf(value, depth - 1, at) : {});
  refuseHalves(given.default, at); // They would be escaped, and not seen any more.
  return {
    ...(type !== undefined && { type }),
    ...(typeof title === 'string' && { title }),
    ...(typeof description === 'string' && { description }),
    ...(Array.isArray(examples) && { examples }),
    ...(given.default !== undefined && { default: harmonyJson(given.default) }),
    ...(Array.isArray(given.enum) && { enum: given.enum }),
    ...(oneOf !== undefined && { oneOf: Array.isArray(oneOf) ? oneOf.map(inner) : null }),
    ...(given.nullable === true && { nullable: true as const }),
    ...(Array.isArray(required) && { required: required.filter((name): name is string => typeof name === 'string') }),
    ...(items !== undefined && { items: inner(items) }),
    ...(isObject(properties) && {
      properties: Object.fromEntries(Object.entries(properties).map(([name, schema]) => [name, inner(schema)])),
    }),
  };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function sentenceOf(fault: ToolFault): string {
  switch (fault.kind) {
    case 'no-json':
      return `The tools are no JSON from line ${fault.line}, column ${fault.column} on: mend that place.`;
    case 'no-list':
      return 'The tools are neither a list nor an object with tools: write [{"name": "look", "parameters": {...}}].';
    case 'no-name':
      return `Tool ${fault.at} has no name: give it "name", or "function" with a name in it.`;
    case 'no-schema':
      return `The parameters of tool ${fault.at} (${fault.name}) are no JSON Schema: write {"type": "object", "properties": {...}}.`;
    case 'half-character':
      return `Tool ${fault.at} holds half a character (a lone surrogate), which no model can be sent: mend its escape.`;
  }
}
