/**
 * The processor is one: native calls never overlap, so that every row is evaluated alone and its numbers do not
 * depend on who else is asking. Those who wait take turns; what is done ahead of need waits for everybody.
 */
export type Processor = {
  /** Runs when all who came earlier have run. */
  run<Result>(work: () => Promise<Result>): Promise<Result>;
  /** Runs when nobody else waits. */
  runIdle<Result>(work: () => Promise<Result>): Promise<Result>;
};

export function createProcessor(): Processor {
  const waiting: (() => Promise<void>)[] = [];
  const idle: (() => Promise<void>)[] = [];
  let isBusy = false;

  async function go(): Promise<void> {
    if (isBusy) return;
    isBusy = true;
    for (let work = waiting.shift() ?? idle.shift(); work; work = waiting.shift() ?? idle.shift()) await work();
    isBusy = false;
  }

  function queueIn(queue: (() => Promise<void>)[]) {
    return <Result>(work: () => Promise<Result>): Promise<Result> =>
      new Promise((resolve, reject) => {
        queue.push(() => work().then(resolve, reject));
        void go();
      });
  }

  return { run: queueIn(waiting), runIdle: queueIn(idle) };
}
