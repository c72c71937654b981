/** Models and weights on the wire. */
import * as z from 'zod';
import type { Facts } from '#domain/catalogue/facts';
import type { ErrorKind } from '#domain/conversation/turn-event';

export const weightsStates = ['absent', 'fetching', 'stopped', 'ready', 'failed'] as const;

/** Why a file is not here, as kinds of problems. */
export const weightsErrorKinds = [
  'not-found',
  'bad-request',
  'forbidden',
  'unreachable',
  'vendor-fault',
  'too-large',
  'conflict',
] as const satisfies ErrorKind[];

export type WeightsProblemKind = (typeof weightsErrorKinds)[number];

export const weightsSchema = z.object({
  id: z.string(),
  model: z.string(),
  file: z.string(),
  /** Absent until the hub has said it, for rows that only the hub has. */
  bytes: z.int().optional(),
  sha256: z.string().optional(),
  /** Until `bytes` is known. */
  aboutBytes: z.int().optional(),
  licence: z.string(),
  state: z.enum(weightsStates),
  /** What a fetch is doing now, and its share from 0 to 1 where bytes do not tell. */
  phase: z.string().optional(),
  share: z.number().optional(),
  received: z.int().optional(),
  bytesPerSecond: z.number().optional(),
  secondsLeft: z.number().optional(),
  source: z.string().optional(),
  error: z.string().optional(),
  errorKind: z.enum(weightsErrorKinds).optional(),
  /** What was passed over or thrown away on the way, one sentence each. */
  notices: z.array(z.string()).optional(),
  languages: z.array(z.string()).optional(),
  tokensPerSecond: z.number().optional(),
  terms: z.object({ name: z.string(), url: z.string() }).optional(),
  isAccepted: z.boolean().optional(),
  isRecommended: z.boolean().optional(),
  goodFor: z.string().optional(),
  /** Where a file of another program or of this person lies. */
  linked: z.string().optional(),
  usedAt: z.int().optional(),
  /** Removed, but still here: can be restored. */
  removedAt: z.int().optional(),
  /** Why this machine cannot hold it: memory or disk, with the numbers. */
  tooLarge: z.string().optional(),
});

export const fetchWeightsSchema = z.strictObject({
  /** A row's id, the path of a GGUF file, or a file of the hub (`owner/name/file.gguf`). */
  source: z.string().min(1).max(1000),
  acceptsTerms: z.boolean().optional(),
});

/** A weights file of another program on this machine. */
export type FoundWeights = { path: string; bytes: number; program: string; name?: string };

export type WireWeights = z.infer<typeof weightsSchema>;

/** What a file says of itself, without its long lists. */
export type WireFacts = Omit<Facts, 'specials' | 'template'>;

/** A model as the picker and the card show it. */
export type WireModel = {
  vendor: string;
  /** Name without vendor; `local/default` is an alias. */
  model: string;
  /** What an alias stands for now. */
  aliasOf?: string;
  snapshot?: string;
  isReady: boolean;
  state: 'absent' | 'fetching' | 'unloaded' | 'loading' | 'ready' | 'failed';
  error?: string;
  window?: number;
  languages?: string[];
  tokensPerSecond?: number;
  threads?: number;
  bytes?: number;
  licence?: string;
  modes: ('chat' | 'document')[];
  /** The row's recommended settings. */
  defaults: Record<string, number>;
  facts?: WireFacts;
  weights?: WireWeights;
};
