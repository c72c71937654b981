/**
 * JSON whose numbers keep their spelling (`1.0`, `1e3`, twenty digits) where JavaScript would write them in another way, and numbers as
 * OpenAI's harmony library prints them. Knows no tools.
 */

/** Of ECMAScript 2026; the compiler's library does not know it yet. A browser without it writes numbers in its own way. */
const { rawJSON, isRawJSON } = JSON as unknown as {
  rawJSON?: (text: string) => unknown;
  isRawJSON?: (value: unknown) => boolean;
};
const parse = JSON.parse as (
  text: string,
  revive: (key: string, value: unknown, context?: { source?: string }) => unknown,
) => unknown;

/** `JSON.stringify` writes the value again as it was spelled. A number that JavaScript spells in another way is an opaque object. */
export function parseSpelled(text: string): unknown {
  try {
    return parse(text, (_, value, { source } = {}) =>
      typeof value === 'number' && source !== undefined && source !== String(value) && rawJSON ? rawJSON(source) : value,
    );
  } catch (error) {
    if (error instanceof RangeError) return JSON.parse(text); // Deeper than it can be walked.
    throw error;
  }
}

/** A request: its tools keep their spelling, all else is as `JSON.parse` gives it. */
export function parseRequest(text: string): unknown {
  const value: unknown = JSON.parse(text);
  if (typeof value !== 'object' || value === null) return value;
  const named = ['tools', 'functions'].filter((name) => Object.hasOwn(value, name));
  if (named.length === 0) return value;
  const spelled = parseSpelled(text) as Record<string, unknown>;
  return Object.assign(value, Object.fromEntries(named.map((name) => [name, spelled[name]])));
}

/** As the library prints it: all that Python's `json` and then Rust's `serde_json` make of the numbers. */
export function harmonyJson(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) =>
    rawJSON && (typeof part === 'number' || isRawJSON?.(part)) ? rawJSON(printed(JSON.stringify(part))) : part,
  );
}

const LARGEST_UNSIGNED = 2n ** 64n - 1n;
const SMALLEST_SIGNED = -(2n ** 63n);

/** What it refuses, as too large, stays as it is. */
function printed(spelled: string): string {
  const isWhole = /^-?\d+$/.test(spelled);
  if (isWhole && spelled.length <= 20) {
    const whole = BigInt(spelled);
    if (whole >= SMALLEST_SIGNED && whole <= LARGEST_UNSIGNED) return String(whole);
  }
  const given = Number(spelled);
  const value = Number.isFinite(given) ? readByRust(isWhole ? spelled : shortest(given)) : given;
  return Number.isFinite(value) ? shortest(value) : spelled;
}

/** `f64_from_parts` of serde_json: the digits as a whole number, times or by a power of ten. */
function readByRust(spelled: string): number {
  const [, sign, whole = '', fraction = '', power = '0'] = /^(-?)(\d+)(?:\.(\d+))?(?:e(-?\d+))?$/.exec(spelled) ?? [];
  const digits = (whole + fraction).replace(/^0+(?=\d)/, '');
  const kept = digits.slice(0, BigInt(digits.slice(0, 20)) > LARGEST_UNSIGNED ? 19 : 20);
  let exponent = Number(power) - fraction.length + digits.length - kept.length;
  let value = Number(kept);
  for (; exponent < -308; exponent += 308) value /= 1e308;
  value = exponent < 0 ? value / Number(`1e${-exponent}`) : value * Number(`1e${exponent}`);
  return sign ? -value : value;
}

/** The fewest digits that mean this number, as Rust's `ryu` writes them. */
function shortest(value: number): string {
  const [mantissa = '', power] = Math.abs(value).toExponential().split('e');
  const digits = mantissa.replace('.', '');
  const point = Number(power) + 1;
  const sign = value < 0 || Object.is(value, -0) ? '-' : '';
  if (point > 16 || point < -4) return `${sign}${mantissa}e${power?.replace('+', '')}`;
  if (point <= 0) return `${sign}0.${'0'.repeat(-point)}${digits}`;
  return `${sign}${digits.slice(0, point).padEnd(point, '0')}.${digits.slice(point) || '0'}`;
}
