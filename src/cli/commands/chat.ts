/** `oriel chat`: one answer for a text, or a dialogue in a terminal. */
import { createInterface } from 'node:readline/promises';
import type { Thread } from '#domain/conversation/thread';
import { foldTurn, type Turn } from '#domain/conversation/turn';
import type { TurnSettings } from '#domain/conversation/turn-event';
import type { WireModel } from '#wire/model';
import type { StartedTurnBody } from '#wire/thread';
import { answerOf } from '../answer.ts';
import { type Client, openClient } from '../client.ts';
import { type Command, Failure, type Invocation, numberValue, type Terminal, textValue, WrongOption } from '../command.ts';
import { ensureModel } from '../ensure-model.ts';
import { harmlessLines } from '../harmless.ts';
import { readWhole } from '../whole-text.ts';

/** Between two looks at whether a model is being loaded. */
const LOOK_MS = 500;

export const command: Command = {
  summary: 'Ask a model in the terminal.',
  usage:
    'oriel chat [TEXT] [--model M] [--thread T] [--system S] [--temperature N] [--top-p N] [--seed N] [--max-tokens N] [--document]',
  example: 'oriel chat "Write a haiku about what it’s like to be a Large Language Model." --temperature 0',
  notes: [
    ['TEXT', 'what to ask; - or nothing with a pipe = standard input; nothing in a terminal = a dialogue'],
    ['--model M', 'local/NAME (default: local/default)'],
    ['--thread T', 'go on in this thread'],
    ['--system S', 'system message'],
    ['--temperature N', '0 = always the likeliest token'],
    ['--top-p N', 'only the likeliest tokens that make up this share'],
    ['--seed N', 'the same seed gives the same answer'],
    ['--max-tokens N', 'end after so many tokens'],
    ['--document', 'no chat template: the file goes on with your text'],
  ],
  options: {
    model: { type: 'string' },
    thread: { type: 'string' },
    system: { type: 'string' },
    temperature: { type: 'string' },
    'top-p': { type: 'string' },
    seed: { type: 'string' },
    'max-tokens': { type: 'string' },
    document: { type: 'boolean' },
  },
  run: chat,
};

async function chat(invocation: Invocation): Promise<number | undefined> {
  const { values, words, terminal } = invocation;
  if (words.length > 1) throw new WrongOption('TEXT is one word for the shell: put it in quotes.');
  const isDialogue = words.length === 0 && terminal.isInteractive && !values.json;
  const text = isDialogue ? undefined : words[0] === undefined || words[0] === '-' ? await readWhole(terminal.input) : words[0];
  const model = textValue(values, 'model');
  const settings = settingsOf(invocation);
  const client = await openClient(invocation);
  try {
    await ensureModel(client, invocation, model);
    const place: Place = { thread: textValue(values, 'thread') };
    const system = textValue(values, 'system');
    const body = {
      ...(model !== undefined && { model }),
      ...(system !== undefined && { system }),
      ...(values.document === true && { mode: 'document' }),
      settings,
    };
    if (text !== undefined) return await ask(client, invocation, place, { ...body, text: text.replace(/\r?\n$/, '') });
    return await talk(client, invocation, place, body);
  } finally {
    await client.close();
  }
}

function settingsOf({ values }: Invocation): TurnSettings {
  const temperature = numberValue(values, 'temperature', { min: 0, max: 2 });
  const topP = numberValue(values, 'top-p', { min: 0.000001, max: 1 });
  const seed = numberValue(values, 'seed', { min: 0, max: 0xffff_ffff, isWhole: true });
  const maxTokens = numberValue(values, 'max-tokens', { min: 1, max: 1_000_000, isWhole: true });
  return {
    ...(temperature !== undefined && { temperature }),
    ...(topP !== undefined && { topP }),
    ...(seed !== undefined && { seed }),
    ...(maxTokens !== undefined && { maxTokens }),
  };
}

/** The thread that is written in; a new one is made with its first question, and not kept if that is refused. */
type Place = { thread: string | undefined };

async function begin(client: Client, place: Place, body: object): Promise<StartedTurnBody> {
  const thread = place.thread ?? (await client.send<Thread>('POST', '/threads', {})).id;
  try {
    const started = await client.send<StartedTurnBody>('POST', `/threads/${encodeURIComponent(thread)}/turns`, body);
    place.thread = thread;
    return started;
  } catch (error) {
    if (place.thread === undefined) await client.send('DELETE', `/threads/${thread}`).catch(() => {});
    throw error;
  }
}

/** One question and its answer, streamed as it comes, or as one object with `--json`. */
async function ask(client: Client, invocation: Invocation, place: Place, body: object): Promise<number> {
  const { values, terminal, interrupted } = invocation;
  const started = await begin(client, place, body);
  const stop = () => void client.send('POST', `/turns/${started.turn}/stop`).catch(() => {});
  interrupted.addEventListener('abort', stop);
  if (interrupted.aborted) stop();
  let turn: Turn | null = null;
  let hasWords = false;
  const loaded = showLoading(client, terminal);
  try {
    for await (const events of client.follow(started.turn)) {
      loaded();
      for (const event of events) {
        turn = foldTurn(turn, event);
        if (event.type === 'prompt-delta') terminal.progress(`reading: ${event.read} of ${turn.prompt?.tokens ?? ''} tokens`);
        if (values.json || event.type !== 'part-delta' || !event.text) continue;
        terminal.write(terminal.outputIsTerminal ? harmlessLines(event.text) : event.text);
        hasWords = true;
      }
    }
  } finally {
    loaded();
    interrupted.removeEventListener('abort', stop);
  }
  if (!turn) throw new Failure('The turn has no events.');
  if (values.json) terminal.print(JSON.stringify(answerOf(turn)));
  else {
    if (hasWords) terminal.print('');
    if (hasWords || turn.status !== 'failed') terminal.say(terminal.dim(lineOf(turn, await nameOf(client, turn))));
  }
  if (turn.status === 'failed') throw new Failure(turn.error?.message ?? 'The turn failed.');
  return interrupted.aborted ? 130 : 0;
}

/** Says which model is being loaded and for how long, until the returned function is called. */
function showLoading(client: Client, terminal: Terminal): () => void {
  const began = Date.now();
  let isOver = false;
  const show = async () => {
    const { models } = await client.get<{ models: WireModel[] }>('/models');
    const row = models.find(({ state, aliasOf }) => state === 'loading' && aliasOf === undefined);
    if (row && !isOver) terminal.progress(`loading ${row.model} · ${Math.round((Date.now() - began) / 1000)} s`);
  };
  const timer = setInterval(() => void show().catch(() => {}), LOOK_MS);
  return () => {
    isOver = true;
    clearInterval(timer);
  };
}

/** The name of the model that answered, where it is not the one that was asked for. */
async function nameOf(client: Client, turn: Turn): Promise<string | undefined> {
  const answered = turn.answeredBy?.snapshot;
  if (answered === undefined) return undefined;
  const { models } = await client.get<{ models: WireModel[] }>('/models');
  const row = models.find(({ snapshot, aliasOf }) => snapshot === answered && aliasOf === undefined);
  return row?.model === turn.asked.model ? undefined : row?.model;
}

function lineOf(turn: Turn, name: string | undefined): string {
  const answer = answerOf(turn);
  const { prompt, completion } = answer.usage;
  const answered = answer.model.answered?.slice(0, 8);
  return [
    answered ? `${answer.model.asked} → ${name === undefined ? '' : `${name} `}${answered}` : answer.model.asked,
    `${prompt?.value ?? 'unknown'} in · ${completion?.value ?? 'unknown'} out`,
    ...(answer.timing.tokensPerSecond !== undefined ? [`${answer.timing.tokensPerSecond.toFixed(1)} tokens/s`] : []),
    ...(turn.cost?.kind === 'local' ? ['free: computed here'] : []),
    ...(answer.ended === 'end' ? [] : [answer.ended ?? '']),
  ].join(' · ');
}

/** A dialogue: an empty line or Ctrl+D ends it; Ctrl+C stops an answer. */
async function talk(client: Client, invocation: Invocation, place: Place, body: object): Promise<number> {
  const { terminal, interrupted } = invocation;
  terminal.say(terminal.dim('Write to the model. Ctrl+D ends the dialogue.'));
  const lines = createInterface({ input: terminal.input, output: process.stderr, prompt: '> ' });
  lines.on('SIGINT', () => process.emit('SIGINT'));
  let isOpen = true;
  lines.once('close', () => {
    isOpen = false;
  });
  interrupted.addEventListener('abort', () => lines.close());
  lines.prompt();
  let isFirst = true;
  for await (const line of lines) {
    if (line.trim() !== '') {
      const asked = ask(client, invocation, place, { ...(isFirst ? body : { ...body, system: undefined }), text: line });
      await asked.then(
        () => {
          isFirst = false;
        },
        (error: Error) => terminal.say(harmlessLines(error.message)),
      );
    }
    if (interrupted.aborted) break;
    if (isOpen) lines.prompt(); // Ctrl+D may have come during the answer.
  }
  return interrupted.aborted ? 130 : 0;
}
