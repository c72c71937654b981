/** A thread as a Markdown file: what was said on the path that is open, who answered, and nothing else. */
import { textOf } from '#domain/conversation/part';
import { pathTo } from '#domain/conversation/thread';
import type { WholeThread } from '../api/calls.ts';
import { reasonOf } from '../api/client.ts';
import { queryClient, threadQuery } from '../api/queries.ts';
import type { Words } from '../i18n/language.tsx';
import { showToast } from './toast.tsx';

export async function saveThread(thread: string, words: Words): Promise<void> {
  try {
    const whole = await queryClient.fetchQuery(threadQuery(thread));
    const link = document.createElement('a');
    link.href = URL.createObjectURL(new Blob([threadAsMarkdown(whole, words)], { type: 'text/markdown' }));
    link.download = `${fileNameOf(whole.title ?? words.t('rail.untitled'))}.md`;
    link.click();
    setTimeout(URL.revokeObjectURL, 10_000, link.href);
  } catch (error) {
    showToast({ text: reasonOf(error) });
  }
}

/** Words of messages stand as they are: they are Markdown already, or plain text. */
export function threadAsMarkdown({ title, head, messages, turns }: WholeThread, { t }: Words): string {
  const asked = new Map(turns.map((turn) => [turn.turn, turn]));
  const parts = pathTo(messages, head).map((message) => {
    const turn = message.turn === undefined ? undefined : asked.get(message.turn);
    const { model } = turn?.asked ?? {};
    const snapshot = turn?.answeredBy?.snapshot;
    const by = [model, snapshot?.slice(0, 8)].filter((one) => one !== undefined).join(' ');
    const names = { system: t('chat.system'), user: t('chat.you'), assistant: by || t('chat.model'), tool: 'tool' };
    return `## ${names[message.role]}\n\n${textOf(message.parts)}`;
  });
  return `${[`# ${title ?? t('rail.untitled')}`, ...parts].join('\n\n')}\n`;
}

/** Without what some disks forbid in a name. */
export function fileNameOf(title: string): string {
  const name = title.replace(/[\p{Cc}\s<>:"/\\|?*]+/gu, ' ').trim();
  return Array.from(name).slice(0, 80).join('') || 'thread';
}
