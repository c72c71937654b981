/** The one suite that every database passes. */
import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { eventLogContract } from './event-log.contract.ts';
import { answered, type Bench, type Harness } from './harness.contract.ts';
import { openingContract } from './opening.contract.ts';
import { recoveryContract } from './recovery.contract.ts';
import { searchContract } from './search.contract.ts';
import { threadsContract } from './threads.contract.ts';
import { turnsContract } from './turns.contract.ts';

export function storeContract(harness: Harness): void {
  const open = () => harness.open();
  suite(`${harness.name}: threads`, () => threadsContract(open));
  suite(`${harness.name}: opening`, () => openingContract(open));
  suite(`${harness.name}: turns`, () => turnsContract(open));
  suite(`${harness.name}: event log`, () => eventLogContract(open));
  suite(`${harness.name}: recovery`, () => recoveryContract(open));
  suite(`${harness.name}: search`, () => searchContract(open));
  suite(`${harness.name}: person`, () => personContract(open));
}

function personContract(open: () => Promise<Bench>): void {
  test('the local person is the same after a restart', async () => {
    const bench = await open();
    const { person } = bench.store;
    assert.equal((await bench.reopen()).person, person);
    await bench.close();
  });

  test('preferences are JSON values by person and key, and stay after a restart', async () => {
    const bench = await open();
    const { preferences, person } = bench.store;
    const stranger = await bench.addPerson();
    assert.equal(await preferences.get(person, 'theme'), undefined);
    await preferences.set(person, 'theme', 'light');
    await preferences.set(person, 'theme', { dark: [true, null, '\u{1f319}\0'] });
    await preferences.set(person, 'nul\0l', null);
    assert.equal(await preferences.get(stranger, 'theme'), undefined);
    const again = await bench.reopen();
    assert.deepEqual(await again.preferences.get(person, 'theme'), { dark: [true, null, '\u{1f319}\0'] });
    assert.equal(await again.preferences.get(person, 'nul\0l'), null);
    await bench.close();
  });

  test('a preference that is no JSON value is refused with its key', async () => {
    const bench = await open();
    await assert.rejects(bench.store.preferences.set(bench.store.person, 'theme', undefined), /preference theme is a undefined/);
    await bench.close();
  });

  test('sightings count how often an alias was answered by a snapshot, and when', async () => {
    const bench = await open();
    const { sightings, person } = bench.store;
    const one = { vendor: 'openai', alias: 'gpt', snapshot: 'gpt-1' };
    await sightings.saw(person, { ...one, at: 10 });
    await sightings.saw(person, { ...one, at: 30 });
    await sightings.saw(person, { ...one, snapshot: 'gpt-2', at: 20 });
    assert.deepEqual(await sightings.list(person), [
      { ...one, firstSeen: 10, lastSeen: 30, times: 2 },
      { ...one, snapshot: 'gpt-2', firstSeen: 20, lastSeen: 20, times: 1 },
    ]);
    assert.deepEqual(await sightings.list(await bench.addPerson()), []);
    await bench.close();
  });

  test('a check counts what is there and finds it sound', async () => {
    const bench = await open();
    const { store } = bench;
    const { id } = await store.threads.create(store.person, {});
    await answered(store, id, 'q', 'a');
    const { integrity, threads, turns, bytes, commitMs } = await store.check();
    assert.deepEqual([integrity, threads, turns, bytes > 0, commitMs > 0], ['ok', 1, 1, true, true]);
    await bench.close();
  });
}
