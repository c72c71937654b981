/** A row of tokens for people in a terminal: a line a token, then the counts. What a text holds never steers the terminal. */
import type { RowToken } from '#domain/tokens/token';
import type { WireRow } from '#wire/row';
import { harmless } from './harmless.ts';

/** Lines that are printed at once: a text of megabytes has millions. */
const SLICE = 10_000;

/** @param price a line about money; absent where there is none @returns pieces of whole lines, in order */
export function* tableOf({ model, encoding, counts, tokens, note }: WireRow, price?: string): Iterable<string> {
  for (let at = 0; at < tokens.length; at += SLICE)
    yield tokens
      .slice(at, at + SLICE)
      .map(lineOf)
      .join('\n');
  const told = Object.entries(counts).map(([name, { value, grade, error }]) => {
    const within = error === undefined ? '' : ` ±${Number((100 * error).toPrecision(2))} %`;
    return `${name} ${value} (${grade}${within})`;
  });
  const words = [`${model} · ${encoding} · ${told.join(' · ')}`, price, note].filter((line) => line !== undefined);
  yield ['', ...words.map(harmless)].join('\n');
}

function lineOf({ id, bytes, text, owner, special }: RowToken): string {
  const owners = Array.isArray(owner) ? owner.join('+') : owner;
  const shown = text === undefined ? `<${bytes}>` : special ? text : JSON.stringify(text);
  return `${String(id ?? '?').padStart(7)}  ${owners.padEnd(8)}  ${harmless(shown)}`;
}
