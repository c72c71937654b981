/**
 * Whether this machine has room for a file: in memory, where the file's pages, the copy that the engine repacks for the processor, and
 * the window count; and on the disk, while it is fetched. Pure: it is told what is free.
 */
import { sizeText } from './failure.ts';
import { type PinnedRow, partsOfRow } from './row.ts';

export type RoomQuestion = {
  memoryBytes: number;
  diskBytes: number;
  /** Tokens of the window to be opened; default 8,192 or what the model was trained on, if less. */
  window?: number;
};

export type Room = {
  fits: boolean;
  memory: { needed: number; free: number };
  disk: { needed: number; free: number };
  /** The window that `memory.needed` is for, tokens. */
  window: number;
  /** The largest window that would fit in memory; 0 when not even the file does. */
  windowThatFits: number;
  /** Why not, with the numbers; absent when it fits. */
  sentence?: string;
};

/** The window that is opened unless another is asked for, tokens; less where the model has less. */
export const DEFAULT_WINDOW = 8192;
/** Measured: 1.5B parameters, file of 1.12 GB, window of 8,192: resident 2.3 GB, of which the window 0.23. */
const COPIES_OF_FILE = 2;
/** What a model needs besides: buffers of a step, the tables of the tokenizer. */
const MARGIN = 1.15;
/** For files whose header was not read yet; that of a model of 1.5B parameters. */
const USUAL_WINDOW_BYTES_PER_TOKEN = 28_672;

export function roomFor(row: PinnedRow, { memoryBytes, diskBytes, window }: RoomQuestion): Room {
  const asked = Math.min(window ?? DEFAULT_WINDOW, row.window ?? Number.POSITIVE_INFINITY);
  const perToken = row.windowBytesPerToken ?? USUAL_WINDOW_BYTES_PER_TOKEN;
  const needed = Math.ceil((COPIES_OF_FILE * row.bytes + asked * perToken) * MARGIN);
  const spare = memoryBytes / MARGIN - COPIES_OF_FILE * row.bytes;
  const windowThatFits = Math.min(Math.max(0, Math.floor(spare / perToken)), row.window ?? Number.POSITIVE_INFINITY);
  const disk = diskNeeded(row);
  const faults = [
    ...(needed > memoryBytes
      ? [`${sizeText(needed)} of memory with a window of ${asked} tokens, and ${sizeText(memoryBytes)} are free`]
      : []),
    ...(disk > diskBytes ? [`${sizeText(disk)} of disk while it is fetched, and ${sizeText(diskBytes)} are free`] : []),
  ];
  return {
    fits: faults.length === 0,
    memory: { needed, free: memoryBytes },
    disk: { needed: disk, free: diskBytes },
    window: asked,
    windowThatFits,
    ...(faults.length > 0 && { sentence: `${row.model} needs ${faults.join('; and ')}.` }),
  };
}

/** The joined file, and the wheels beside it where it comes in parts. */
function diskNeeded(row: PinnedRow): number {
  return row.bytes + partsOfRow(row).reduce((total, part) => total + part.wheelBytes, 0);
}
