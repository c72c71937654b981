/**
 * What stands in the composer of each thread and has not been sent: words, system message, settings, mode, model; and what
 * its questions are being changed to. Kept in the browser, so that a reload or a look at another thread loses nothing.
 *
 * Each thread's draft has a place of its own, so that tabs do not write over each other's. Where two tabs write into the same
 * thread, or both begin a new chat, each finds its own after a reload, and the next visit finds the last.
 */
import { useSyncExternalStore } from 'react';
import { tellAllNow } from '../field/telling.ts';
import type { Draft } from '../inside/inside-props.ts';

export type ChatDraft = Draft & {
  /** Absent: the one that the thread, or a new chat, has by itself. */
  model?: string;
  /** Words on their way to the server. Should the page go before it has them, they are back in the composer. */
  sent?: string;
  /** The questions whose editors are open, by message, with what stands in them. */
  edits?: Record<string, string>;
};
type Kept = ChatDraft & { /** When it was kept. */ at: number };

/** The draft of the chat that has no thread yet. */
export const NEW = 'new';

const PLACE = 'oriel.draft.';
/** Drafts that are kept for the next visit; the oldest go first. */
const MOST = 40;
/** The longest time that what was typed is in this page only. Keeping 400,000 characters takes milliseconds: not at each key. */
const SAVE_AFTER_MS = 2000;
const empty: ChatDraft = { text: '', mode: 'chat', settings: {} };

/** What this tab last found or left for all tabs, by place. */
const shared = new Map<string, string>();
const drafts = readKept();
const unsaved = new Set<string>();
/** Places whose text this tab has changed, and not yet left for itself. */
const changed = new Set<string>();
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
  drafts.set(thread, next as ChatDraft);
  unsaved.add(thread);
  for (const hear of listeners) hear();
  if ('sent' in change) save();
  else saving ??= setTimeout(saveWhenIdle, SAVE_AFTER_MS);
}

/** What a question is being changed to; `undefined` closes its editor. */
export function changeEdit(thread: string, message: string, text: string | undefined): void {
  const { [message]: _, ...others } = draftOf(thread).edits ?? {};
  const edits = text === undefined ? others : { ...others, [message]: text };
  changeDraft(thread, { edits: Object.keys(edits).length > 0 ? edits : undefined });
}

/** A new chat became a thread: it keeps settings and model, and the next new chat begins empty. */
export function moveNewDraft(thread: string): void {
  const draft = draftOf(NEW);
  drafts.delete(NEW);
  unsaved.add(NEW);
  changeDraft(thread, draft);
}

/** Saves when the page goes or is put away: nobody knows whether it comes back. Returns its own undoing, which saves too. */
export function saveAtLeaving(): () => void {
  const onHidden = () => document.visibilityState === 'hidden' && leave();
  window.addEventListener('pagehide', leave);
  document.addEventListener('visibilitychange', onHidden);
  return () => {
    window.removeEventListener('pagehide', leave);
    document.removeEventListener('visibilitychange', onHidden);
    save();
  };
}

/** Between two keys, where the browser can tell. */
function saveWhenIdle(): void {
  if ('requestIdleCallback' in globalThis) requestIdleCallback(save, { timeout: SAVE_AFTER_MS });
  else save();
}

function save(): void {
  clearTimeout(saving);
  saving = undefined;
  for (const thread of unsaved) keep(PLACE + thread, draftOf(thread));
  unsaved.clear();
}

function keep(place: string, draft: ChatDraft): void {
  changed.add(place);
  try {
    if (isEmpty(draft)) {
      // What another tab left there since is not this tab's to take away.
      if (localStorage.getItem(place) === shared.get(place)) localStorage.removeItem(place);
      shared.delete(place);
      return;
    }
    const text = JSON.stringify({ ...draft, at: Date.now() } satisfies Kept);
    localStorage.setItem(place, text);
    shared.set(place, text);
  } catch {
    // Storage is full or switched off: the draft lives as long as the page.
  }
}

/** For this tab alone only when it goes: that would double the time that keeping takes from who types. */
function leave(): void {
  tellAllNow();
  save();
  try {
    for (const place of changed) {
      const text = shared.get(place);
      if (text === undefined) sessionStorage.removeItem(place);
      else sessionStorage.setItem(place, text);
    }
    changed.clear();
  } catch {
    // As above.
  }
}

const isEmpty = ({ text, mode, settings, ...others }: ChatDraft): boolean =>
  text === '' && mode === 'chat' && Object.keys({ ...settings, ...others }).length === 0;

function readKept(): Map<string, ChatDraft> {
  try {
    const everyone = keptIn(localStorage).sort((a, b) => b.draft.at - a.draft.at);
    for (const { place } of everyone.splice(MOST)) localStorage.removeItem(place);
    for (const { place, text } of everyone) shared.set(place, text);
    return new Map(
      [...everyone, ...keptIn(sessionStorage)].map(({ place, draft: { at: _, sent = '', ...draft } }) => [
        place.slice(PLACE.length),
        { ...draft, text: draft.text || sent },
      ]),
    );
  } catch {
    return new Map();
  }
}

function keptIn(storage: Storage): { place: string; text: string; draft: Kept }[] {
  const places = Object.keys(storage).filter((place) => place.startsWith(PLACE));
  return places.map((place) => {
    const text = storage.getItem(place) ?? '';
    return { place, text, draft: JSON.parse(text) as Kept };
  });
}
