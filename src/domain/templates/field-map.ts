/**
 * Finds, in what a template renders, whose words are whose. The template is rendered twice: once truly, once
 * with sentinels for the fields; put back, they must give the true rendering to the letter. Where they do not,
 * the owners of what lies between are all who could have written it, and no special token is taken from there
 * but the template's. Knows no tokens.
 */
import type { Owner } from '#domain/tokens/token';
import { type Drawing, drawAroundTestedWords, drawBehindTestedWords, drawFilled, drawWhole, guard } from './field.ts';
import { spansOfSteps } from './field-span.ts';
import { type Walk, walkBack, walkForward } from './field-walk.ts';
import { guardInputs } from './guarded-input.ts';
import { ownerOf, type PromptMessage } from './prompt-message.ts';
import type { Span } from './span.ts';
import { cutAtSpecials } from './special.ts';
import { renderTemplate, type Template } from './template.ts';

/** What the template makes of the messages, as spans in order. @throws TemplateRefused */
export function mapFields(template: Template, messages: readonly PromptMessage[], opensAnswer: boolean): readonly Span[] {
  const { template: guarded, restore } = guardInputs(template, messages);
  return restore(mapMessages(guarded, messages, opensAnswer));
}

/** All that a template says besides messages: nothing in it may be taken for the mark of a field. */
function saidBy({ source, inputs }: Template): string {
  return `${source}${JSON.stringify(inputs ?? {})}`;
}

function mapMessages(template: Template, messages: readonly PromptMessage[], opensAnswer: boolean): Span[] {
  const render = (drawn: readonly PromptMessage[]) => renderTemplate(template, drawn, opensAnswer);
  const truth = render(messages);
  for (const draw of [drawWhole, drawFilled, drawAroundTestedWords, drawBehindTestedWords]) {
    const drawing = draw(messages, saidBy(template));
    const walk = walkForward(truth, render(drawing.messages), drawing);
    if (walk.length === truth.length && isTold(walk, drawing)) return spansOfSteps(template, drawing, walk);
  }
  return mapAround(template, messages, render);
}

/** Undrawn words could be anywhere when no part of their field is seen. */
function isTold({ steps }: Walk, { undrawn }: Drawing): boolean {
  const seen = new Set(steps.map(({ part }) => part.message));
  return [...undrawn.keys()].every((message) => seen.has(message));
}

/**
 * The template rewrites a field in a way that is not known. What agrees from the front and from the back is
 * mapped; between them, names of special tokens in fields are masked before rendering, so that only the
 * template's own become special.
 */
function mapAround(
  template: Template,
  messages: readonly PromptMessage[],
  render: (messages: readonly PromptMessage[]) => string,
): Span[] {
  const names = template.specials.map(({ text }) => text);
  const { messages: masked, restore } = guard(messages, saidBy(template), names);
  const truth = render(masked);
  const drawing = drawWhole(masked, saidBy(template));
  const drawn = render(drawing.messages);
  const front = walkForward(truth, drawn, drawing);
  if (front.length === truth.length) return restored(spansOfSteps(template, drawing, front), restore);
  const seen = new Set(front.steps.map(({ part }) => part));
  const back = walkBack(truth, drawn, drawing, drawing.parts.filter((part) => !seen.has(part)).length);
  const end = Math.max(front.length, truth.length - back.length);
  const untold = masked.filter((message) => ![...front.steps, ...back.steps].some(({ part }) => part.message === message));
  const owners = new Set<Owner>(['template', ...(untold.length > 0 ? untold : masked).map(ownerOf)]);
  const middle = cutAtSpecials(truth.slice(front.length, end), template.specials).map(
    (part): Span =>
      typeof part === 'string'
        ? { text: part, owners: [...owners], isTemplate: false }
        : { text: part.text, owners: ['template'], isTemplate: true },
  );
  const spans = [...spansOfSteps(template, drawing, front), ...middle, ...spansOfSteps(template, drawing, back, back.stop)];
  return restored(spans, restore);
}

function restored(spans: readonly Span[], restore: (text: string) => string): Span[] {
  return spans.map((span) => (span.isTemplate ? span : { ...span, text: restore(span.text) }));
}
