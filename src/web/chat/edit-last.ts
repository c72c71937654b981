/** The up key in an empty composer edits the last question: the composer asks, the question's row hears. */
import { useEffect, useRef } from 'react';

const rows = new Map<string, () => void>();

export function useEditLast(message: string | undefined, edit: () => void): void {
  const latest = useRef(edit);
  latest.current = edit;
  useEffect(() => {
    if (message === undefined) return;
    const row = () => latest.current();
    rows.set(message, row);
    return () => {
      rows.delete(message);
    };
  }, [message]);
}

/** Opens a question's editor, if its row is in sight. */
export function editQuestion(message: string | undefined): void {
  if (message !== undefined) rows.get(message)?.();
}
