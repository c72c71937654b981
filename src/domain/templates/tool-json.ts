/**
 * Tool definitions as open models' templates print them: JSON as Python's `json.dumps(tool, ensure_ascii=False)` writes it, which is
 * what `tojson` is there. Knows no template and no tokens.
 */
import type { Tool } from './tool-namespace.ts';

/** The definition on one line: as it was given, where that is known. */
export function toolJson({ json, ...definition }: Tool): string {
  return json ?? pythonJson({ type: 'function', function: definition });
}

const PARTS = /"[^"\\]*(?:\\.[^"\\]*)*"|[,:]|-?\d[\d.eE+-]*/g;

/** @param value that was JSON @param replacer as of `JSON.stringify` */
export function pythonJson(value: unknown, replacer?: (key: string, value: unknown) => unknown): string {
  return JSON.stringify(value, replacer).replace(PARTS, (part) => {
    if (part === ',' || part === ':') return `${part} `;
    return part.startsWith('"') ? part : pythonNumber(part);
  });
}

/** Whole numbers stay as they are spelled; of others Python prints the fewest digits that mean the same. */
function pythonNumber(spelled: string): string {
  if (/^-?\d+$/.test(spelled)) return spelled === '-0' ? '0' : spelled;
  const value = Number(spelled);
  const size = Math.abs(value);
  const sign = spelled.startsWith('-') ? '-' : '';
  if (size === Number.POSITIVE_INFINITY) return `${sign}Infinity`;
  const [mantissa, exponent] = size.toExponential().split('e');
  const power = Number(exponent);
  if (size !== 0 && (power < -4 || power >= 16))
    return `${sign}${mantissa}e${power < 0 ? '-' : '+'}${String(Math.abs(power)).padStart(2, '0')}`;
  const digits = String(size);
  return `${sign}${digits}${digits.includes('.') ? '' : '.0'}`;
}
