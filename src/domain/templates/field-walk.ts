/**
 * Puts fields back: walks a true rendering along one with sentinels, from the front or from the back, as far as
 * both agree. Knows no owners and no template.
 */
import { type Drawing, type FieldPart, takenForms } from './field.ts';

/** The template's words before a part of a field, and the part as the template took it. */
export type Step = { before: string; part: FieldPart; text: string };

export type Walk = {
  steps: Step[];
  /** The template's words after the last step, as far as both agree. */
  rest: string;
  /** How much of the true rendering steps and rest cover, in UTF-16 units. */
  length: number;
  /** Where the two part: absent when all was walked, or when they part in the template's words. */
  stop?: FieldPart;
};

/** From the front, as far as the two renderings agree. */
export function walkForward(truth: string, drawn: string, drawing: Drawing): Walk {
  const { literals, parts } = takeApart(drawn, drawing);
  const steps: Step[] = [];
  let at = 0;
  for (const [index, part] of parts.entries()) {
    const before = literals[index] ?? '';
    const next = literals[index + 1] ?? '';
    if (!truth.startsWith(before, at)) return { steps, rest: '', length: at };
    const from = at + before.length;
    const text = formsOf(part).find((form) => truth.startsWith(form, from) && truth.startsWith(next, from + form.length));
    if (text === undefined) return { steps, rest: before, length: from, stop: part };
    steps.push({ before, part, text });
    at = from + text.length;
  }
  const rest = literals.at(-1) ?? '';
  return truth.slice(at) === rest ? { steps, rest, length: truth.length } : { steps, rest: '', length: at };
}

/** From the back, at most `most` parts. */
export function walkBack(truth: string, drawn: string, drawing: Drawing, most: number): Walk {
  const { literals, parts } = takeApart(drawn, drawing);
  const rest = literals.at(-1) ?? '';
  if (!truth.endsWith(rest)) return { steps: [], rest: '', length: 0 };
  const steps: Step[] = [];
  let end = truth.length - rest.length;
  for (let index = parts.length - 1; index >= parts.length - most; index--) {
    const part = parts[index] as FieldPart;
    const before = literals[index] ?? '';
    const text = formsOf(part).find((form) => truth.endsWith(before + form, end) && before.length + form.length <= end);
    if (text === undefined) return { steps, rest, length: truth.length - end, stop: part };
    steps.unshift({ before, part, text });
    end -= before.length + text.length;
  }
  return { steps, rest, length: truth.length - end };
}

function takeApart(drawn: string, { pattern, parts }: Drawing): { literals: string[]; parts: FieldPart[] } {
  // Splitting by a pattern in brackets keeps the numbers, at every odd place.
  const pieces = drawn.split(pattern);
  return {
    literals: pieces.filter((_, at) => at % 2 === 0),
    parts: pieces.filter((_, at) => at % 2 === 1).map((number) => parts[Number(number)] as FieldPart),
  };
}

function formsOf({ message, from, to }: FieldPart): string[] {
  return takenForms(message.text.slice(from, to));
}
