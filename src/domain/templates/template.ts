/**
 * A chat template: the program, in Jinja, that a model ships with and that turns messages into the text it was
 * trained on. Rendering is deterministic: what a template may look at besides the messages is an input.
 * Knows no tokens' encoder and no clock. A template from a stranger is a program that may not end: run it
 * where a deadline holds.
 */
import { Environment, Interpreter, parse, tokenize } from '@huggingface/jinja';
import type { PromptMessage } from './prompt-message.ts';
import { PYTHON_FUNCTIONS, withPythonCalls } from './python-call.ts';
import type { Special } from './special.ts';
import { strftime } from './strftime.ts';

export type Template = {
  /** Jinja source. */
  source: string;
  /** SHA-256 of the source, hexadecimal. */
  hash: string;
  /** What `bos_token` and `eos_token` stand for in the source. */
  beginText?: string;
  endText?: string;
  /** The token a row begins with, and whether it has to be put there when the source does not. */
  begin?: number;
  addsBegin: boolean;
  /** The tokens that the source may produce by name. */
  specials: readonly Special[];
  /** What else the source may look at; recorded with the turn. */
  inputs?: TemplateInputs;
};

/** What a template says of a vocabulary's tokens. */
export type TemplateMarks = Pick<Template, 'beginText' | 'endText' | 'begin' | 'addsBegin' | 'specials'>;

export type TemplateInputs = {
  /** The day a template may print, epoch milliseconds, read in UTC. Absent: `strftime_now` is not defined. */
  atMs?: number;
  /** Further variables: `{ enable_thinking: false }`. */
  variables?: Record<string, unknown>;
  /** Tool definitions as the template expects them. */
  tools?: unknown[];
};

/** The template cannot render these messages: by its own rules (roles that do not alternate), or because it is broken. */
export class TemplateRefused extends Error {
  override name = 'TemplateRefused';
}

/** The text that the template makes of the messages. @throws TemplateRefused */
export function renderTemplate(template: Template, messages: readonly PromptMessage[], opensAnswer: boolean): string {
  const program = compile(template);
  const environment = new Environment();
  for (const [name, value] of Object.entries(variablesOf(template))) environment.set(name, value);
  environment.set('add_generation_prompt', opensAnswer);
  environment.set(
    'messages',
    messages.map(({ role, wireRole, text }) => ({ role, content: text, ...(wireRole !== undefined && { wire_role: wireRole }) })),
  );
  try {
    return String(new Interpreter(environment).run(program).value);
  } catch (error) {
    if (error instanceof TemplateRefused) throw error;
    throw broken(error);
  }
}

type Program = ReturnType<typeof parse>;
const programs = new WeakMap<Template, Program>();

function compile(template: Template): Program {
  const known = programs.get(template);
  if (known) return known;
  try {
    const program = withPythonCalls(parse(tokenize(template.source, { lstrip_blocks: true, trim_blocks: true })));
    programs.set(template, program);
    return program;
  } catch (error) {
    throw broken(error);
  }
}

function broken(error: unknown): TemplateRefused {
  const because = error instanceof Error ? error.message : String(error);
  return new TemplateRefused(
    `The model's chat template failed: ${because}. It was expected to render these messages; use Document mode, or another file of this model.`,
  );
}

function refuse(reason: unknown): never {
  throw new TemplateRefused(
    `The model's chat template refuses these messages: ${String(reason)} Change the thread so that it fits, or use Document mode.`,
  );
}

function variablesOf({ beginText, endText, inputs }: Template): Record<string, unknown> {
  const atMs = inputs?.atMs;
  return {
    ...{ true: true, false: false, none: null, True: true, False: false, None: null },
    ...PYTHON_FUNCTIONS,
    raise_exception: refuse,
    range,
    bos_token: beginText ?? '',
    eos_token: endText ?? '',
    ...(atMs !== undefined && { strftime_now: (format: string) => strftime(atMs, format) }),
    ...(inputs?.tools && { tools: inputs.tools }),
    ...inputs?.variables,
  };
}

/** Python's `range`. */
function range(start: number, stop?: number, step = 1): number[] {
  const [from, to] = stop === undefined ? [0, start] : [start, stop];
  const numbers: number[] = [];
  if (step === 0) throw new Error('range() arg 3 must not be zero');
  for (let at = from; step > 0 ? at < to : at > to; at += step) numbers.push(at);
  return numbers;
}
