/** What tests read from a row of tokens. */
import { fromHex, type RowToken } from '#domain/tokens/token';
import type { WireRow } from '#wire/row';

type Row = Pick<WireRow, 'tokens'>;

export const idsOf = ({ tokens }: Row) => tokens.map(({ id }) => id);

/** What the tokens of an owner spell, joined. */
export const wordsOf = ({ tokens }: Row, owner: RowToken['owner']) => spell(tokens.filter((token) => token.owner === owner));

export const spell = (tokens: readonly RowToken[]) =>
  new TextDecoder('utf-8', { ignoreBOM: true }).decode(fromHex(tokens.map(({ bytes }) => bytes).join('')));

/** Special tokens by name, with their owners. */
export const specialsOf = ({ tokens }: Row) =>
  tokens.filter(({ special }) => special).map(({ text, owner }) => `${owner} ${text}`);

/** The tokens of the prompt alone. */
export const promptOf = ({ tokens, counts }: WireRow) => ({ tokens: tokens.slice(0, counts.prompt?.value) });
