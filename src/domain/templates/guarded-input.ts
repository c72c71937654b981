/**
 * What a template is given besides messages holds people's words too: definitions of tools. Names of special tokens in them are masked
 * while the template is rendered, so that they stay words. Knows no tokens.
 */
import { marksFor, patternOf } from './field.ts';
import type { PromptMessage } from './prompt-message.ts';
import type { Span } from './span.ts';
import type { Template, TemplateInputs } from './template.ts';

type Guarded = { template: Template; restore: (spans: readonly Span[]) => readonly Span[] };

/** The template with masked inputs; `restore` puts the names back as ordinary words. */
export function guardInputs(template: Template, messages: readonly PromptMessage[]): Guarded {
  const said = JSON.stringify(template.inputs ?? {});
  const pattern = patternOf(template.specials.map(({ text }) => text));
  if (!pattern || said.search(pattern) < 0) return { template, restore: (spans) => spans };
  const [open, close] = marksFor([template.source, said, ...messages.map(({ text }) => text)]);
  const found: string[] = [];
  const masked = said.replace(pattern, (word) => `${open}${found.push(word) - 1}${close}`);
  const marks = new RegExp(`${open}(\\d+)${close}`, 'u');
  // Splitting by a pattern in brackets keeps the numbers, at every odd place.
  const restoreIn = (span: Span): Span[] =>
    span.text
      .split(marks)
      .map((part, at) => (at % 2 ? { ...span, text: found[Number(part)] ?? '', isTemplate: false } : { ...span, text: part }));
  return {
    template: { ...template, inputs: JSON.parse(masked) as TemplateInputs },
    restore: (spans) =>
      spans.flatMap((span) => (span.text.includes(open) ? restoreIn(span).filter(({ text }) => text !== '') : [span])),
  };
}
