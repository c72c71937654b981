/** A piece of a message. Pure values; identity is a storage concern. */
export type PartKind = 'text' | 'reasoning' | 'refusal' | 'tool-call' | 'tool-result' | 'image' | 'file';

export type Part =
  | { kind: 'text' | 'reasoning' | 'refusal'; text: string; replay?: unknown }
  | { kind: 'tool-call'; callId: string; name: string; arguments: string; replay?: unknown }
  | { kind: 'tool-result'; callId: string; name?: string; text: string }
  | { kind: 'image' | 'file'; name?: string; mediaType: string; hash: string };

/** The words of a message: its text parts, joined. */
export function textOf(parts: readonly Part[]): string {
  return parts.map((part) => (part.kind === 'text' ? part.text : '')).join('');
}
