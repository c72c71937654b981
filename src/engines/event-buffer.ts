/** What one side pushes and the other side awaits, in order: how an engine's events leave it. */
export type EventBuffer<Item> = AsyncIterable<Item> & {
  push(item: Item): void;
  /** No more items; what is there is still given out. Pushing after this does nothing. */
  end(): void;
};

export function createEventBuffer<Item>(): EventBuffer<Item> {
  const items: Item[] = [];
  let isEnded = false;
  let wake = () => {};
  return {
    push(item) {
      if (isEnded) return;
      items.push(item);
      wake();
    },
    end() {
      isEnded = true;
      wake();
    },
    async *[Symbol.asyncIterator]() {
      for (;;) {
        yield* items.splice(0);
        if (items.length > 0) continue;
        if (isEnded) return;
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    },
  };
}
