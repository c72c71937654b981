/**
 * What stands in the composer of each thread and has not been sent: words, system message, settings, mode, model. Kept
 * in the browser, so that a reload or a look at another thread loses nothing.
 */
import { useSyncExternalStore } from 'react';
import type { Draft } from '../inside/inside-props.ts';

/** `model` absent: the one that the thread, or a new chat, has by itself. */
export type ChatDraft = Draft & { model?: string };

/** The draft of the chat that has no thread yet. */
export const NEW = 'new';

const PLACE = 'oriel.drafts';
/** Drafts that are kept; the oldest go first. */
const MOST = 40;
const SAVE_AFTER_MS = 300;
const empty: ChatDraft = { text: '', mode: 'chat', settings: {} };

const drafts = readKept();
/** Words that were sent and are not yet taken: kept as a draft, shown as a question. */
const underway = new Map<string, string>();
const listeners = new Set<() => void>();
let saving: ReturnType<typeof setTimeout> | undefined;

export function useDraft(thread: string): ChatDraft {
  const read = () => draftOf(thread);
  return useSyncExternalStore(
    (hear) => {
      listeners.add(hear);
      return () => listeners.delete(hear);
    },
    read,
    read,
  );
}

export function draftOf(thread: string): ChatDraft {
  return drafts.get(thread) ?? empty;
}

/** A value of `undefined` takes the field away. */
export function changeDraft(thread: string, change: { [Name in keyof ChatDraft]?: ChatDraft[Name] | undefined }): void {
  const next = Object.fromEntries(Object.entries({ ...draftOf(thread), ...change }).filter(([, value]) => value !== undefined));
  drafts.delete(thread);
  drafts.set(thread, next as ChatDraft);
  for (const hear of listeners) hear();
  clearTimeout(saving);
  saving = setTimeout(save, SAVE_AFTER_MS);
}

/** A new chat became a thread: it keeps settings and model, and the next new chat begins empty. */
export function moveNewDraft(thread: string): void {
  changeDraft(thread, draftOf(NEW));
  drafts.delete(NEW);
}

/** Until the server has taken them, sent words stay kept: a reload meanwhile puts them back into the composer. */
export function holdSent(thread: string, text: string): void {
  underway.set(thread, text);
  save();
}

export function releaseSent(thread: string): void {
  underway.delete(thread);
  save();
}

/** What is written to the browser's storage: where nothing new stands, the words under way. Pure. */
export function asKept(drafts: ReadonlyMap<string, ChatDraft>, underway: ReadonlyMap<string, string>): [string, ChatDraft][] {
  const threads = [...new Set([...drafts.keys(), ...underway.keys()])];
  return threads.map((thread) => {
    const draft = drafts.get(thread) ?? empty;
    return [thread, draft.text === '' ? { ...draft, text: underway.get(thread) ?? '' } : draft];
  });
}

function save(): void {
  for (const thread of [...drafts.keys()].slice(0, -MOST)) drafts.delete(thread);
  try {
    localStorage.setItem(PLACE, JSON.stringify(asKept(drafts, underway)));
  } catch {
    // Storage is full or switched off: the draft lives as long as the page.
  }
}

function readKept(): Map<string, ChatDraft> {
  try {
    return new Map(JSON.parse(localStorage.getItem(PLACE) ?? '[]') as [string, ChatDraft][]);
  } catch {
    return new Map();
  }
}
