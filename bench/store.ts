/**
 * `npm run bench -- store`: durable commits beside a bare loop, 200 turns at 100 tokens a second, a thread of 2,000
 * messages, search in 100,000 messages, opening. Every figure is of this run, on this machine, with what else it does.
 */
import { benchCommits } from './store/commits.ts';
import { benchSearch } from './store/search.ts';
import { benchStream } from './store/stream.ts';
import { benchThread } from './store/thread.ts';

export type Figure = { name: string; value: string; target?: string };

export default async function bench(): Promise<void> {
  for (const part of [benchCommits, benchStream, benchThread, benchSearch]) {
    for (const { name, value, target } of await part()) {
      console.log(`${name.padEnd(58)} ${value.padStart(12)}${target === undefined ? '' : `   target ${target}`}`);
    }
  }
}
