/** Search in 100,000 messages, 40 % of them Chinese, and what it takes to open and copy such a store. */
import { mkdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Message } from '#domain/conversation/message';
import { newId } from '#store/id';
import { openStore } from '#store/open-store';
import type { Store } from '#store/store';
import type { Figure } from '../store.ts';
import { inHome, ms, quantile, timesOf } from './home.ts';
import { texts } from './texts.ts';

const MESSAGES = 100_000;
const MESSAGES_A_THREAD = 500;
const RARE_WORD = 'zyxwvut';
const RARE_PAIR = '龘靐';

export function benchSearch(): Promise<Figure[]> {
  return inHome(async (store, home) => {
    const said = texts(MESSAGES, 7);
    for (const at of [11, 50_000, 99_000]) said[at] = `${said[at]} ${RARE_WORD} ${said[at + 1]}${RARE_PAIR}。`;
    const [buildMs = 0] = await timesOf(1, async () => {
      for (let at = 0; at < MESSAGES; at += MESSAGES_A_THREAD) await thread(store, said.slice(at, at + MESSAGES_A_THREAD));
    });
    const find = async (query: string) => {
      const times = await timesOf(40, () => store.threads.list(store.person, { query, limit: 20 }));
      return ms(quantile(times, 0.5));
    };
    const found = (await store.threads.list(store.person, { query: RARE_PAIR, limit: 20 })).rows.length;
    if (found !== 3) throw new Error(`The two characters stand in 3 threads, and ${found} were found.`);
    const figures: Figure[] = [
      { name: 'search in 100,000 messages: rare word, median', value: await find(RARE_WORD), target: '5 ms' },
      { name: '  rare pair of Chinese characters', value: await find(RARE_PAIR), target: '5 ms' },
      { name: '  commonest pair of Chinese characters, first 20 threads', value: await find('\u4e00\u4e01') },
      { name: '  commonest word, first 20 threads', value: await find('lo') },
      { name: '  a word that nothing holds', value: await find('nothingholdsthis') },
      { name: '  written and indexed, a second', value: Math.round((MESSAGES / buildMs) * 1000).toLocaleString('en') },
    ];
    const other = join(home, 'other');
    await mkdir(other);
    const [copyMs = 0] = await timesOf(1, () => store.backup(join(other, 'oriel.db')));
    const { size } = await stat(join(other, 'oriel.db'));
    const opening: number[] = [];
    for (let round = 0; round < 5; round++) {
      const start = performance.now();
      const opened = await openStore({ home: other, now: Date.now, newId });
      opening.push(performance.now() - start);
      await opened.close();
    }
    figures.push(
      { name: `backup of these ${Math.round(size / 1e6)} MB, verified`, value: ms(copyMs) },
      { name: 'open the store, median', value: ms(quantile(opening, 0.5)), target: '100 ms' },
    );
    return figures;
  });
}

/** One turn that brings a whole branch of messages: the quickest way to fill a store through its own door. */
async function thread(store: Store, said: string[]): Promise<void> {
  const { id } = await store.threads.create(store.person, {});
  const messages: Message[] = [];
  for (const [at, text] of said.entries()) {
    const parent = messages.at(-1)?.id;
    const role = at % 2 === 0 ? ('user' as const) : ('assistant' as const);
    messages.push({ id: newId(), role, parts: [{ kind: 'text', text }], at, ...(parent !== undefined && { parent }) });
  }
  await store.turns.start(store.person, {
    start: {
      type: 'turn-start',
      turn: newId(),
      thread: id,
      message: messages.at(-1)?.id ?? '',
      at: 1,
      asked: { vendor: 'local', model: 'bench' },
      mode: 'chat',
      settings: {},
      window: { limit: 1, used: 0, reserve: 0, left: [] },
    },
    prompt: { encoding: 'bench', grade: 'exact', text: '', tokens: [] },
    messages,
  });
}
