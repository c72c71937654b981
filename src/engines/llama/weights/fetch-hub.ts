/**
 * Brings a range of a hub file onto the disk and goes on after any cut: ranges with the validator of the first answer, what is on the
 * disk is never asked for again. Checks lengths, not hashes: who asked knows what the bytes should be.
 */
import { open, rm, truncate } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { codeOf, reasonOf, SourceFailure } from './failure.ts';
import { bytesAt } from './holding.ts';
import { askHub, type Hub, type HubAnswer, NoAnswer } from './hub.ts';
import { readJson, writeJson } from './place.ts';
import type { HubSource } from './row.ts';

export type HubFetch = {
  hub: Hub;
  source: HubSource;
  /** Length and hash of the whole file there. */
  file: { bytes: number; sha256: string };
  range: { offset: number; length: number };
  /** Grows to `range.length` bytes; what it holds at the beginning counts. */
  to: string;
  signal: AbortSignal;
  /** A transfer that brings no byte for so long is begun again. */
  stallMs: number;
  /** Wait before the second attempt without progress; doubled each time. */
  backoffMs: number;
  onReceived: (bytes: number) => void;
};

/** Attempts in a row that brought nothing. */
const MAX_IDLE_ATTEMPTS = 5;

/** @throws SourceFailure in one sentence when the hub cannot or will not give the bytes; what came is kept. */
export async function fetchRange(fetch: HubFetch): Promise<void> {
  let idle = 0;
  let why = '';
  for (;;) {
    const before = await ownBytes(fetch);
    if (before === fetch.range.length) return;
    try {
      await attempt(fetch, before);
      why = 'the transfer ended early';
    } catch (error) {
      fetch.signal.throwIfAborted();
      if (codeOf(error) === 'ENOSPC') throw error;
      if (error instanceof NoAnswer ? idle === 0 && before === 0 : error instanceof SourceFailure) throw error;
      why = reasonOf(error);
    }
    const after = await ownBytes(fetch);
    idle = after > before ? 0 : idle + 1;
    if (idle >= MAX_IDLE_ATTEMPTS)
      throw new SourceFailure(`gave up at byte ${after} of ${fetch.range.length} after ${idle} attempts: ${why}`);
    if (after < fetch.range.length)
      await sleep(idle === 0 ? 0 : fetch.backoffMs * 2 ** (idle - 1), undefined, { signal: fetch.signal });
  }
}

/** Length of what is here; a file that is too long was not written by us. */
async function ownBytes(fetch: HubFetch): Promise<number> {
  const bytes = await bytesAt(fetch.to);
  if (bytes <= fetch.range.length) return bytes;
  await rm(fetch.to);
  return 0;
}

async function attempt(fetch: HubFetch, have: number): Promise<void> {
  const { range, file, source, hub } = fetch;
  const note = `${fetch.to}.json`;
  const stored = have > 0 ? await readJson(note) : undefined;
  const validator = isNote(stored) ? stored.validator : undefined;
  const from = range.offset + have;
  const isWhole = from === 0 && range.length === file.bytes;
  const asked = isWhole ? {} : { range: { from, to: range.offset + range.length - 1 } };
  const answer = await askHub(hub, source, { ...asked, validator, signal: fetch.signal });
  try {
    const skip = skipOf(fetch, answer, from);
    if (have > 0 && validator !== undefined && answer.validator !== validator) {
      await truncate(fetch.to, 0);
      throw new Error('the file there was replaced; begun anew');
    }
    if (have === 0 && answer.validator !== undefined) await writeJson(note, { validator: answer.validator });
    await write(fetch, answer, have, skip);
  } finally {
    answer.close();
  }
}

function isNote(value: unknown): value is { validator: string } {
  return typeof value === 'object' && value !== null && 'validator' in value && typeof value.validator === 'string';
}

/** How many bytes of the answer come before those that are wanted: none of a true range, all before it when ranges are ignored. */
function skipOf({ file }: HubFetch, { response, facts }: HubAnswer, from: number): number {
  if (facts.sha256 !== undefined && facts.sha256 !== file.sha256)
    throw new SourceFailure(`another file lies there now: sha256 ${facts.sha256}, expected ${file.sha256}`);
  if (facts.bytes !== undefined && facts.bytes !== file.bytes)
    throw new SourceFailure(`the file has ${facts.bytes} bytes there, expected ${file.bytes}`);
  if (response.status !== 206) return from;
  const [, start, total] = /^bytes (\d+)-\d+\/(\d+|\*)$/.exec(response.headers.get('content-range') ?? '') ?? [];
  if (Number(start) !== from) throw new Error(`a range from byte ${start ?? '(not said)'} came, ${from} was asked for`);
  if (total !== '*' && Number(total) !== file.bytes)
    throw new SourceFailure(`the file has ${total} bytes there, expected ${file.bytes}`);
  return 0;
}

async function write(fetch: HubFetch, { response, close }: HubAnswer, have: number, skip: number): Promise<void> {
  const file = await open(fetch.to, 'a');
  let [at, left] = [have, skip];
  const giveUp = () => close(new Error(`no byte came for ${fetch.stallMs / 1000} s`));
  let timer = setTimeout(giveUp, fetch.stallMs);
  try {
    for await (const chunk of response.body ?? []) {
      clearTimeout(timer);
      timer = setTimeout(giveUp, fetch.stallMs);
      const fresh = chunk.subarray(Math.min(left, chunk.length)).subarray(0, fetch.range.length - at);
      left -= Math.min(left, chunk.length);
      await file.write(fresh);
      at += fresh.length;
      fetch.onReceived(at);
      if (at === fetch.range.length) return;
    }
  } finally {
    clearTimeout(timer);
    await file.close();
  }
}
