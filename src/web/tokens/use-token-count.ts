/**
 * How many tokens a text is for a model, live: `const { count, isCounting, failure } = useTokenCount(text, model)`.
 * Models whose encoding is public are counted in the page's worker at each keystroke, and the text is not sent anywhere;
 * for others (a local file's own vocabulary) the server counts once the typing rests.
 */
import { useEffect, useState } from 'react';
import type { Count } from '#domain/money/usage';
import { countTokens } from '../api/calls.ts';
import { reasonOf } from '../api/client.ts';

export type TokenCount = {
  /** Of the newest text that was counted; absent while nothing is known. */
  count?: Count;
  /** The count is of an older text. */
  isCounting: boolean;
  failure?: string;
};

/** How long (ms) the typing must rest before the server is asked. */
const REST_MS = 150;

type Counted = { model: string; text: string; count?: Count; failure?: string };

/** @param model `vendor/model`; undefined while none is chosen */
export function useTokenCount(text: string, model: string | undefined): TokenCount {
  const [counted, setCounted] = useState<Counted>();
  useEffect(() => {
    if (model === undefined || text === '') return;
    const control = new AbortController();
    countOf(text, model, control.signal).then(
      (count) => !control.signal.aborted && setCounted({ model, text, ...(count && { count }) }),
      (error) => !control.signal.aborted && setCounted({ model, text, failure: reasonOf(error) }),
    );
    return () => control.abort();
  }, [text, model]);
  if (text === '') return { count: { value: 0, grade: 'exact' }, isCounting: false };
  const isCounting = counted?.text !== text || counted.model !== model;
  if (counted?.model !== model) return { isCounting };
  return {
    isCounting,
    ...(counted?.count && { count: counted.count }),
    ...(counted?.failure !== undefined && { failure: counted.failure }),
  };
}

async function countOf(text: string, model: string, signal: AbortSignal): Promise<Count | undefined> {
  return (model.startsWith('local/') ? undefined : await countHere(text, model)) ?? (await countThere(text, model, signal));
}

/** Loaded when a model needs it: a first page with a local model has neither families nor worker. */
async function countHere(text: string, model: string): Promise<Count | undefined> {
  const { countInPage } = await import('./count-in-page.ts');
  return countInPage(text, model);
}

async function countThere(text: string, model: string, signal: AbortSignal): Promise<Count | undefined> {
  await new Promise((resolve) => setTimeout(resolve, REST_MS));
  signal.throwIfAborted();
  return (await countTokens({ model, text }, signal)).counts.content;
}
