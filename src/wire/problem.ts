/** Problems on the wire (RFC 9457), and the one of a call that is too large. */
import type { ErrorKind } from '#domain/conversation/turn-event';

export type Problem = {
  type: string;
  title: string;
  status: number;
  detail: string;
  kind: ErrorKind;
};

/** Megabytes of 1,048,576 bytes. */
const MOST_MB = 4;
/** Bytes of a call's body. */
export const LARGEST_BODY = MOST_MB * 1024 * 1024;
export const BODY_TOO_LARGE = `The request is larger than ${MOST_MB} MB. Send less at once.`;
