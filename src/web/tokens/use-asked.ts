/** An ask of the token worker and its newest answer; older answers stay until the new one comes. */
import { useEffect, useState } from 'react';
import { reasonOf } from '../api/client.ts';
import type { Answer, Ask, AskName } from './ask.ts';
import { pageClient } from './page-client.ts';
import { GivenUp } from './token-client.ts';

export type Asked<Name extends AskName> = {
  answer?: Answer<Name>;
  failure?: string;
  /** The answer is to an older ask. */
  isBusy: boolean;
};

type Settled<Name extends AskName> = { to: Ask<Name>; answer?: Answer<Name>; failure?: string };

/** @param ask kept by the caller (`useMemo`): another object is another ask; undefined asks nothing */
export function useAsked<Name extends AskName>(lane: string, ask: Ask<Name> | undefined): Asked<Name> {
  const [settled, setSettled] = useState<Settled<Name>>();
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
  }, [lane, ask]);
  if (!ask) return { isBusy: false };
  return {
    isBusy: settled?.to !== ask,
    ...(settled?.answer !== undefined && { answer: settled.answer }),
    ...(settled?.failure !== undefined && settled.to === ask && { failure: settled.failure }),
  };
}
