/** What every database must find: whole words, the beginning of the last one, any two characters of unspaced scripts. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { answered, type Bench, begin, eventsOf, exchangeIn, promptOf, startOf } from './harness.contract.ts';
import { newId } from './id.ts';
import type { FoundThread, Store } from './store.ts';

export function searchContract(open: () => Promise<Bench>): void {
  async function withStore(use: (store: Store, bench: Bench) => Promise<void>): Promise<void> {
    const bench = await open();
    try {
      await use(bench.store, bench);
    } finally {
      await bench.close();
    }
  }

  async function saying(store: Store, text: string, reply = 'ok', title?: string): Promise<string> {
    const { id } = await store.threads.create(store.person, title === undefined ? {} : { title });
    await answered(store, id, text, reply);
    return id;
  }

  async function find(store: Store, query: string): Promise<FoundThread[]> {
    return (await store.threads.list(store.person, { query, limit: 50 })).rows;
  }

  const ids = (rows: FoundThread[]): string[] => rows.map((row) => row.id);

  /** The marked pieces of the hits. */
  const marked = (rows: FoundThread[]): string[] =>
    rows.flatMap((row) => row.hits ?? []).flatMap((hit) => hit.marks.map(([from, to]) => hit.text.slice(from, to)));

  test('a word, the beginning of the last word, and any two Chinese characters are found and marked', () =>
    withStore(async (store) => {
      const id = await saying(store, 'The quick foo_bar: 大型语言模型预测下一个词', 'Café Straße');
      for (const [query, marks] of [
        ['quick', ['quick']],
        ['QUI', ['qui']],
        ['foo_b', ['foo_b']],
        ['语言', ['语言']],
        ['一个', ['一个']],
        ['词', ['词']],
        ['quick 模型', ['quick', '模型']],
        ['café', ['Café']],
        ['straße', ['Straße']],
      ] as const) {
        const rows = await find(store, query);
        assert.deepEqual([query, ids(rows), marked(rows)], [query, [id], marks]);
      }
    }));

  test('what is not in the text is not found: other words, accents, the middle of a word, words of two messages', () =>
    withStore(async (store) => {
      await saying(store, 'The quick fox 大型语言', 'Café');
      for (const query of ['slow', 'cafe', 'uick', 'qui fox', '型大', 'quick café', '语型']) {
        assert.deepEqual([query, await find(store, query)], [query, []]);
      }
    }));

  test('a quoted phrase is one word with its spaces and signs', () =>
    withStore(async (store) => {
      const id = await saying(store, 'I write C++ and not C, in a foo-bar style');
      for (const query of ['"not C, in"', 'C++', 'foo-bar', '"and not'])
        assert.deepEqual(ids(await find(store, query)), [id], query);
      for (const query of ['"not in"', 'C--', '"bar foo"']) assert.deepEqual(ids(await find(store, query)), [], query);
    }));

  test('titles are found, and found by their new name after a change', () =>
    withStore(async (store) => {
      const id = await saying(store, 'x', 'y', 'Quantum 量子');
      assert.deepEqual(await find(store, '量子'), [await store.threads.get(store.person, id)]);
      await store.threads.update(store.person, id, { title: 'Gardening' });
      assert.deepEqual(await find(store, 'quantum'), []);
      assert.deepEqual(ids(await find(store, 'garden')), [id]);
    }));

  test('an answer is found when it has ended, and its continued text, too', () =>
    withStore(async (store) => {
      const { id } = await store.threads.create(store.person, {});
      const exchange = exchangeIn(id, 'q');
      await begin(store, exchange);
      assert.deepEqual(await find(store, 'lighthouse'), []);
      await store.turns.append(exchange.start.turn, eventsOf('the light'));
      const turn = newId();
      const start = startOf(turn, id, exchange.answer.id);
      await begin(store, { start, prompt: promptOf(), messages: [exchange.answer] });
      await store.turns.append(turn, eventsOf('house stands'));
      assert.deepEqual(marked(await find(store, 'lighthouse')), ['lighthouse']);
    }));

  test('removed threads are not found, restored ones are', () =>
    withStore(async (store) => {
      const id = await saying(store, 'needle');
      await store.threads.remove(store.person, id);
      assert.deepEqual(await find(store, 'needle'), []);
      await store.threads.restore(store.person, id);
      assert.deepEqual(ids(await find(store, 'needle')), [id]);
    }));

  test('threads come newest hit first, each once, with at most three hits', () =>
    withStore(async (store) => {
      const old = await saying(store, 'needle one', 'needle two');
      const recent = await saying(store, 'needle three');
      let parent: string | undefined;
      for (let at = 0; at < 4; at++) parent = (await answered(store, old, `needle again ${at}`, 'no', parent)).answer.id;
      const rows = await find(store, 'needle');
      assert.deepEqual(
        rows.map((row) => [row.id, row.hits?.length]),
        [
          [old, 3],
          [recent, 1],
        ],
      );
      assert.equal(rows[0]?.hits?.[0]?.text, 'needle again 3');
    }));

  test('pages of a search show every thread once', () =>
    withStore(async (store) => {
      const made: string[] = [];
      for (let at = 0; at < 9; at++) made.push(await saying(store, `needle ${at}`));
      for (const limit of [1, 4, 8, 9]) {
        const seen: string[] = [];
        let before: string | undefined;
        do {
          const page = await store.threads.list(store.person, {
            query: 'needle',
            limit,
            ...(before !== undefined && { before }),
          });
          seen.push(...ids(page.rows));
          before = page.next;
        } while (before !== undefined);
        assert.deepEqual(seen, made.toReversed(), `pages of ${limit}`);
      }
    }));

  test('a search that stops at its limit of candidates says so, and one that does not, does not', () =>
    withStore(async (store) => {
      const { id } = await store.threads.create(store.person, {});
      const root = newId();
      const others = Array.from({ length: 5_000 }, (_, at) => ({
        id: newId(),
        parent: root,
        role: 'user' as const,
        parts: [{ kind: 'text' as const, text: at === 0 ? 'needle seldom' : 'needle' }],
        at,
      }));
      const first = { id: root, role: 'user' as const, parts: [], at: 0 };
      await begin(store, {
        start: startOf(newId(), id, others.at(-1)?.id ?? ''),
        prompt: promptOf(),
        messages: [first, ...others],
      });
      assert.equal((await store.threads.list(store.person, { query: 'needle', limit: 2 })).isPartial, true);
      assert.equal((await store.threads.list(store.person, { query: 'seldom', limit: 2 })).isPartial, undefined);
    }));

  test('a long text is found to its end, and its snippet is short', () =>
    withStore(async (store) => {
      const filling = 'lorem ipsum 没有空格的中文也很长 '.repeat(12_000);
      const id = await saying(store, `${filling}\u{1f600} needle ${filling}结尾`);
      const rows = await find(store, 'needle');
      assert.deepEqual([ids(rows), marked(rows)], [[id], ['needle']]);
      assert.ok((rows[0]?.hits?.[0]?.text.length ?? 999) < 200);
      assert.deepEqual(marked(await find(store, '结尾')), ['结尾']);
    }));

  test('no query throws, whatever is in it', () =>
    withStore(async (store) => {
      await saying(store, 'some text AND "more" 文字');
      const queries = fc.oneof(
        fc.string({ unit: 'binary', maxLength: 40 }),
        fc
          .array(fc.constantFrom('"', '*', 'AND', 'OR', 'NOT', 'NEAR(', ')', '^', ':', '-', '文', "'", '\\', '_', ' ', '\0'), {
            maxLength: 12,
          })
          .map((all) => all.join('')),
      );
      await fc.assert(
        fc.asyncProperty(queries, async (query) => {
          assert.ok(Array.isArray((await store.threads.list(store.person, { query, limit: 5 })).rows));
        }),
        { numRuns: 300 },
      );
    }));

  test('every stored text is found by any of its words and any two neighbouring characters of unspaced scripts', () =>
    withStore(async (store) => {
      const latin = fc.string({ unit: fc.constantFrom(...'abcxyzÄéß_09Σς'), minLength: 1, maxLength: 12 });
      const unspaced = fc.string({ unit: fc.constantFrom(...'中文模型预测日本カナがﾊﾟกข๑𠮷'), minLength: 2, maxLength: 12 });
      const word = fc.oneof(latin, unspaced);
      await fc.assert(
        fc.asyncProperty(fc.array(word, { minLength: 1, maxLength: 6 }), fc.nat(), async (words, choice) => {
          const id = await saying(store, words.join(' '));
          const one = words[choice % words.length] ?? '';
          const characters = Array.from(one.normalize('NFKC'));
          const at = choice % Math.max(1, characters.length - 1);
          const query = /^[\wÄéßΣς]/u.test(one) ? one : characters.slice(at, at + 2).join('');
          const { rows } = await store.threads.list(store.person, { query, limit: 1 });
          assert.deepEqual([query, ids(rows)], [query, [id]]);
        }),
        { numRuns: 60 },
      );
    }));
}
