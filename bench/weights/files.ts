/** Which weights files a benchmark runs on: those named on the command line, else the small one of the tests. */
import { existsSync } from 'node:fs';
import { TEST_WEIGHTS } from '#engines/llama/test-weights';

export function weightsFiles(): string[] {
  const named = process.argv.slice(3);
  const files = named.length > 0 ? named : [TEST_WEIGHTS.path];
  const missing = files.find((file) => !existsSync(file));
  if (missing !== undefined) throw new Error(`There is no ${missing}. Name a GGUF file, or set ORIEL_TEST_WEIGHTS.`);
  return files;
}
