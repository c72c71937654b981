/** The row of a turn: prompt and answer as one, in order, with counts and owners. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { foldTurnEvents, type Turn } from '#domain/conversation/turn';
import type { TurnEvent, TurnStart } from '#domain/conversation/turn-event';
import type { Prompt } from '#domain/templates/prompt';
import { columnsOf } from '#domain/tokens/row-columns';
import { type RowToken, toHex } from '#domain/tokens/token';
import { answerTokens, columnsOfTurn, inColumns, keptTokens, ownedBy, rowOf } from './row.ts';

const bytes = (text: string) => toHex(new TextEncoder().encode(text));
const token = (id: number, text: string, owner: RowToken['owner'], message?: string): RowToken => ({
  id,
  bytes: bytes(text),
  text,
  owner,
  ...(message !== undefined && { message }),
});

const START: TurnStart = {
  type: 'turn-start',
  turn: 't',
  thread: 'h',
  message: 'a',
  at: 0,
  asked: { vendor: 'local', model: 'small' },
  mode: 'chat',
  settings: {},
  window: { limit: 100, used: 4, reserve: 10, left: [] },
};

const PROMPT: Prompt = {
  encoding: 'tiny',
  grade: 'exact',
  text: '<u>Hi you',
  tokens: [
    { id: 1, bytes: bytes('<u>'), text: '<u>', owner: 'template', special: true, message: 'q' },
    token(2, 'Hi', 'person', 'q'),
    token(3, ' you', ['person', 'template'], 'q'),
    token(4, '\n', 'template', 'q'),
  ],
};

function turnOf(...events: TurnEvent[]): Turn {
  const turn = foldTurnEvents([START, ...events]);
  assert.ok(turn);
  return turn;
}

const ANSWER: TurnEvent[] = [
  { type: 'part-start', index: 0, kind: 'text' },
  { type: 'part-delta', index: 0, text: 'Oh', tokens: [{ id: 5, bytes: bytes('Oh'), logprob: -0.5, alternatives: [] }] },
  { type: 'part-delta', index: 0, tokens: [{ id: 6, bytes: 'e8' }] },
  { type: 'part-end', index: 0 },
];
const END: TurnEvent = { type: 'end-token', id: 9, bytes: bytes('<e>') };

test('the columns of a turn are those of its row, its counts too', () => {
  const { tokens, ...facts } = PROMPT;
  const later = [
    ...tokens,
    token(5, 'Oh', 'model', 'b'),
    token(2, 'Hi', 'person', 'r'),
    token(7, '!', ['person', 'template'], 'r'),
  ];
  for (const given of [tokens, later, [], [token(4, '\n', 'template')]])
    for (const turn of [turnOf(), turnOf(...ANSWER), turnOf(...ANSWER, END)])
      assert.deepEqual(
        columnsOfTurn(turn, { ...facts, columns: columnsOf(given) }),
        inColumns(rowOf(turn, { ...PROMPT, tokens: given })),
      );
});

test('prompt, answer and end token stand in order, each with its owner', () => {
  const { tokens } = rowOf(turnOf(...ANSWER, END), PROMPT);
  assert.deepEqual(
    tokens.map(({ id, owner }) => [id, owner]),
    [
      [1, 'template'],
      [2, 'person'],
      [3, ['person', 'template']],
      [4, 'template'],
      [5, 'model'],
      [6, 'model'],
      [9, 'model'],
    ],
  );
});

test('the tokens of the prompt are those that were sent, to the field', () => {
  assert.deepEqual(rowOf(turnOf(), PROMPT).tokens, PROMPT.tokens);
});

test('what the model said of a token stays with it: probability and alternatives', () => {
  assert.deepEqual(rowOf(turnOf(...ANSWER), PROMPT).tokens[4], {
    id: 5,
    bytes: bytes('Oh'),
    text: 'Oh',
    owner: 'model',
    message: 'a',
    logprob: -0.5,
    alternatives: [],
  });
});

test('half a character has bytes and no text', () => {
  assert.deepEqual(rowOf(turnOf(...ANSWER), PROMPT).tokens[5], { id: 6, bytes: 'e8', owner: 'model', message: 'a' });
});

test('a byte order mark is a text too', () => {
  const mark: TurnEvent = { type: 'part-delta', index: 0, text: '\ufeff', tokens: [{ id: 7, bytes: 'efbbbf' }] };
  const [token] = answerTokens(turnOf({ type: 'part-start', index: 0, kind: 'text' }, mark));
  assert.equal(token?.text, '\ufeff');
});

test('the end token is special, has its name, and counts to the row and not to the answer', () => {
  const { tokens, counts } = rowOf(turnOf(...ANSWER, END), PROMPT);
  assert.deepEqual(tokens.at(-1), { id: 9, bytes: bytes('<e>'), text: '<e>', owner: 'model', message: 'a', special: true });
  assert.deepEqual(
    Object.entries(counts).map(([name, count]) => [name, count?.value, count?.grade]),
    [
      ['content', 2, 'exact'],
      ['prompt', 4, 'exact'],
      ['answer', 2, 'exact'],
      ['row', 7, 'exact'],
    ],
  );
});

test('content counts the words of the last question alone, tokens that cross its border too', () => {
  const tokens = [token(7, 'Old', 'person', 'q0'), token(8, 'Yes', 'model', 'a0'), ...PROMPT.tokens];
  assert.equal(rowOf(turnOf(), { ...PROMPT, tokens }).counts.content?.value, 2);
});

test('counts carry the grade of the prompt', () => {
  const { grade, counts } = rowOf(turnOf(), { ...PROMPT, grade: 'estimated' });
  assert.deepEqual([grade, counts.row?.grade], ['estimated', 'estimated']);
});

test('tokens of all parts are in the answer, reasoning before text', () => {
  const turn = turnOf(
    { type: 'part-start', index: 0, kind: 'reasoning' },
    { type: 'part-delta', index: 0, text: 'h', tokens: [{ id: 1, bytes: '68' }] },
    { type: 'part-end', index: 0 },
    { type: 'part-start', index: 1, kind: 'text' },
    { type: 'part-delta', index: 1, text: 'a', tokens: [{ id: 2, bytes: '61' }] },
  );
  assert.deepEqual(
    answerTokens(turn).map(({ id }) => id),
    [1, 2],
  );
});

test('without a pass over the row, probabilities are an upper bound; with one, they are exact and stand everywhere', () => {
  const turn = turnOf(...ANSWER);
  assert.equal(rowOf(turn, PROMPT).probabilities, 'upper-bound');
  const exact = [{}, ...[1, 2, 3, 4, 5].map((at) => ({ logprob: -at, alternatives: [] }))];
  const row = rowOf(turn, PROMPT, exact);
  assert.equal(row.probabilities, 'exact');
  assert.deepEqual(
    row.tokens.map(({ logprob }) => logprob),
    [undefined, -1, -2, -3, -4, -5],
  );
  assert.deepEqual(
    row.tokens.map(({ bytes }) => bytes),
    rowOf(turn, PROMPT).tokens.map(({ bytes }) => bytes),
  );
});

test('model, encoding and the very text of the prompt stand beside the tokens', () => {
  const { model, encoding, text } = rowOf(turnOf(), PROMPT);
  assert.deepEqual([model, encoding, text], ['local/small', 'tiny', '<u>Hi you']);
});

test('kept tokens are the model’s own at the end of the prompt, of this answer only', () => {
  const kept = [token(5, 'Oh', 'model', 'a'), token(6, ' my', 'model', 'a')];
  const earlier = token(8, 'Yes', 'model', 'a0');
  assert.deepEqual(keptTokens({ ...PROMPT, tokens: [...PROMPT.tokens, ...kept] }, 'a'), kept);
  assert.deepEqual(keptTokens({ ...PROMPT, tokens: [...PROMPT.tokens, earlier] }, 'a'), []);
  assert.deepEqual(keptTokens({ ...PROMPT, tokens: [earlier, ...kept] }, 'a'), kept);
  assert.deepEqual(keptTokens(PROMPT, 'a'), []);
});

test('a token is owned by one, or by each of a list', () => {
  assert.equal(ownedBy(token(1, 'a', 'person'), 'person'), true);
  assert.equal(ownedBy(token(1, 'a', ['template', 'person']), 'person'), true);
  assert.equal(ownedBy(token(1, 'a', ['template', 'model']), 'person'), false);
});
