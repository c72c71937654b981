/**
 * Tool definitions as OpenAI's closed models are believed to see them: a TypeScript namespace. It is inferred from metered counts, so
 * what is counted by it is an estimate; the open models have a published form of their own.
 */

/** The parts of a JSON Schema that reach a model. */
export type ToolSchema = {
  type?: unknown;
  title?: string;
  description?: string;
  examples?: readonly unknown[];
  /** As JSON, its numbers as OpenAI's harmony library prints them. */
  default?: string;
  enum?: readonly unknown[];
  /** `null` where it is there and is no list. */
  oneOf?: readonly ToolSchema[] | null;
  nullable?: true;
  properties?: Record<string, ToolSchema>;
  required?: readonly string[];
  items?: ToolSchema;
};

export type Tool = {
  name: string;
  description?: string;
  parameters?: ToolSchema;
  /** The whole definition as it was given, in JSON as Python writes it. */
  json?: string;
};

/** The namespace that declares the tools. Descriptions below the second level are not shown to the model. */
export function toolNamespace(tools: readonly Tool[]): string {
  return ['namespace functions {', '', ...tools.flatMap(declarationOf), '} // namespace functions'].join('\n');
}

function declarationOf({ name, description, parameters }: Tool): string[] {
  const isBare = Object.keys(parameters?.properties ?? {}).length === 0;
  return [
    ...(description ? [`// ${description}`] : []),
    ...(isBare || !parameters
      ? [`type ${name} = () => any;`]
      : [`type ${name} = (_: {`, ...propertiesOf(parameters, 0), '}) => any;']),
    '',
  ];
}

/** Lines of an object's properties. Levels are indented by two spaces, the first by none. */
function propertiesOf({ properties, required }: ToolSchema, indent: number): string[] {
  const space = ' '.repeat(indent);
  return Object.entries(properties ?? {}).flatMap(([name, schema]) => [
    ...(schema.description && indent < 2 ? [`${space}// ${schema.description}`] : []),
    `${space}${name}${required?.includes(name) ? '' : '?'}: ${typeOf(schema, indent)},`,
  ]);
}

function typeOf(schema: ToolSchema, indent: number): string {
  const choices = schema.enum?.map((value) => JSON.stringify(value)).join(' | ');
  switch (schema.type) {
    case 'string':
      return choices ?? 'string';
    case 'integer':
    case 'number':
      return choices ?? 'number';
    case 'boolean':
    case 'null':
      return schema.type;
    case 'array':
      return `${schema.items ? typeOf(schema.items, indent) : 'any'}[]`;
    case 'object':
      return ['{', ...propertiesOf(schema, indent + 2), `${' '.repeat(indent)}}`].join('\n');
    default:
      return 'any';
  }
}
