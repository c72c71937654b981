/** One encoder in a fresh process: arguments are peer, native file and text file; prints times and memory as JSON. */
import { readFileSync } from 'node:fs';
import { PEERS } from './peer.ts';

export type Fresh = { readyMs: number; firstMs: number; tokens: number; heapMb: number; residentMb: number };

const [name = '', nativeFile = '', textFile = ''] = process.argv.slice(2);
const text = readFileSync(textFile, 'utf8');
const before = memory();
const start = performance.now();
const encode = await PEERS[name]?.(nativeFile);
if (!encode) throw new Error(`There is no peer ${name}.`);
await encode('Hello, wörld 你好');
const ready = performance.now();
const after = memory();
const begin = performance.now();
const tokens = await encode(text);
const fresh: Fresh = {
  readyMs: ready - start,
  firstMs: performance.now() - begin,
  tokens,
  heapMb: after.heap - before.heap,
  residentMb: after.resident - before.resident,
};
console.log(JSON.stringify(fresh));
process.exit(0);

/** JavaScript's heap with what its buffers hold outside, and all of the process, in megabytes. */
function memory(): { heap: number; resident: number } {
  globalThis.gc?.();
  const { heapUsed, external, rss } = process.memoryUsage();
  return { heap: (heapUsed + external) / 1e6, resident: rss / 1e6 };
}
