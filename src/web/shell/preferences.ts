/**
 * What a person chose: kept by the server, mirrored in the browser so that the next start has it before the first
 * paint. A value that cannot be read is as if it had not been chosen.
 */
import { useSyncExternalStore } from 'react';
import { readPreferences, writePreferences } from '../api/calls.ts';

export type Preferences = {
  /** Absent: the browser's. */
  language?: 'en' | 'zh';
  theme?: 'system' | 'light' | 'dark';
  /** Single-key shortcuts; on unless switched off. */
  singleKeys?: boolean;
  panelOpen?: boolean;
  panelWidth?: number;
  /** Model of new chats; absent: `local/default`. */
  model?: string;
  /** The model that `local/default` was last seen to mean: its move is told once. */
  aliasSeen?: string;
};

const PLACE = 'oriel.preferences';
let preferences = readMirror();
const listeners = new Set<() => void>();

export function usePreferences(): Preferences {
  return useSyncExternalStore(
    (hear) => {
      listeners.add(hear);
      return () => listeners.delete(hear);
    },
    () => preferences,
  );
}

/** Changes some of it, here at once and then at the server. @throws CallFailed when the server could not keep it. */
export async function setPreferences(change: Preferences): Promise<void> {
  keep({ ...preferences, ...change });
  await writePreferences(change);
}

/** Changes some of it in this page only: for what is still under the pointer. */
export function previewPreferences(change: Preferences): void {
  keep({ ...preferences, ...change });
}

/** Takes over what the server knows. A server that does not answer changes nothing. */
export async function loadPreferences(): Promise<void> {
  try {
    keep({ ...preferences, ...((await readPreferences()) as Preferences) });
  } catch {
    // The mirror holds until the server is back.
  }
}

/** Shows the theme: an attribute for a chosen one, none for the system's. */
export function applyTheme({ theme }: Preferences): void {
  if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme;
  else delete document.documentElement.dataset.theme;
}

function keep(next: Preferences): void {
  preferences = next;
  applyTheme(next);
  try {
    localStorage.setItem(PLACE, JSON.stringify(next));
  } catch {
    // Storage is full or switched off: the server's copy is enough.
  }
  for (const hear of listeners) hear();
}

function readMirror(): Preferences {
  try {
    const value: unknown = JSON.parse(localStorage.getItem(PLACE) ?? '{}');
    return typeof value === 'object' && value !== null ? (value as Preferences) : {};
  } catch {
    return {};
  }
}
