/**
 * What can go wrong with weights, in two classes: a source that cannot give the file (the next one is tried), and an end of the whole
 * attempt (a person reads it). Each message is one sentence or two: what happened, what was expected, what to do next.
 */

/** This source cannot give the file; another may. */
export class SourceFailure extends Error {
  override name = 'SourceFailure';
}

export type WeightsErrorKind =
  | 'not-found'
  | 'not-weights'
  | 'no-source'
  | 'wrong-bytes'
  | 'disk-full'
  | 'terms-not-accepted'
  | 'changed';

/** The attempt is over; `message` is for the person. */
export class WeightsError extends Error {
  override name = 'WeightsError';
  readonly kind: WeightsErrorKind;
  constructor(kind: WeightsErrorKind, message: string) {
    super(message);
    this.kind = kind;
  }
}

export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const cause = error.cause instanceof Error ? `: ${error.cause.message}` : '';
  return `${error.message}${cause}`;
}

/** The code of a system error, `ENOENT` and the like. */
export function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}

/** 98362432 -> `98 MB`: decimal units, as file managers and shops of disks use them. */
export function sizeText(bytes: number): string {
  if (bytes < 1e3) return `${bytes} bytes`;
  if (bytes < 1e6) return `${Math.round(bytes / 1e3)} kB`;
  if (bytes < 1e9) return `${Math.round(bytes / 1e6)} MB`;
  return `${(bytes / 1e9).toFixed(1)} GB`;
}
