import type { Part } from './part.ts';

export type Role = 'system' | 'user' | 'assistant' | 'tool';

/** Role and parts, a pure value. `parent` is absent for the first message of a thread. */
export type Message = {
  id: string;
  parent?: string;
  role: Role;
  parts: Part[];
  /** When it was written, epoch ms. */
  at: number;
  /** For an answer: the turn that wrote it, or the last of those that continued it. */
  turn?: string;
};
