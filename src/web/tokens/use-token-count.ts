/**
 * How many tokens a text is for a model, live: `const { count, isCounting, failure } = useTokenCount(text, model, file)`.
 * Where the encoding is public or came with a model file here, the page's worker counts at each key, and the text is not
 * sent anywhere; for others (a file whose ids only the library that runs it knows) the server counts once the typing rests.
 */
import { useEffect, useState } from 'react';
import type { Count } from '#domain/money/usage';
import { CallFailed, reasonOf } from '../api/client.ts';
import { countOnly } from '../api/count.ts';

export type TokenCount = {
  /** Of the newest text that was counted; absent while nothing is known. */
  count?: Count;
  /** The count is of an older text. */
  isCounting: boolean;
  /** Why there is none. Where the server was not there, it is asked again. */
  failure?: string;
};

const AGAIN_MS = 3000;

/** How long (ms) the typing must rest before the server is asked; longer for a text that takes it longer. */
const restMs = (length: number): number => (length > 20_000 ? 800 : 150);

type Counted = { model: string; text: string; count?: Count; failure?: string };

/**
 * @param model `vendor/model`; undefined while none is chosen
 * @param file SHA-256 of its file, where Oriel's own encoder makes the file's ids
 */
export function useTokenCount(text: string, model: string | undefined, file?: string): TokenCount {
  const [counted, setCounted] = useState<Counted>();
  const [tries, setTries] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: `tries` asks again
  useEffect(() => {
    if (model === undefined || text === '') return;
    const control = new AbortController();
    let again: ReturnType<typeof setTimeout> | undefined;
    countOf(text, model, file, control.signal).then(
      (count) => !control.signal.aborted && setCounted({ model, text, ...(count && { count }) }),
      (error) => {
        if (control.signal.aborted) return;
        setCounted({ model, text, failure: reasonOf(error) });
        if (!isRefused(error)) again = setTimeout(() => setTries((before) => before + 1), AGAIN_MS);
      },
    );
    return () => {
      control.abort();
      clearTimeout(again);
    };
  }, [text, model, file, tries]);
  if (text === '') return { count: { value: 0, grade: 'exact' }, isCounting: false };
  if (model === undefined) return { isCounting: false };
  const isCounting = counted?.text !== text || counted.model !== model;
  if (counted?.model !== model) return { isCounting };
  return {
    isCounting,
    ...(counted?.count && { count: counted.count }),
    ...(counted?.failure !== undefined && { failure: counted.failure }),
  };
}

/** The server looked at the text and does not count it: it would not the next time. */
const isRefused = (error: unknown): boolean =>
  error instanceof CallFailed && error.problem.status >= 400 && error.problem.status < 500;

async function countOf(text: string, model: string, file: string | undefined, signal: AbortSignal): Promise<Count | undefined> {
  return (await countHere(text, model, file)) ?? (await countThere(text, model, signal));
}

/** Loaded when a text is counted here: the first page has neither families nor worker. */
async function countHere(text: string, model: string, file: string | undefined): Promise<Count | undefined> {
  if (file === undefined && model.startsWith('local/')) return undefined;
  const { countByFile, countInPage } = await import('./count-in-page.ts');
  return file === undefined ? countInPage(text, model) : countByFile(text, file);
}

/** Characters that the server counts at most. */
export const LARGEST_COUNTED = 1_000_000;

async function countThere(text: string, model: string, signal: AbortSignal): Promise<Count | undefined> {
  if (text.length > LARGEST_COUNTED) return undefined;
  await new Promise((resolve) => setTimeout(resolve, restMs(text.length)));
  signal.throwIfAborted();
  return (await countOnly({ model, text }, signal)).content;
}
