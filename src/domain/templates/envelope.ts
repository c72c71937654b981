/**
 * An envelope: what a template puts around the words of a role, found by rendering small probes. It says only
 * which message a template's token is counted to; ids and owners never depend on it.
 */
import type { Role } from '#domain/conversation/message';
import { renderTemplate, type Template, TemplateRefused } from './template.ts';

type ByRole = { [role in Role]?: string | undefined };
export type Envelope = { open: ByRole; close: ByRole };

/** Words that no template says by itself. */
const MARK = '\ue000\ue001';
const envelopes = new WeakMap<Template, Envelope>();

/** The envelope of each role, as far as the template shows it. */
export function envelopeOf(template: Template): Envelope {
  const known = envelopes.get(template);
  if (known) return known;
  const envelope = probe(template);
  envelopes.set(template, envelope);
  return envelope;
}

function probe(template: Template): Envelope {
  const open: Envelope['open'] = {};
  const close: Envelope['close'] = {};
  close.user = literals(template, ['user'])?.at(-1);
  const talk = literals(template, ['user', 'assistant', 'user']);
  close.assistant = literals(template, ['user', 'assistant'])?.at(-1);
  open.assistant = after(talk?.[1], close.user);
  open.user = after(talk?.[2], close.assistant);
  const instructed = literals(template, ['system', 'user']);
  close.system = before(instructed?.[1], open.user);
  const first = instructed?.[0];
  open.system = first?.slice(beginLength(template, first));
  const tool = literals(template, ['user', 'assistant', 'tool']);
  close.tool = tool?.at(-1);
  open.tool = after(tool?.[2], close.assistant);
  return { open, close };
}

/** How much of a rendering's beginning is the begin token that the template itself puts there. */
export function beginLength({ source, beginText }: Template, text: string): number {
  return beginText && source.includes('bos_token') && text.startsWith(beginText) ? beginText.length : 0;
}

/** What stands before, between and after the words; absent when the template refuses or moves them. */
function literals(template: Template, roles: Role[]): string[] | undefined {
  try {
    const messages = roles.map((role) => ({ role, text: MARK }));
    const parts = renderTemplate(template, messages, false).split(MARK);
    return parts.length === roles.length + 1 ? parts : undefined;
  } catch (error) {
    if (error instanceof TemplateRefused) return undefined;
    throw error;
  }
}

function after(text: string | undefined, beginning: string | undefined): string | undefined {
  return text !== undefined && beginning !== undefined && text.startsWith(beginning) ? text.slice(beginning.length) : undefined;
}

function before(text: string | undefined, ending: string | undefined): string | undefined {
  return text !== undefined && ending !== undefined && text.endsWith(ending)
    ? text.slice(0, text.length - ending.length)
    : undefined;
}
