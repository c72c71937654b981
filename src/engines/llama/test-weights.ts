/**
 * The small weights file that tests run on: `ORIEL_TEST_WEIGHTS`, or the one in the usual place. Absent: tests that
 * need it are skipped, and say so.
 */
import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** SmolLM2-135M-Instruct, Q4_1: 98 MB. */
const SHA256 = 'b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53';

const usual = join(process.env.XDG_DATA_HOME ?? join(homedir(), '.local/share'), 'oriel/weights', `${SHA256}.gguf`);

export const TEST_WEIGHTS = {
  path: process.env.ORIEL_TEST_WEIGHTS ?? usual,
  sha256: SHA256,
  get skip(): string | false {
    return existsSync(this.path) ? false : `the small weights file is not here: set ORIEL_TEST_WEIGHTS or put it at ${usual}`;
  },
};
