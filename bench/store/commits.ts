/** Durable commits of one row: ours, through the committer's thread, beside a bare node:sqlite loop in the same minute. */
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Figure } from '../store.ts';
import { inHome, ms, quantile, timesOf } from './home.ts';

const ROUNDS = 7;
const COMMITS = 300;
const AT_ONCE = 64;

export function benchCommits(): Promise<Figure[]> {
  return inHome(async (store, home) => {
    const bare = new DatabaseSync(join(home, 'bare.db'));
    bare.exec(
      'pragma journal_mode = wal; pragma synchronous = full; create table preference (key text primary key, value text) strict',
    );
    const insert = bare.prepare('insert into preference values (?, ?)');
    const value = 'x'.repeat(200);
    const rates: { bare: number; ours: number; together: number }[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      const key = (kind: string, at: number) => `${kind}.${round}.${at}`;
      const [bareMs = 0] = await timesOf(1, async () => {
        for (let at = 0; at < COMMITS; at++) insert.run(key('bare', at), value);
      });
      const [oursMs = 0] = await timesOf(1, async () => {
        for (let at = 0; at < COMMITS; at++) await store.preferences.set(store.person, key('ours', at), value);
      });
      const [togetherMs = 0] = await timesOf(1, async () => {
        for (let at = 0; at < COMMITS; at += AT_ONCE) {
          await Promise.all(
            Array.from({ length: AT_ONCE }, (_, n) => store.preferences.set(store.person, key('all', at + n), value)),
          );
        }
      });
      const written = Math.ceil(COMMITS / AT_ONCE) * AT_ONCE;
      rates.push({ bare: COMMITS / bareMs, ours: COMMITS / oursMs, together: written / togetherMs });
    }
    bare.close();
    const median = (of: (rate: (typeof rates)[number]) => number) => quantile(rates.map(of), 0.5);
    const perSecond = (rate: number) => Math.round(rate * 1000).toLocaleString('en');
    return [
      { name: 'durable commits a second, one after the other', value: perSecond(median((rate) => rate.ours)) },
      { name: '  a bare node:sqlite loop in the same run', value: perSecond(median((rate) => rate.bare)) },
      { name: '  ratio (the thread costs one round trip a commit)', value: median((rate) => rate.ours / rate.bare).toFixed(2) },
      { name: `durable rows a second, ${AT_ONCE} callers at once`, value: perSecond(median((rate) => rate.together)) },
      { name: 'one durable commit, median', value: ms(1 / median((rate) => rate.ours)) },
    ];
  });
}
