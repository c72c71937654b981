/** What every database must do with threads and their messages. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pathTo } from '#domain/conversation/thread';
import { answered, type Bench, exchangeIn, promptOf, startOf } from './harness.contract.ts';
import { newId } from './id.ts';
import { NotFound, type Store } from './store.ts';

const DAY = 24 * 60 * 60 * 1000;

export function threadsContract(open: () => Promise<Bench>): void {
  async function withStore(use: (store: Store, bench: Bench) => Promise<void>): Promise<void> {
    const bench = await open();
    try {
      await use(bench.store, bench);
    } finally {
      await bench.close();
    }
  }

  test('a new thread has no title and no head, and is read back as it was given', () =>
    withStore(async ({ threads, person }, { clock }) => {
      const thread = await threads.create(person, {});
      assert.deepEqual(thread, { id: thread.id, pinned: false, createdAt: clock.now, updatedAt: clock.now });
      assert.deepEqual(await threads.get(person, thread.id), thread);
    }));

  test('a title keeps every character but U+0000, which becomes its picture', () =>
    withStore(async ({ threads, person }) => {
      const { id } = await threads.create(person, { title: 'a\0b 👩‍👩‍👧 \' " % _ \u202e שלום' });
      assert.equal((await threads.get(person, id)).title, 'a\u2400b 👩‍👩‍👧 \' " % _ \u202e שלום');
    }));

  test('an update changes what it names and leaves the rest and the order', () =>
    withStore(async ({ threads, person }, { clock }) => {
      const { id, updatedAt } = await threads.create(person, { title: 'before' });
      clock.now += 5_000;
      assert.deepEqual(await threads.update(person, id, { pinned: true }), {
        ...(await threads.get(person, id)),
        title: 'before',
      });
      const renamed = await threads.update(person, id, { title: 'after' });
      assert.deepEqual([renamed.title, renamed.pinned, renamed.updatedAt], ['after', true, updatedAt]);
    }));

  test('the head moves to any message of the thread and to no other', () =>
    withStore(async (store) => {
      const { threads, person } = store;
      const one = await threads.create(person, {});
      const other = await threads.create(person, {});
      const exchange = await answered(store, one.id, 'q', 'a');
      const foreign = await answered(store, other.id, 'q', 'a');
      assert.equal((await threads.update(person, one.id, { head: exchange.question.id })).head, exchange.question.id);
      await assert.rejects(threads.update(person, one.id, { head: foreign.question.id }), NotFound);
      await assert.rejects(threads.update(person, one.id, { head: newId() }), NotFound);
    }));

  test('threads are listed pinned first, then by their last turn, newest first', () =>
    withStore(async (store, { clock }) => {
      const { threads, person } = store;
      const made: string[] = [];
      for (const title of ['a', 'b', 'c', 'd']) {
        clock.now += 1_000;
        made.push((await threads.create(person, { title })).id);
      }
      await threads.update(person, made[1] ?? '', { pinned: true });
      clock.now += 1_000;
      await answered(store, made[0] ?? '', 'q', 'a');
      const { rows } = await threads.list(person, { limit: 10 });
      assert.deepEqual(
        rows.map((thread) => thread.title),
        ['b', 'a', 'd', 'c'],
      );
    }));

  test('pages of any size show every thread once, in the one order', () =>
    withStore(async ({ threads, person }, { clock }) => {
      for (let number = 0; number < 23; number++) {
        if (number % 3 === 0) clock.now += 1;
        const { id } = await threads.create(person, { title: String(number) });
        if (number % 7 === 0) await threads.update(person, id, { pinned: true });
      }
      const whole = (await threads.list(person, { limit: 100 })).rows.map((thread) => thread.id);
      for (const limit of [1, 2, 7, 22, 23]) {
        const seen: string[] = [];
        let before: string | undefined;
        do {
          const page = await threads.list(person, { limit, ...(before !== undefined && { before }) });
          seen.push(...page.rows.map((thread) => thread.id));
          before = page.next;
        } while (before !== undefined);
        assert.deepEqual(seen, whole, `pages of ${limit}`);
      }
    }));

  test('a page that begins at no place of an earlier page is refused with the value', () =>
    withStore(async ({ threads, person }) => {
      await assert.rejects(threads.list(person, { limit: 5, before: "'; drop" }), /before is "'; drop"/);
    }));

  test('a removed thread is gone from every reading, and back after restore', () =>
    withStore(async (store) => {
      const { threads, person } = store;
      const thread = await threads.create(person, { title: 'kept' });
      await answered(store, thread.id, 'question', 'reply');
      const before = await threads.messages(person, thread.id);
      await threads.remove(person, thread.id);
      await assert.rejects(threads.get(person, thread.id), NotFound);
      await assert.rejects(threads.messages(person, thread.id), NotFound);
      await assert.rejects(threads.update(person, thread.id, { title: 'x' }), NotFound);
      await assert.rejects(threads.remove(person, thread.id), NotFound);
      assert.deepEqual((await threads.list(person, { limit: 5 })).rows, []);
      const restored = await threads.restore(person, thread.id);
      assert.equal(restored.deletedAt, undefined);
      assert.deepEqual(await threads.messages(person, thread.id), before);
    }));

  test('nothing can be started in a removed thread', () =>
    withStore(async ({ threads, turns, person }) => {
      const { id } = await threads.create(person, {});
      await threads.remove(person, id);
      await assert.rejects(turns.start(person, exchangeIn(id, 'q')), NotFound);
    }));

  test('purge deletes for good what was removed more than 30 days before, and nothing else', () =>
    withStore(async (store, { clock }) => {
      const { threads, turns, person } = store;
      const old = await threads.create(person, { title: 'old' });
      const { start } = await answered(store, old.id, 'q', 'a');
      const recent = await threads.create(person, { title: 'recent' });
      const kept = await threads.create(person, { title: 'kept' });
      await threads.remove(person, old.id);
      clock.now += 10 * DAY;
      await threads.remove(person, recent.id);
      assert.equal(await threads.purge(clock.now + 20 * DAY), 0);
      assert.equal(await threads.purge(clock.now + 20 * DAY + 1), 1);
      await assert.rejects(threads.restore(person, old.id), NotFound);
      await assert.rejects(turns.get(person, start.turn), NotFound);
      assert.equal((await threads.restore(person, recent.id)).title, 'recent');
      assert.equal((await threads.get(person, kept.id)).title, 'kept');
    }));

  test('a path of 2,000 messages is written, read, walked and purged', () =>
    withStore(async (store, { clock }) => {
      const { threads, turns, person } = store;
      const { id } = await threads.create(person, {});
      const messages = Array.from({ length: 2_000 }, (_, at) => ({
        id: newId(),
        role: at % 2 === 0 ? ('user' as const) : ('assistant' as const),
        parts: [{ kind: 'text' as const, text: `message ${at}` }],
        at,
      }));
      const linked = messages.map((message, at) => ({ ...message, ...(at > 0 && { parent: messages[at - 1]?.id ?? '' }) }));
      const last = linked.at(-1)?.id ?? '';
      await turns.start(person, { start: startOf(newId(), id, last), prompt: promptOf(), messages: linked });
      const read = await threads.messages(person, id);
      assert.deepEqual(
        pathTo(read, (await threads.get(person, id)).head).map((message) => message.id),
        linked.map((message) => message.id),
      );
      await threads.remove(person, id);
      assert.equal(await threads.purge(clock.now + 31 * DAY), 1);
    }));

  test('another person sees, changes and finds nothing', () =>
    withStore(async (store, { addPerson }) => {
      const { threads, person } = store;
      const stranger = await addPerson();
      const { id } = await threads.create(person, { title: 'private' });
      const { question } = await answered(store, id, 'hidden', 'words');
      assert.deepEqual((await threads.list(stranger, { limit: 10 })).rows, []);
      assert.deepEqual((await threads.list(stranger, { query: 'hidden', limit: 10 })).rows, []);
      for (const call of [
        () => threads.get(stranger, id),
        () => threads.messages(stranger, id),
        () => threads.update(stranger, id, { title: 'mine' }),
        () => threads.update(stranger, id, { head: question.id }),
        () => threads.remove(stranger, id),
        () => threads.restore(stranger, id),
      ]) {
        await assert.rejects(call, NotFound);
      }
      assert.equal((await threads.get(person, id)).title, 'private');
    }));
}
