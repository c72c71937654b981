/**
 * While a person begins to write, the model is loaded and reads what will stand before their words: the template's opening and the
 * system message; of a thread that no loaded file has in mind, all of it. That can take seconds, and then nobody waits for it.
 */
import { useEffect, useRef } from 'react';
import type { Message } from '#domain/conversation/message';
import { textOf } from '#domain/conversation/part';
import { systemOf } from '#domain/conversation/thread';
import type { WireModel } from '#wire/model';
import { countOnly } from '../api/count.ts';
import { useDraftPart } from './draft.ts';
import { isHere } from './model-choice.ts';

/** Stands where the words will: only what comes before them is read. */
const STAND_IN = { role: 'user' as const, text: 'x' };

export function useReadAhead(thread: string, model: string, row: WireModel | undefined, path: readonly Message[]): void {
  const isWriting = useDraftPart(thread, ({ text, mode }) => text !== '' && mode === 'chat');
  const system = useDraftPart(thread, (draft) => draft.system);
  const canRead = row !== undefined && row.vendor === 'local' && isHere(row) && row.modes.includes('chat');
  const latest = useRef({ path, isUnloaded: false });
  latest.current = { path, isUnloaded: row?.state === 'unloaded' };
  useEffect(() => {
    if (!isWriting || !canRead) return;
    const { path, isUnloaded } = latest.current;
    // A loaded file has the thread in mind already, in the very ids that it wrote.
    const messages = messagesBefore(isUnloaded ? path : path.filter(({ role }) => role === 'system'), system);
    countOnly({ model, messages: [...messages, STAND_IN], chat: true, readAhead: true }).catch(() => {}); // The turn itself meets the failure, and tells it.
  }, [isWriting, canRead, model, system]);
}

/** What a template is given before the new words: the system message in force, then what was said. */
function messagesBefore(path: readonly Message[], system: string | undefined) {
  const before = systemOf(path);
  const inForce = system ?? (before ? textOf(before.parts) : '');
  const spoken = path.flatMap(({ role, parts }) => {
    const text = textOf(parts);
    return (role === 'user' || role === 'assistant') && text !== '' ? [{ role, text }] : [];
  });
  return [...(inForce === '' ? [] : [{ role: 'system' as const, text: inForce }]), ...spoken];
}
