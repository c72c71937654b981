/**
 * Uniform numbers as a function of a seed and a place, not of a stream: the number of a position is the same
 * whatever was drawn before it, so that a turn can be continued from any of its tokens.
 */

/** A number in [0, 1) with 53 random bits. `seed` and `place` are whole numbers; only their low 32 bits count. */
export function chanceAt(seed: number, place: number): number {
  const high = mix(mix(seed ^ 0x9e3779b9) ^ mix(place ^ 0x85ebca6b));
  const low = mix(high ^ 0xc2b2ae35);
  return ((high >>> 5) * 2 ** 26 + (low >>> 6)) / 2 ** 53;
}

/** The finaliser of MurmurHash3 (32 bits): every input bit changes every output bit with probability one half. */
function mix(value: number): number {
  let hash = value | 0;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
