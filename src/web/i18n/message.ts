/**
 * One message of the page and how it is filled. A message is a whole sentence with `{names}`; with `one` and
 * `other` the language's plural rule of `count` chooses. Numbers are written by Intl. Knows no React.
 */
export type Message = string | { one?: string; other: string };
export type Value = string | number;

type NamesIn<S extends string> = S extends `${string}{${infer Name}}${infer Rest}` ? Name | NamesIn<Rest> : never;
/** The names a message needs, read from its English text. */
export type NamesOf<M> = M extends string
  ? NamesIn<M>
  : M extends { other: infer Other extends string }
    ? NamesIn<Other> | 'count'
    : never;

/** The text of a message for these values, before the names are filled in. */
export function chooseForm(message: Message, count: Value | undefined, plural: Intl.PluralRules): string {
  if (typeof message === 'string') return message;
  return typeof count === 'number' && plural.select(count) === 'one' && message.one !== undefined ? message.one : message.other;
}

/** A text cut at its `{names}`: words and names in turn, beginning with words. */
export function cutAtNames(text: string): string[] {
  return text.split(/\{(\w+)\}/);
}

/** A message filled with values. */
export function fill(
  message: Message,
  values: Record<string, Value>,
  plural: Intl.PluralRules,
  number: Intl.NumberFormat,
): string {
  return cutAtNames(chooseForm(message, values.count, plural))
    .map((piece, at) => (at % 2 === 0 ? piece : write(values[piece], number)))
    .join('');
}

function write(value: Value | undefined, number: Intl.NumberFormat): string {
  return typeof value === 'number' ? number.format(value) : (value ?? '');
}
