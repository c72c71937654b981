/** Problems on the wire (RFC 9457), and the one of a call that is too large. */
import type { ErrorKind } from '#domain/conversation/turn-event';

export type Problem = {
  type: string;
  title: string;
  status: number;
  detail: string;
  kind: ErrorKind;
};

const MEGABYTE = 1024 * 1024;
/** Bytes of a call's body. */
export const LARGEST_BODY = 4 * MEGABYTE;
/** UTF-16 units of texts that are counted: every token of the answer is an object, and more would hold up everybody else. */
export const LARGEST_TEXT = 1_000_000;
/** Bytes of a body where texts are counted: a million UTF-16 units, each written as an escape of six bytes, and what is around them. */
export const LARGEST_TEXT_BODY = 8 * MEGABYTE;

/** @param limit in bytes, of whole megabytes */
export function bodyTooLarge(limit: number): string {
  return `The request is larger than ${limit / MEGABYTE} MB. Send less at once.`;
}
