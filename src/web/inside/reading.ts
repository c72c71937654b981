/** How far a local model has read its prompt, before it writes. */
import type { Turn } from '#domain/conversation/turn';

/** Undefined once it is read, or once the model writes. */
export function readingOf({ prompt, parts }: Pick<Turn, 'prompt' | 'parts'>): { read: number; total: number } | undefined {
  if (!prompt?.tokens || prompt.read >= prompt.tokens || parts.length > 0) return undefined;
  return { read: prompt.read, total: prompt.tokens };
}
