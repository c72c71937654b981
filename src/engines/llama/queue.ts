/**
 * The queue of turns before a model. It goes round the persons, not the turns: who asks for five answers waits as
 * long for the first as who asks for one. Knows no model.
 */
export type Queue = {
  /** Resolves when it is this turn's time; rejects with the signal's reason when it aborts first. */
  enter(person: string, onPlace: (place: number) => void, signal: AbortSignal): Promise<void>;
  /** A turn that had its time is over. */
  leave(): void;
  readonly running: number;
  readonly waiting: number;
};

type Waiting = { person: string; begin: () => void; onPlace: (place: number) => void; place: number };

/** `most` = turns that may run at the same time, asked at every change. */
export function createQueue(most: () => number): Queue {
  const waiting: Waiting[] = [];
  /** When each person last had a time; lower = longer ago. */
  const served = new Map<string, number>();
  let round = 0;
  let running = 0;

  function next(): void {
    while (running < most()) {
      const first = inOrder(waiting, served)[0];
      if (!first) break;
      waiting.splice(waiting.indexOf(first), 1);
      running++;
      served.set(first.person, ++round);
      first.begin();
    }
    tellPlaces();
    if (running === 0 && waiting.length === 0) served.clear();
  }

  function tellPlaces(): void {
    for (const [at, one] of inOrder(waiting, served).entries()) {
      if (one.place === at + 1) continue;
      one.place = at + 1;
      one.onPlace(one.place);
    }
  }

  return {
    enter(person, onPlace, signal) {
      return new Promise((resolve, reject) => {
        const leaveLine = () => {
          const at = waiting.indexOf(one);
          if (at < 0) return;
          waiting.splice(at, 1);
          reject(signal.reason);
          tellPlaces();
        };
        const one: Waiting = {
          person,
          onPlace,
          place: 0,
          begin: () => {
            signal.removeEventListener('abort', leaveLine);
            resolve();
          },
        };
        if (signal.aborted) return reject(signal.reason);
        signal.addEventListener('abort', leaveLine, { once: true });
        waiting.push(one);
        next();
      });
    },
    leave() {
      running--;
      next();
    },
    get running() {
      return running;
    },
    get waiting() {
      return waiting.length;
    },
  };
}

/** Whose time comes next: the persons served longest ago first, each once a round. */
function inOrder(waiting: readonly Waiting[], served: ReadonlyMap<string, number>): Waiting[] {
  const rounds = new Map<string, number>();
  return waiting
    .map((one) => {
      const round = rounds.get(one.person) ?? 0;
      rounds.set(one.person, round + 1);
      return { one, round, last: served.get(one.person) ?? 0 };
    })
    .sort((a, b) => a.round - b.round || a.last - b.last)
    .map(({ one }) => one);
}
