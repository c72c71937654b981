/** A weights library of made-up rows, without files: states are set by the test. For tests of what the server makes of them. */
import type { WeightsLibrary } from '#engines/llama/weights/library';
import type { WeightsRow } from '#engines/llama/weights/row';
import type { WeightsState, WeightsView } from '#engines/llama/weights/view';

export type MadeUpRow = {
  id: string;
  state: WeightsState;
  bytes?: number;
  /** More of the row, and more of how it stands. */
  row?: Partial<WeightsRow>;
  view?: Partial<WeightsView>;
};

/** Hashes of made-up files: the id in hexadecimal, filled up. */
export const hashOf = (id: string) => Buffer.from(id).toString('hex').padEnd(64, '0').slice(0, 64);

export function madeUpWeights(rows: MadeUpRow[]) {
  const listeners = new Set<(view: WeightsView) => void>();
  const asked: string[] = [];
  const used: string[] = [];
  const find = (id: string): MadeUpRow => {
    const found = rows.find((row) => row.id === id);
    if (!found) throw new Error(`There is no weights file "${id}".`);
    return found;
  };
  const rowOf = ({ id, bytes = 1_000_000, row }: MadeUpRow): WeightsRow => ({
    id,
    model: id,
    file: `${id}.gguf`,
    bytes,
    sha256: hashOf(id),
    licence: 'MIT',
    languages: ['en'],
    window: 2048,
    windowBytesPerToken: 0,
    modes: ['chat', 'document'],
    defaults: { temperature: 0.5, stop: ['x'] },
    sources: [],
    ...row,
  });
  const viewOf = (made: MadeUpRow): WeightsView => {
    const { id, model, file, bytes, sha256, licence } = rowOf(made);
    return {
      id,
      model,
      file,
      licence,
      ...(bytes !== undefined && { bytes }),
      ...(sha256 !== undefined && { sha256 }),
      state: made.state,
      ...made.view,
    };
  };
  const library = {
    list: async () => rows.map(viewOf),
    row: async (id: string) => rowOf(find(id)),
    path: async (id: string) => (find(id).state === 'ready' ? `/weights/${id}.gguf` : undefined),
    idOf: async (name: string) => name,
    async add(id: string) {
      asked.push(id);
      find(id).state = 'ready';
      return viewOf(find(id));
    },
    noteUse: async (id: string) => void used.push(id),
    onChange(listener: (view: WeightsView) => void) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
  return {
    rows,
    /** What was asked to be added, in order. */
    asked,
    /** What was noted as used, in order. */
    used,
    tell: (id: string) => {
      for (const listener of listeners) listener(viewOf(find(id)));
    },
    countListeners: () => listeners.size,
    /** What of the library the server uses; the rest is not made up. */
    library: library as unknown as WeightsLibrary & typeof library,
  };
}
