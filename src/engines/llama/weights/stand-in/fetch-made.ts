/**
 * One process that fetches one row and can be killed: `node fetch-made.ts HOME ROW.json`. Says each phase on standard output. Its package
 * client is the stand-in; its hub is at HF_ENDPOINT.
 */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { openWeights } from '../library.ts';

const [home = '', rowPath = ''] = process.argv.slice(2);
const row = JSON.parse(readFileSync(rowPath, 'utf8'));
const client = fileURLToPath(new URL('./package-client.ts', import.meta.url));
const library = openWeights({
  home,
  table: [row],
  clients: [[process.execPath, client]],
  environment: process.env,
  answerMs: 1000,
});

let phase: string | undefined;
library.onChange((view) => {
  if (view.phase !== phase) process.stdout.write(`${view.phase}\n`);
  phase = view.phase;
});
const view = await library.fetch(row.id);
process.stdout.write(`${view.state}\n`);
await library.close();
