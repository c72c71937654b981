/** Copies a text, and says for two seconds that it has. */
import { useCallback, useEffect, useState } from 'react';
import { reasonOf } from '../api/client.ts';
import { showToast } from './toast.tsx';

const SAID_MS = 2000;

export function useCopy(): { hasCopied: boolean; copy: (text: string) => void } {
  const [hasCopied, setCopied] = useState(false);
  useEffect(() => {
    if (!hasCopied) return;
    const timer = setTimeout(setCopied, SAID_MS, false);
    return () => clearTimeout(timer);
  }, [hasCopied]);
  const copy = useCallback((text: string) => {
    navigator.clipboard.writeText(text).then(
      () => setCopied(true),
      (error) => showToast({ text: reasonOf(error) }),
    );
  }, []);
  return { hasCopied, copy };
}
