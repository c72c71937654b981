/** Problems on the wire (RFC 9457). */
import type { ErrorKind } from '#domain/conversation/turn-event';

export type Problem = {
  type: string;
  title: string;
  status: number;
  detail: string;
  kind: ErrorKind;
};
