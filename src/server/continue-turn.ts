/**
 * Continuing an answer: the kept tokens stand at the end of the new prompt, to the id. Without a place the same message
 * grows; with one (and perhaps another token there) a branch begins.
 */
import type { Message } from '#domain/conversation/message';
import { pathTo } from '#domain/conversation/thread';
import type { Turn } from '#domain/conversation/turn';
import { type Prompt, textOfRow } from '#domain/templates/prompt';
import { fromHex, type RowToken } from '#domain/tokens/token';
import type { Store } from '#store/store';
import type { StartedTurnBody } from '#wire/thread';
import type { ModelChoice, Models } from './models.ts';
import { Refusal } from './problem.ts';
import { answerTokens, keptTokens } from './row.ts';
import type { TurnRunner } from './run-turn.ts';

export type ContinueNeeds = { store: Store; models: Models; runner: TurnRunner; now: () => number; newId: () => string };
export type ContinueAsk = { at?: number | undefined; token?: number | undefined; requestId?: string | undefined };

export async function continueTurn(needs: ContinueNeeds, person: string, id: string, ask: ContinueAsk): Promise<StartedTurnBody> {
  const { store, models, runner, now, newId } = needs;
  const before = await runner.startedBefore(person, ask.requestId);
  if (before) return before;
  const turn = await store.turns.get(person, id);
  if (turn.status === 'running')
    throw new Refusal('conflict', 'This answer is still being written. Stop it first, then continue.');
  if (ask.token !== undefined && ask.at === undefined)
    throw new Refusal('bad-request', '`token` needs `at`: the position in the row where it is put.');
  const messages = await store.threads.messages(person, turn.thread);
  const old = messages.find((message) => message.id === turn.message);
  const parent = old?.parent;
  if (!old || parent === undefined) throw new Refusal('not-found', `The answer of turn ${id} is no longer in its thread.`);
  if (
    ask.at === undefined &&
    old.turn !== undefined &&
    old.turn !== id &&
    (await store.turns.get(person, old.turn)).status === 'running'
  )
    throw new Refusal('conflict', 'This answer is being continued already. Wait for it, or stop it first.');
  if (ask.at === undefined && turn.reason === 'window-full')
    throw new Refusal(
      'window-exceeded',
      `This answer fills the window of ${turn.window.limit} tokens. Ask in a new message, or choose a model with a larger window.`,
    );
  const prompt = await store.turns.prompt(person, id);
  const kept = keep(turn, prompt, ask);
  const path = pathTo(messages, parent);
  const question = path.at(-1);
  if (!question) throw new Refusal('not-found', `The question of turn ${id} is no longer in its thread.`);
  const isSame = ask.at === undefined && old.turn === id;
  const answer: Message = isSame
    ? old
    : { id: newId(), parent, role: 'assistant', parts: [{ kind: 'text', text: wholeTextOf(kept) }], at: now() };
  const choice = await choiceFor(turn, models);
  const complete = ask.token === undefined ? undefined : putLast(choice);
  if (complete && choice.local.state.state === 'ready') await complete(kept); // Refused at once where that is known at once.
  const tokens = kept.map((token) => ({ ...token, message: answer.id }));
  const row = [...prompt.tokens.slice(0, prompt.tokens.length - keptTokens(prompt, turn.message).length), ...tokens];
  const started = await runner.begin(person, {
    thread: turn.thread,
    choice: { ...choice, asked: choice.model },
    mode: turn.mode,
    settings: turn.settings,
    path,
    written: [],
    question,
    answer,
    kept: tokens,
    known: { ...prompt, text: textOfRow(row), tokens: row },
    ...(complete && { complete }),
    ...(ask.requestId !== undefined && { requestId: ask.requestId }),
  });
  return { turn: started.turn, message: question.id, answer: started.answer };
}

/** The model that goes on: the very file that wrote the answer; for a turn that never got so far, what its name means now. */
async function choiceFor(turn: Turn, models: Models): Promise<ModelChoice> {
  const snapshot = turn.answeredBy?.snapshot;
  if (snapshot === undefined) return models.choose(`${turn.asked.vendor}/${turn.asked.model}`);
  const choice = await models.chooseSnapshot(snapshot);
  if (choice) return choice;
  throw new Refusal(
    'conflict',
    `The file ${snapshot.slice(0, 8)} that wrote this answer is no longer on this machine; only it can continue it.`,
  );
}

/** The answer's tokens up to `at`, with what was recorded as they were drawn, and the token that is put there, which was not drawn. */
function keep(turn: Turn, prompt: Prompt, { at, token }: ContinueAsk): RowToken[] {
  const earlier = keptTokens(prompt, turn.message);
  const all = [...earlier, ...answerTokens(turn)];
  if (at === undefined) return all;
  const begin = prompt.tokens.length - earlier.length;
  const place = at - begin;
  if (place < 0 || place > all.length)
    throw new Refusal(
      'bad-request',
      `at: ${at} is not in the answer, which stands at ${begin} to ${begin + all.length} of the row.`,
    );
  const kept = all.slice(0, place);
  if (token === undefined) return kept;
  const here = all[place] ?? (turn.endToken && { ...turn.endToken, owner: 'model' as const });
  const known = [...(here?.id === token ? [{ id: token, bytes: here.bytes }] : []), ...(all[place]?.alternatives ?? [])];
  const put = known.find((other) => other.id === token);
  if (!put) throw new Refusal('bad-request', `token: ${token} is not among the alternatives recorded at position ${at}.`);
  return [...kept, { id: put.id, bytes: put.bytes, owner: 'model' }];
}

/** The last token, which was put, as the model's own file has it. @throws Refusal when it is one that ends an answer. */
function putLast({ local }: ModelChoice): (kept: RowToken[]) => Promise<RowToken[]> {
  return async (kept) => {
    const { endOfGeneration, specials } = await local.facts();
    const put = kept.at(-1);
    if (put?.id !== undefined && endOfGeneration.includes(put.id))
      throw new Refusal('bad-request', `token: ${put.id} hands the word back; nothing follows it.`);
    const special = specials.find(({ id }) => id === put?.id);
    return put && special ? [...kept.slice(0, -1), { ...put, text: special.text, special: true }] : kept;
  };
}

/** The whole characters that tokens spell; half a character at the end waits for the next token. */
function wholeTextOf(tokens: readonly RowToken[]): string {
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(fromHex(tokens.map((token) => token.bytes).join('')), {
    stream: true,
  });
}
