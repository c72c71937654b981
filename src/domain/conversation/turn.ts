/**
 * A turn: one model call with all that is true of it, and the one fold that makes it from its events.
 * Store, page, command line and tests all use this fold; it knows none of them.
 */
import type { Cost, Usage } from '#domain/money/usage';
import type { Token } from '#domain/tokens/token';
import type { Part, PartKind } from './part.ts';
import type { EndReason, Mode, Timing, TurnError, TurnEvent, TurnSettings, TurnStart, WindowPlan } from './turn-event.ts';

export type TurnStatus = 'running' | 'ended' | 'stopped' | 'failed' | 'interrupted';

export type TurnPart = {
  kind: PartKind;
  text: string;
  tokens: Token[];
  callId?: string;
  name?: string;
  arguments?: string;
  replay?: unknown;
  isEnded: boolean;
};

export type Turn = {
  turn: string;
  thread: string;
  message: string;
  at: number;
  asked: { vendor: string; model: string };
  mode: Mode;
  settings: TurnSettings;
  template?: string;
  window: WindowPlan;
  status: TurnStatus;
  /** Reading of the prompt: tokens in the row, kept from an earlier turn, read so far; `count` when it is done. */
  prompt?: { tokens?: number; kept?: number; read: number; count?: number };
  answeredBy?: { vendor: string; snapshot?: string; fingerprint?: string; subVendor?: string };
  parts: TurnPart[];
  endToken?: { id: number; bytes: string };
  usage?: Usage;
  notices: { code: string; detail: string }[];
  reason?: EndReason;
  error?: TurnError;
  timing?: Timing;
  cost?: Cost;
};

/** The last turn of an answer, and the turn before it of the same answer where it went on with one. */
export type LastTurn = Turn & { continues?: string };

/** The event list broke the contract; `foldTurn` says how. */
export class BadEventOrder extends Error {
  override name = 'BadEventOrder';
}

/**
 * The turn after one more event. The returned object is new; arrays of tokens and notices are appended in
 * place so that a fold of n tokens costs O(n): drop the turn that was passed in.
 * @throws BadEventOrder when the event cannot stand here.
 */
export function foldTurn(turn: Turn | null, event: TurnEvent): Turn {
  if (turn === null) {
    if (event.type !== 'turn-start') throw new BadEventOrder(`A turn begins with turn-start, not ${event.type}.`);
    return startTurn(event);
  }
  if (turn.status !== 'running') throw new BadEventOrder(`Nothing follows turn-end, but ${event.type} came.`);
  switch (event.type) {
    case 'turn-start':
      throw new BadEventOrder('turn-start came twice.');
    case 'prompt-start':
      return { ...turn, prompt: { tokens: event.tokens, kept: event.kept, read: event.kept } };
    case 'prompt-delta':
      return { ...turn, prompt: { ...turn.prompt, read: event.read } };
    case 'prompt-end':
      return { ...turn, prompt: { ...turn.prompt, read: event.count, count: event.count } };
    case 'answered-by': {
      const { type: _, ...answeredBy } = event;
      return { ...turn, answeredBy };
    }
    case 'part-start':
      return { ...turn, parts: startPart(turn.parts, event) };
    case 'part-delta':
      return { ...turn, parts: replacePart(turn.parts, event.index, (part) => growPart(part, event)) };
    case 'part-end':
      return {
        ...turn,
        parts: replacePart(turn.parts, event.index, (part) => ({
          ...part,
          isEnded: true,
          ...(event.replay !== undefined && { replay: event.replay }),
        })),
      };
    case 'end-token':
      return { ...turn, endToken: { id: event.id, bytes: event.bytes } };
    case 'usage':
      return { ...turn, usage: { kinds: event.kinds, raw: event.raw } };
    case 'notice':
      turn.notices.push({ code: event.code, detail: event.detail });
      return { ...turn };
    case 'turn-end': {
      const { reason, error, timing, cost } = event;
      return { ...turn, status: statusOf(reason), reason, timing, cost, ...(error && { error }) };
    }
  }
}

/** The turn of a whole list of events; null for an empty one. */
export function foldTurnEvents(events: Iterable<TurnEvent>, from: Turn | null = null): Turn | null {
  let turn = from;
  for (const event of events) turn = foldTurn(turn, event);
  return turn;
}

/** What the turn wrote, as parts of its message. */
export function partsOf(turn: Turn): Part[] {
  return turn.parts.map((part): Part => {
    switch (part.kind) {
      case 'tool-call':
        return { kind: part.kind, callId: part.callId ?? '', name: part.name ?? '', arguments: part.arguments ?? '' };
      case 'tool-result':
        return { kind: part.kind, callId: part.callId ?? '', text: part.text };
      case 'image':
      case 'file':
        return { kind: part.kind, mediaType: '', hash: part.text };
      default:
        return { kind: part.kind, text: part.text, ...(part.replay !== undefined && { replay: part.replay }) };
    }
  });
}

function statusOf(reason: EndReason): TurnStatus {
  if (reason === 'stopped' || reason === 'failed' || reason === 'interrupted') return reason;
  return 'ended';
}

function startTurn(event: TurnStart): Turn {
  const { type: _, ...start } = event;
  return { ...start, status: 'running', parts: [], notices: [] };
}

function startPart(parts: TurnPart[], event: Extract<TurnEvent, { type: 'part-start' }>): TurnPart[] {
  if (event.index !== parts.length) throw new BadEventOrder(`Part ${event.index} began where part ${parts.length} was due.`);
  const { kind, callId, name } = event;
  const part: TurnPart = { kind, text: '', tokens: [], isEnded: false };
  if (callId !== undefined) part.callId = callId;
  if (name !== undefined) part.name = name;
  return [...parts, part];
}

function replacePart(parts: TurnPart[], index: number, change: (part: TurnPart) => TurnPart): TurnPart[] {
  const part = parts[index];
  if (!part || part.isEnded) throw new BadEventOrder(`Part ${index} is not open.`);
  const next = parts.slice();
  next[index] = change(part);
  return next;
}

function growPart(part: TurnPart, delta: Extract<TurnEvent, { type: 'part-delta' }>): TurnPart {
  if (delta.tokens) for (const token of delta.tokens) part.tokens.push(token);
  const grown = { ...part };
  if (delta.text) grown.text = part.text + delta.text;
  if (delta.arguments) grown.arguments = (part.arguments ?? '') + delta.arguments;
  return grown;
}
