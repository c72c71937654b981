/** The commands of `oriel`, by name; each is loaded when it is asked for. */
import type { Command } from './command.ts';

export const COMMANDS: Record<string, () => Promise<{ command: Command }>> = {
  serve: () => import('./commands/serve.ts'),
  chat: () => import('./commands/chat.ts'),
  tokens: () => import('./commands/tokens.ts'),
  threads: () => import('./commands/threads.ts'),
  weights: () => import('./commands/weights.ts'),
  backup: () => import('./commands/backup.ts'),
  doctor: () => import('./commands/doctor.ts'),
};
