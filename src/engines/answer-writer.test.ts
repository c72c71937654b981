import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { foldTurnEvents } from '#domain/conversation/turn';
import type { TurnEvent, TurnStart } from '#domain/conversation/turn-event';
import { toHex } from '#domain/tokens/token';
import { createAnswerWriter, joinDeltas } from './answer-writer.ts';

const token = (text: string, id = 1) => ({ id, bytes: toHex(new TextEncoder().encode(text)) });

function write(texts: string[], stops?: string[]): TurnEvent[] {
  const events: TurnEvent[] = [];
  const writer = createAnswerWriter([], stops, (event) => events.push(event));
  for (const text of texts) writer.token(token(text));
  writer.end();
  return events;
}

describe('the writer of an answer', () => {
  it('opens one text part with the first token and closes it at the end', () => {
    assert.deepEqual(
      write(['Hel', 'lo']).map((event) => (event.type === 'part-delta' ? event.text : event.type)),
      ['part-start', 'Hel', 'lo', 'part-end'],
    );
  });

  it('writes nothing for an answer without a token', () => {
    assert.deepEqual(write([]), []);
  });

  it('writes every token, also those of a stop string that the text leaves out', () => {
    const events = write(['Hello', ' STOP'], ['STOP']);
    assert.equal(events.flatMap((event) => (event.type === 'part-delta' ? (event.tokens ?? []) : [])).length, 2);
    assert.equal(events.map((event) => (event.type === 'part-delta' ? (event.text ?? '') : '')).join(''), 'Hello ');
  });

  it('gives the text that was held back with the end', () => {
    const events = write(['go ', '</'], ['</end>']);
    assert.deepEqual(events.slice(-2), [
      { type: 'part-delta', index: 0, text: '</' },
      { type: 'part-end', index: 0 },
    ]);
  });
});

describe('joined deltas', () => {
  const start: TurnStart = {
    type: 'turn-start',
    turn: 't',
    thread: 'th',
    message: 'm',
    at: 0,
    asked: { vendor: 'local', model: 'x' },
    mode: 'chat',
    settings: {},
    window: { limit: 10, used: 1, reserve: 1, left: [] },
  };

  it('are fewer and fold to the same turn', () => {
    const events: TurnEvent[] = [
      start,
      { type: 'prompt-start', tokens: 9, kept: 0 },
      { type: 'prompt-delta', read: 4 },
      { type: 'prompt-delta', read: 8 },
      { type: 'prompt-end', count: 9 },
      ...write(['Hel', 'lo', ' World']),
    ];
    const joined = joinDeltas(events);
    assert.equal(joined.length, 7);
    assert.deepEqual(foldTurnEvents(joined), foldTurnEvents(events));
  });

  it('leave the given events as they were', () => {
    const events = write(['Hel', 'lo']);
    const before = structuredClone(events);
    joinDeltas(events);
    assert.deepEqual(events, before);
  });
});
