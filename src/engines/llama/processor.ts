/**
 * The processor is one: native calls never overlap, so that every row is evaluated alone and its numbers do not
 * depend on who else is asking. Those who wait take turns, one call each.
 */
export type Processor = {
  /** Runs when all who came earlier have run. */
  run<Result>(work: () => Promise<Result>): Promise<Result>;
};

export function createProcessor(): Processor {
  let last: Promise<unknown> = Promise.resolve();
  return {
    run(work) {
      const result = last.then(work);
      last = result.catch(() => {});
      return result;
    },
  };
}
