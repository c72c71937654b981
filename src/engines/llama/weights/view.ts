/** Weights as the page, the terminal and the HTTP interface show them: one row, with what is true of it on this machine now. */
import type { WeightsErrorKind } from './failure.ts';
import type { Phase } from './obtain.ts';
import type { Presence, SourceKind, WeightsRecord } from './record.ts';
import type { Terms, WeightsRow } from './row.ts';

export type WeightsState = 'absent' | 'fetching' | 'stopped' | 'ready' | 'failed';

export type WeightsView = {
  id: string;
  model: string;
  file: string;
  /** Absent until the hub has said it. */
  bytes?: number;
  sha256?: string;
  /** Until `bytes` is known. */
  aboutBytes?: number;
  licence: string;
  state: WeightsState;
  phase?: Phase;
  /** How much of the phase is done, 0 to 1; of checking and joining. */
  share?: number;
  /** Bytes of the finished file that are here, whatever their packing. */
  received?: number;
  bytesPerSecond?: number;
  secondsLeft?: number;
  source?: string;
  sourceKind?: SourceKind;
  error?: string;
  errorKind?: WeightsErrorKind;
  /** What was passed over or thrown away on the way, one sentence each. */
  notices?: string[];
  languages?: string[];
  terms?: Terms;
  isAccepted?: boolean;
  isRecommended?: boolean;
  goodFor?: string;
  /** Where a linked file lies; absent for files of our own. */
  linked?: string;
  usedAt?: number;
  /** The file is still here and `restore` brings it back. */
  removedAt?: number;
};

/** What is true only while this process works on the file. */
export type Live = Pick<
  WeightsView,
  'phase' | 'share' | 'received' | 'bytesPerSecond' | 'secondsLeft' | 'source' | 'sourceKind' | 'notices'
>;

/** `kind` is absent for an error that nobody foresaw. */
export type Failure = { message: string; kind?: WeightsErrorKind };

export type ViewParts = {
  row: WeightsRow;
  record?: WeightsRecord | undefined;
  presence: Presence;
  live?: Live | undefined;
  /** Why the last attempt of this process failed. */
  error?: Failure | undefined;
  /** Bytes that an earlier attempt left. */
  leftBytes?: number;
};

export function viewOf({ row, record, presence, live, error, leftBytes = 0 }: ViewParts): WeightsView {
  return {
    id: row.id,
    model: row.model,
    file: row.file,
    ...(row.bytes !== undefined ? { bytes: row.bytes } : row.aboutBytes !== undefined && { aboutBytes: row.aboutBytes }),
    ...(row.sha256 !== undefined && { sha256: row.sha256 }),
    licence: row.licence,
    ...(row.languages.length > 0 && { languages: [...row.languages] }),
    ...(row.terms !== undefined && { terms: row.terms, isAccepted: record?.termsAcceptedAt !== undefined }),
    ...(row.isRecommended && { isRecommended: true }),
    ...(row.goodFor !== undefined && { goodFor: row.goodFor }),
    ...(record?.path !== undefined && record.removedAt === undefined && { linked: record.path }),
    ...(record?.usedAt !== undefined && { usedAt: record.usedAt }),
    ...(record?.removedAt !== undefined && { removedAt: record.removedAt }),
    ...stateOf({ row, record, presence, live, error, leftBytes }),
  };
}

type StateParts = Omit<ViewParts, 'leftBytes'> & { leftBytes: number };

function stateOf({
  row,
  record,
  presence,
  live,
  error,
  leftBytes,
}: StateParts): Pick<WeightsView, 'state' | 'error' | 'errorKind'> & Live {
  const origin = {
    ...(record?.source !== undefined && { source: record.source }),
    ...(record?.sourceKind !== undefined && { sourceKind: record.sourceKind }),
  };
  if (presence.state === 'ready')
    return { state: 'ready', ...origin, ...(row.bytes !== undefined && { received: row.bytes }), ...live };
  if (live !== undefined) return { state: 'fetching', ...live };
  const left = leftBytes > 0 ? { received: leftBytes } : {};
  if (presence.state === 'failed') return { state: 'failed', error: presence.error, errorKind: presence.kind, ...origin };
  if (error !== undefined)
    return { state: 'failed', error: error.message, ...(error.kind !== undefined && { errorKind: error.kind }), ...left };
  return { state: record?.stoppedAt !== undefined ? 'stopped' : 'absent', ...left };
}
