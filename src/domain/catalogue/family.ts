/**
 * A family of models: which encoding they have, how their prompts are counted and drawn, and how surely each of
 * these is known. A model that no row names is unknown, and nothing is guessed for it.
 */
import type { AccountingName } from '#domain/money/accounting';
import type { Count } from '#domain/money/usage';
import type { BuiltInName } from '#domain/templates/built-in';
import type { EncodingName } from '#domain/tokens/encodings';

/** How surely something is known: a count without its value. */
export type Certainty = Omit<Count, 'value'>;

export type Family = {
  name: string;
  /** Names of models in lower case and without vendor; `*` is any text. */
  models: readonly string[];
  encoding: EncodingName;
  /** Of the text. `factor`: the encoding stands in for one that is not public. */
  text: Certainty & { factor?: number };
  /** Of what stands around the text: counted by a vendor's rules, or by rendering the template. */
  envelope: Certainty & ({ rules: AccountingName } | { rules?: never });
  /** By which the row is drawn; absent where its ids would not be the model's. */
  template?: BuiltInName;
  /** True where the format is published whole: the row is what the model reads. Else it is a reconstruction. */
  isOpen: boolean;
};

/** `openai/GPT-4o` is `gpt-4o`. */
export function bareName(model: string): string {
  return model.slice(model.lastIndexOf('/') + 1).toLowerCase();
}

/** Whether the family's encoding is the model's own: else it stands in, and its ids are not the model's. */
export function hasOwnIds({ text }: Family): boolean {
  return text.grade === 'exact';
}

/** Whether one of the patterns names the model, or that of which it was made: `ft:gpt-4o:acme::7p4` is counted as `gpt-4o`. */
export function namesModel(patterns: readonly string[], model: string): boolean {
  const name = bareName(model).replace(/^ft:([^:]+).*$/, '$1');
  return patterns.some((pattern) => {
    const parts = pattern.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'));
    return new RegExp(`^${parts.join('.*')}$`, 'u').test(name);
  });
}
