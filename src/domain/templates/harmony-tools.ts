/**
 * Tools as gpt-oss reads them in harmony's developer message: a TypeScript namespace by the rules of OpenAI's published library
 * (`openai-harmony` 0.0.8), which differ from those believed of its closed models. Knows no tokens and no messages.
 */
import type { Tool, ToolSchema } from './tool-namespace.ts';

/** The namespace that declares the tools, to the letter as the library writes it. */
export function harmonyNamespace(tools: readonly Tool[]): string {
  return ['namespace functions {\n', ...tools.flatMap(declarationOf), '} // namespace functions'].join('\n');
}

function declarationOf({ name, description = '', parameters }: Tool): string[] {
  const input = parameters ? `_: ${typeOf(parameters, '')}` : '';
  return [...linesOf(description).map((line) => `// ${line}`), `type ${name} = (${input}) => any;\n`];
}

/** As Rust's `str::lines`: a last newline opens no line, and a carriage return belongs to the newline behind it. */
function linesOf(text: string): string[] {
  return text === '' ? [] : text.replace(/\r?\n$/, '').split(/\r?\n/);
}

function typeOf(schema: ToolSchema, space: string): string {
  const { type, oneOf } = schema;
  if (oneOf)
    return oneOf.map((variant) => `\n${space} | ${variantOf(variant, space)}${commentOf(shortTalkOf(variant))}`).join('');
  const names = Array.isArray(type) ? type.filter((name) => typeof name === 'string') : [];
  if (names.length > 0) return names.map((name) => (name === 'integer' ? 'number' : name)).join(' | ');
  switch (type) {
    case 'object':
      return objectOf(schema, space);
    case 'string':
      return textChoices(schema) || 'string';
    case 'integer':
    case 'number':
      return 'number';
    case 'boolean':
      return 'boolean';
    case 'array':
      return schema.items ? `${typeOf(schema.items, space)}[]` : 'Array<any>';
    default:
      return 'any';
  }
}

/** Only texts are choices, and nothing in them is escaped. */
function textChoices({ enum: choices = [] }: ToolSchema): string {
  return choices.flatMap((choice) => (typeof choice === 'string' ? [`"${choice}"`] : [])).join(' | ');
}

function objectOf({ description, properties = {}, required = [] }: ToolSchema, space: string): string {
  const lines = Object.entries(properties).flatMap(([name, schema]) => {
    const key = `${space}${name}${required.includes(name) ? '' : '?'}:`;
    return [...titleOf(schema, space), ...(schema.oneOf ? choiceOf(key, schema, space) : plainOf(key, schema, space))];
  });
  const about = description === undefined ? '' : `${space}// ${description}\n`;
  return `${about}{\n${lines.map((line) => `${line}\n`).join('')}${space}}`;
}

function titleOf({ title, description, examples = [], oneOf }: ToolSchema, space: string): string[] {
  const said = examples.filter((example) => typeof example === 'string').map((example) => `${space}// - "${example}"`);
  return [
    ...(title === undefined ? [] : [`${space}// ${title}`, `${space}//`]),
    ...(description === undefined || oneOf !== undefined ? [] : [`${space}// ${description}`]),
    ...(examples.length > 0 ? [`${space}// Examples:`] : []),
    ...said,
  ];
}

function plainOf(key: string, schema: ToolSchema, space: string): string[] {
  const isSilent = schema.oneOf !== undefined;
  return [`${key} ${nullable(schema, typeOf(schema, `${space}    `))},${commentOf(isSilent ? [] : defaultOf(schema))}`];
}

/** One variant a line. What the property says of itself stands above it, unless its first variant says the same. */
function choiceOf(key: string, schema: ToolSchema, space: string): string[] {
  const { description, oneOf } = schema;
  const variants = oneOf ?? [];
  const isAbove = description !== undefined && variants[0]?.description !== description;
  return [
    ...(isAbove ? [`${space}// ${description}`] : []),
    ...defaultOf(schema).map((text) => `${space}// ${text}`),
    key,
    ...variants.map((variant, at) => {
      const isSaid = variant.description === undefined || variant.description === description || (at === 0 && isAbove);
      const talk = [...(isSaid ? [] : [variant.description ?? '']), ...defaultOf(variant)];
      return `${space} | ${variantOf(variant, space)}${commentOf(talk)}`;
    }),
    `${space},`,
  ];
}

function variantOf(variant: ToolSchema, space: string): string {
  return nullable(variant, typeOf(variant, `${space}   `));
}

/** Inside a list of variants a default that is a choice keeps its quotes, unlike everywhere else. */
function shortTalkOf(variant: ToolSchema): string[] {
  const { description, default: usual } = variant;
  const talk = usual?.startsWith('"') && isChoice(variant) ? [`default: ${usual}`] : defaultOf(variant);
  return [...(description === undefined ? [] : [description]), ...talk];
}

function defaultOf(schema: ToolSchema): string[] {
  const { default: usual } = schema;
  if (usual === undefined) return [];
  if (!usual.startsWith('"')) return [`default: ${usual}`];
  const text: unknown = JSON.parse(usual);
  return [`default: ${isChoice(schema) ? text : `"${text}"`}`];
}

function isChoice({ enum: choices = [] }: ToolSchema): boolean {
  return choices.length > 0;
}

function nullable(schema: ToolSchema, type: string): string {
  return schema.nullable && !type.includes('null') ? `${type} | null` : type;
}

function commentOf(talk: readonly string[]): string {
  return talk.length > 0 ? ` // ${talk.join(' ')}` : '';
}
