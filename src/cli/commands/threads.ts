/** `oriel threads`: list, show, search, export. */
import type { Message } from '#domain/conversation/message';
import { textOf } from '#domain/conversation/part';
import { pathTo, type Thread } from '#domain/conversation/thread';
import type { WireThread } from '#wire/thread';
import { type Client, openClient } from '../client.ts';
import { type Command, type Invocation, WrongOption } from '../command.ts';
import { harmless, harmlessLines } from '../harmless.ts';

export const command: Command = {
  summary: 'List, show, search and export your threads.',
  usage: 'oriel threads list | show THREAD | search WORDS | export',
  example: 'oriel threads search "haiku"',
  notes: [
    ['list', 'all threads, pinned first, newest first'],
    ['show THREAD', 'the messages of one thread'],
    ['search WORDS', 'threads whose title or text holds all words'],
    ['export', 'every thread with all its branches, one JSON object a line'],
  ],
  options: {},
  run: threads,
};

type WholeThread = Thread & { messages: Message[]; turns: unknown[] };
type Rows = { rows: WireThread[]; next?: string };

async function threads(invocation: Invocation): Promise<undefined> {
  const [verb = 'list', ...words] = invocation.words;
  if (!['list', 'show', 'search', 'export'].includes(verb))
    throw new WrongOption(`"${verb}" is not one of list, show, search, export.`);
  if ((verb === 'show' || verb === 'search') && words.length === 0)
    throw new WrongOption(verb === 'show' ? 'show needs the id of a thread.' : 'search needs the words to look for.');
  const client = await openClient(invocation);
  try {
    if (verb === 'show') await show(client, invocation, words[0] ?? '');
    else if (verb === 'search') await list(client, invocation, words.join(' '));
    else if (verb === 'export') await exportAll(client, invocation);
    else await list(client, invocation, undefined);
  } finally {
    await client.close();
  }
}

async function* pages(client: Client, query: string | undefined): AsyncIterable<WireThread> {
  let before: string | undefined;
  do {
    const ask = new URLSearchParams({
      limit: '200',
      ...(query !== undefined && { query }),
      ...(before !== undefined && { before }),
    });
    const page: Rows = await client.get(`/threads?${ask}`);
    yield* page.rows;
    before = page.next;
  } while (before !== undefined);
}

async function list(client: Client, { values, terminal }: Invocation, query: string | undefined): Promise<void> {
  let count = 0;
  for await (const thread of pages(client, query)) {
    count++;
    if (values.json) terminal.print(JSON.stringify(thread));
    else {
      terminal.print(
        `${thread.id}  ${new Date(thread.updatedAt).toISOString().slice(0, 16).replace('T', ' ')}  ${harmless(thread.title ?? '')}${thread.pinned ? '  (pinned)' : ''}`,
      );
      for (const hit of thread.hits ?? []) terminal.print(`    ${terminal.dim(harmless(hit.text.replaceAll('\n', ' ')))}`);
    }
  }
  if (count === 0)
    terminal.say(query === undefined ? 'There are no threads yet. Start one with: oriel chat' : `No thread holds "${query}".`);
}

async function show(client: Client, { values, terminal }: Invocation, id: string): Promise<void> {
  const thread = await client.get<WholeThread>(`/threads/${encodeURIComponent(id)}`);
  if (values.json) return terminal.print(JSON.stringify(thread));
  for (const message of pathTo(thread.messages, thread.head)) {
    const text = textOf(message.parts);
    terminal.print(`${terminal.bold(message.role)}\n${terminal.outputIsTerminal ? harmlessLines(text) : text}\n`);
  }
}

async function exportAll(client: Client, { terminal }: Invocation): Promise<void> {
  for await (const { id } of pages(client, undefined))
    terminal.print(JSON.stringify(await client.get<WholeThread>(`/threads/${id}`)));
}
