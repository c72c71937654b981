/** Models and weights on the wire. */
import * as z from 'zod';
import type { Facts } from '#domain/catalogue/facts';

export const weightsStates = ['absent', 'fetching', 'stopped', 'ready', 'failed'] as const;

export const weightsSchema = z.object({
  id: z.string(),
  model: z.string(),
  file: z.string(),
  bytes: z.int(),
  sha256: z.string(),
  licence: z.string(),
  state: z.enum(weightsStates),
  received: z.int().optional(),
  bytesPerSecond: z.number().optional(),
  secondsLeft: z.number().optional(),
  source: z.string().optional(),
  error: z.string().optional(),
  languages: z.array(z.string()).optional(),
  tokensPerSecond: z.number().optional(),
});
export type WireWeights = z.infer<typeof weightsSchema>;

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
  facts?: Facts;
  weights?: WireWeights;
};
