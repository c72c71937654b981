/** `oriel weights`: the model files of this machine. */
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import type { FoundWeights, WireWeights } from '#wire/model';
import { type Client, openClient } from '../client.ts';
import { type Command, Failure, type Invocation, WrongOption } from '../command.ts';
import { fetchingLine, megabytes } from '../progress.ts';

export const command: Command = {
  summary: 'List, find, add, verify and remove model files.',
  usage: 'oriel weights list | find | add NAME|FILE.gguf | verify NAME | remove NAME | restore NAME',
  example: 'oriel weights add qwen2.5-coder-1.5b',
  notes: [
    ['list', 'files that Oriel knows, and which are here'],
    ['find', 'files of Ollama, LM Studio and others on this machine; add one by its path'],
    ['add NAME', 'fetch a known file, link a file by its path, or owner/name/file.gguf from the hub'],
    ['verify NAME', 'read the whole file and compare its SHA-256'],
    ['remove NAME', 'remove it; `restore NAME` brings it back for some minutes'],
    ['--accept-terms', 'accept the licence terms of a file that has some'],
  ],
  options: { 'accept-terms': { type: 'boolean' } },
  run: weights,
};

async function weights(invocation: Invocation): Promise<undefined> {
  const [verb = 'list', name] = invocation.words;
  const { values, terminal } = invocation;
  if (!['list', 'find', 'add', 'verify', 'remove', 'restore'].includes(verb))
    throw new WrongOption(`"${verb}" is not one of list, find, add, verify, remove, restore.`);
  if (verb !== 'list' && verb !== 'find' && name === undefined) throw new WrongOption(`${verb} needs the name of a file.`);
  const client = await openClient(invocation);
  const id = encodeURIComponent(name ?? '');
  try {
    if (verb === 'list') show(invocation, await client.get<WireWeights[]>('/weights'));
    else if (verb === 'find') showFound(invocation, await client.get<FoundWeights[]>('/weights/found'));
    else {
      const view =
        verb === 'add'
          ? await add(client, invocation, name ?? '')
          : verb === 'remove'
            ? await client.send<WireWeights>('DELETE', `/weights/${id}`)
            : await client.send<WireWeights>('POST', `/weights/${id}/${verb}`);
      if (values.json) terminal.print(JSON.stringify(view));
      else terminal.print(lineOf(view));
    }
  } finally {
    await client.close();
  }
}

async function add(client: Client, { values, terminal, interrupted }: Invocation, source: string): Promise<WireWeights> {
  let view: WireWeights | undefined;
  for await (const { event, data } of client.stream('POST', '/weights', {
    // A running server has a working folder of its own.
    source: existsSync(source) ? resolve(source) : source,
    ...(values['accept-terms'] === true && { acceptsTerms: true }),
  })) {
    if (event === 'failed') throw new Failure((data as { detail: string }).detail);
    view = data as WireWeights;
    if (event === 'progress') terminal.progress(fetchingLine(view));
    if (interrupted.aborted) await client.send('POST', `/weights/${encodeURIComponent(view.id)}/stop`);
  }
  if (!view) throw new Failure('The server said nothing of the fetch.');
  return view;
}

function show({ values, terminal }: Invocation, rows: WireWeights[]): void {
  if (values.json) terminal.print(JSON.stringify(rows));
  else for (const row of rows) terminal.print(lineOf(row));
}

function lineOf(row: WireWeights): string {
  const size =
    row.bytes !== undefined ? megabytes(row.bytes) : row.aboutBytes !== undefined ? `about ${megabytes(row.aboutBytes)}` : '';
  const more = [row.licence, row.languages?.join(', '), row.linked && `linked: ${row.linked}`, row.source, row.error].filter(
    Boolean,
  );
  return `${row.id.padEnd(20)}  ${row.state.padEnd(8)}  ${size.padStart(13)}  ${more.join(' · ')}`;
}

function showFound({ values, terminal }: Invocation, rows: FoundWeights[]): void {
  if (values.json) terminal.print(JSON.stringify(rows));
  else for (const row of rows) terminal.print(`${row.path}  ${megabytes(row.bytes)}  ${row.program}`);
  if (rows.length === 0)
    terminal.say('No model files of other programs were found here. Add one by its path: oriel weights add FILE.gguf');
}
