/**
 * While a person begins to write, the model is loaded and reads what will stand before their words: the template's opening and the
 * system message. Both can take seconds, and then nobody waits for them.
 */
import { useEffect } from 'react';
import { textOf } from '#domain/conversation/part';
import { systemOf } from '#domain/conversation/thread';
import type { WireModel } from '#wire/model';
import { countOnly } from '../api/count.ts';
import { useDraftPart } from './draft.ts';
import { isHere } from './model-choice.ts';
import type { ThreadView } from './use-thread.ts';

/** Stands where the words will: only what comes before them is read. */
const STAND_IN = 'x';

export function useReadAhead(thread: string, model: string, row: WireModel | undefined, path: ThreadView['path']): void {
  const isWriting = useDraftPart(thread, ({ text, mode }) => text !== '' && mode === 'chat');
  const own = useDraftPart(thread, ({ system }) => system);
  const before = systemOf(path);
  const system = own ?? (before ? textOf(before.parts) : '');
  const canRead = row !== undefined && row.vendor === 'local' && isHere(row) && row.modes.includes('chat');
  useEffect(() => {
    if (!isWriting || !canRead) return;
    const messages = [
      ...(system === '' ? [] : [{ role: 'system' as const, text: system }]),
      { role: 'user' as const, text: STAND_IN },
    ];
    countOnly({ model, messages, chat: true }).catch(() => {}); // The turn itself meets the failure, and tells it.
  }, [isWriting, canRead, model, system]);
}
