/** An ask of the token worker and its newest answer; older answers stay until the new one comes. */
import { useEffect, useState } from 'react';
import { reasonOf } from '../api/client.ts';
import type { Answer, Ask, AskName } from './ask.ts';
import { pageClient } from './page-client.ts';
import { GivenUp } from './token-client.ts';

export type Asked<Name extends AskName> = {
  answer?: Answer<Name>;
  /** What the answer is to. */
  of?: Ask<Name>;
  failure?: string;
  /** The answer is to an older ask. */
  isBusy: boolean;
  /** Asks the same again, after a failure. */
  retry: () => void;
};

type Settled<Name extends AskName> = { to: Ask<Name>; answer?: Answer<Name>; failure?: string };

/** @param ask kept by the caller (`useMemo`): another object is another ask; undefined asks nothing */
export function useAsked<Name extends AskName>(lane: string, ask: Ask<Name> | undefined): Asked<Name> {
  const [settled, setSettled] = useState<Settled<Name>>();
  const [attempt, setAttempt] = useState(0);
  const retry = () => {
    setSettled(undefined);
    setAttempt(attempt + 1);
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: another attempt asks the same again
  useEffect(() => {
    if (!ask) return;
    let isWanted = true;
    pageClient()
      .ask<Name>(lane, ask)
      .then(
        (answer) => isWanted && setSettled({ to: ask, answer }),
        (error) => isWanted && !(error instanceof GivenUp) && setSettled({ to: ask, failure: reasonOf(error) }),
      );
    return () => {
      isWanted = false;
    };
  }, [lane, ask, attempt]);
  if (!ask) return { isBusy: false, retry };
  return {
    isBusy: settled?.to !== ask,
    retry,
    ...(settled?.answer !== undefined && { answer: settled.answer, of: settled.to }),
    ...(settled?.failure !== undefined && settled.to === ask && { failure: settled.failure }),
  };
}
