/**
 * What stands in the composer of each thread and has not been sent: words, system message, settings, mode, model. Kept
 * in the browser, so that a reload or a look at another thread loses nothing.
 */
import { useSyncExternalStore } from 'react';
import type { Draft } from '../inside/inside-props.ts';

export type ChatDraft = Draft & {
  /** Absent: the one that the thread, or a new chat, has by itself. */
  model?: string;
  /** Words on their way to the server. Should the page go before it has them, they are back in the composer. */
  sent?: string;
};

/** The draft of the chat that has no thread yet. */
export const NEW = 'new';

const PLACE = 'oriel.drafts';
/** Drafts that are kept; the oldest go first. */
const MOST = 40;
const SAVE_AFTER_MS = 300;
const empty: ChatDraft = { text: '', mode: 'chat', settings: {} };

const drafts = readKept();
const listeners = new Set<() => void>();
let saving: ReturnType<typeof setTimeout> | undefined;

export function useDraft(thread: string): ChatDraft {
  return useDraftPart(thread, (draft) => draft);
}

/** What follows from a draft, the same while nothing of it changed: whoever shows no words is not drawn anew at each key. */
export function useDraftPart<Part>(thread: string, partOf: (draft: ChatDraft) => Part): Part {
  const read = () => partOf(draftOf(thread));
  return useSyncExternalStore(listen, read, read);
}

function listen(hear: () => void): () => void {
  listeners.add(hear);
  return () => listeners.delete(hear);
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
  if ('sent' in change) save();
  else saving = setTimeout(save, SAVE_AFTER_MS);
}

/** A new chat became a thread: it keeps settings and model, and the next new chat begins empty. */
export function moveNewDraft(thread: string): void {
  changeDraft(thread, draftOf(NEW));
  drafts.delete(NEW);
}

function save(): void {
  for (const thread of [...drafts.keys()].slice(0, -MOST)) drafts.delete(thread);
  try {
    localStorage.setItem(PLACE, JSON.stringify([...drafts]));
  } catch {
    // Storage is full or switched off: the draft lives as long as the page.
  }
}

function readKept(): Map<string, ChatDraft> {
  try {
    const kept = JSON.parse(localStorage.getItem(PLACE) ?? '[]') as [string, ChatDraft][];
    return new Map(kept.map(([thread, { sent = '', ...draft }]) => [thread, { ...draft, text: draft.text || sent }]));
  } catch {
    return new Map();
  }
}
