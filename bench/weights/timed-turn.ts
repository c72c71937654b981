/** One turn of a local model with its times: when its first token came, how fast it read and answered. */
import type { TurnSettings, TurnStart } from '#domain/conversation/turn-event';
import type { PromptInput } from '#domain/templates/prompt';
import type { LocalModel } from '#engines/local-model';
import { speedOf } from './speed.ts';

export type TimedTurn = {
  firstTokenMs: number;
  tokensPerSecond: number;
  /** Tokens of the prompt that had to be read, and how fast that was. */
  read: number;
  readPerSecond: number;
  ids: number[];
  text: string;
};

let turns = 0;

export async function timeTurn(model: LocalModel, input: PromptInput, settings: TurnSettings): Promise<TimedTurn> {
  const { prompt, window } = await model.render(input);
  const start: TurnStart = {
    type: 'turn-start',
    turn: `turn-${++turns}`,
    thread: 'thread',
    message: 'message',
    at: 0,
    asked: { vendor: 'local', model: model.name },
    mode: input.mode,
    settings,
    window,
  };
  const times: number[] = [];
  const ids: number[] = [];
  let text = '';
  let read = 0;
  const reading = { from: 0, to: 0 };
  const began = performance.now();
  for await (const event of model.answer({ start, prompt, person: 'bench' }, new AbortController().signal)) {
    const now = performance.now();
    if (event.type === 'prompt-start') {
      read = event.tokens - event.kept;
      reading.from = now;
    } else if (event.type === 'prompt-end') reading.to = now;
    else if (event.type === 'part-delta') {
      text += event.text ?? '';
      for (const token of event.tokens ?? []) {
        times.push(now);
        ids.push(token.id);
      }
    } else if (event.type === 'turn-end' && event.error) throw new Error(event.error.message);
  }
  return {
    firstTokenMs: (times[0] ?? began) - began,
    tokensPerSecond: speedOf(times),
    read,
    readPerSecond: (read / (reading.to - reading.from)) * 1000,
    ids,
    text,
  };
}
