/**
 * Makes spans of the steps of a walk: fields belong to who wrote them, the words between to the template, and
 * each of these to the message whose envelope it is. Knows no tokens.
 */
import { beginLength, envelopeOf } from './envelope.ts';
import type { Drawing, FieldPart } from './field.ts';
import type { Walk } from './field-walk.ts';
import { ownerOf, type PromptMessage } from './prompt-message.ts';
import { fieldSpan, type Span } from './span.ts';
import type { Template } from './template.ts';

/** The spans of a walk's steps and of the template's words after them; `left` stands before the first step. */
export function spansOfSteps(template: Template, drawing: Drawing, { steps, rest, stop }: Walk, left?: FieldPart): Span[] {
  const spans: Span[] = [];
  /** Whose words the last span holds: more of them join it. */
  let open: PromptMessage | undefined;
  let last = left;
  for (const { before, part, text } of steps) {
    putBetween(before, last, part);
    putField(part.message, text);
    last = part;
  }
  putBetween(rest, last, left ? undefined : stop);
  return spans;

  function putField(message: PromptMessage, words: string): void {
    if (words === '') return;
    const before = open === message ? (spans.pop()?.text ?? '') : '';
    spans.push(fieldSpan(message, before + words));
    open = message;
  }

  /** Undrawn words at the edges of a field are the field's where they stand as they stood there. */
  function putBetween(words: string, left: FieldPart | undefined, right: FieldPart | undefined): void {
    const isOneField = left && left.message === right?.message;
    const tail = left ? left.message.text.slice(left.to, isOneField ? right.from : undefined) : '';
    const head = right && !isOneField ? right.message.text.slice(0, right.from) : '';
    const from = words.startsWith(tail) && (!isOneField || words === tail) ? tail.length : 0;
    const end = words.slice(from).endsWith(head) ? words.length - head.length : words.length;
    if (left) putField(left.message, words.slice(0, from));
    for (const span of spansBetween(template, drawing, words.slice(from, end), left?.message, right?.message)) {
      spans.push(span);
      open = undefined;
    }
    if (right) putField(right.message, words.slice(end));
  }
}

/** The template's words, but for those that may be a field's undrawn ones: there it cannot be told. */
function spansBetween(
  template: Template,
  drawing: Drawing,
  words: string,
  left: PromptMessage | undefined,
  right: PromptMessage | undefined,
): Span[] {
  for (const message of [left, right]) {
    for (const word of (message && drawing.undrawn.get(message)) ?? []) {
      const at = words.indexOf(word);
      if (at < 0 || !message) continue;
      return [
        ...spansBetween(template, drawing, words.slice(0, at), left, message),
        { ...fieldSpan(message, word), owners: ['template', ownerOf(message)] },
        ...spansBetween(template, drawing, words.slice(at + word.length), message, right),
      ];
    }
  }
  return envelopeSpans(template, words, left, right);
}

/** The template's words between two fields: the end of the left one's envelope, the beginning of the right one's. */
function envelopeSpans(
  template: Template,
  words: string,
  left: PromptMessage | undefined,
  right: PromptMessage | undefined,
): Span[] {
  const { open, close } = envelopeOf(template);
  const closing = left && close[left.role];
  const from = closing && words.startsWith(closing) ? closing.length : 0;
  const rest = words.slice(from);
  const opening = right && open[right.role];
  const other = opening && rest.endsWith(opening) ? rest.length - opening.length : left ? 0 : beginLength(template, rest);
  const to = right ? from + other : words.length;
  return [
    ...templateSpan(words.slice(0, from), left),
    ...templateSpan(words.slice(from, to), closing && words.slice(from, to).endsWith(closing) ? left : undefined),
    ...templateSpan(words.slice(to), right),
  ];
}

function templateSpan(text: string, message: PromptMessage | undefined): Span[] {
  const id = message?.id;
  return text === '' ? [] : [{ text, owners: ['template'], isTemplate: true, ...(id !== undefined && { message: id }) }];
}
