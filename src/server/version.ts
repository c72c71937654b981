/** The version of this Oriel, as its package says it. Knows nothing of what runs. */
import { readFileSync } from 'node:fs';

export function versionOf(): string {
  return JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')).version;
}
