/** Two real models asked in turn with memory for one: each answer is its own model's, in its own thread, and each unload is said. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Turn } from '#domain/conversation/turn';
import { roomFor } from '#engines/llama/weights/room';
import { isPinned } from '#engines/llama/weights/row';
import type { WireModel } from '#wire/model';
import type { WireRow } from '#wire/row';
import { ask, call } from '../caller.ts';
import { FURTHER, SMALL } from '../real-files.ts';
import { ENDLESS, type RealOriel, startReal } from '../real-oriel.ts';
import { makeVariant } from '../real-variant.ts';
import { idsOf } from '../row-reading.ts';

const ASK = { settings: { temperature: 0, maxTokens: 4 } };

/** The second of them: another file where one is named, else the small one under another name. */
const second = FURTHER.find(({ skip }) => skip === false);
/** Each is a load: 40 where two families meet, fewer where every change runs them. */
const TURNS = second ? 40 : 10;

describe(`two models with memory for one: ${SMALL.name} and ${second?.name ?? 'a variant of it'}`, { skip: SMALL.skip }, () => {
  const folder = mkdtempSync(join(tmpdir(), 'oriel-two-'));
  let oriel: RealOriel;
  let models: WireModel[];
  /** Bytes that the machine seems to have; enough for the larger, not for both. */
  let memory = 0;
  const answers: { model: WireModel; turn: Turn; row: WireRow; record: number[] }[] = [];
  const threads: string[] = [];
  let mostLoaded = 0;

  before(async () => {
    oriel = await startReal({
      files: [SMALL.path, second?.path ?? makeVariant(folder, 'variant')],
      freeMemory,
    });
    const list = await ask<{ models: WireModel[] }>(oriel.url, 'GET', '/models');
    models = list.models.filter(({ isReady, aliasOf }) => isReady && aliasOf === undefined);
    memory = 1.1 * Math.max(...(await Promise.all(models.map(({ model }) => needed(model)))));
    for (let at = 0; at < TURNS; at++) {
      const model = models[at % 2];
      assert.ok(model);
      threads[at % 2] ??= await oriel.newThread();
      const text = at % 2 === 0 ? `Apples, number ${at}?` : `Boats, number ${at}?`;
      const { turn: id } = await oriel.say(threads[at % 2] ?? '', text, { ...ASK, model: `local/${model.model}` });
      const turn = await oriel.ended(id);
      answers.push({ model, turn, row: await oriel.row(id), record: await oriel.evaluated(id) });
      if (at < 2) oriel.locals[at]?.onState(countLoaded);
    }
  });
  after(async () => {
    await oriel.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const countLoaded = () => {
    mostLoaded = Math.max(mostLoaded, oriel.locals.filter(({ state }) => state.state === 'ready').length);
  };

  async function needed(model: string): Promise<number> {
    const row = (await oriel.weights.rows()).find((one) => one.model === model);
    assert.ok(row && isPinned(row));
    return roomFor(row, { memoryBytes: 0, diskBytes: Number.POSITIVE_INFINITY }).memory.needed;
  }

  async function freeMemory(): Promise<number> {
    const loaded = oriel.locals.filter(({ state }) => state.state === 'ready');
    const taken = await Promise.all(loaded.map(({ name }) => needed(name)));
    return memory - taken.reduce((sum, bytes) => sum + bytes, 0);
  }

  test(`answers ${TURNS} turns without a crash`, () => {
    assert.equal(answers.length, TURNS);
    assert.deepEqual(
      answers.filter(({ turn }) => turn.status !== 'ended').map(({ turn }) => turn.error ?? turn.reason),
      [],
    );
  });

  test('answers each with the file that was asked', () => {
    for (const { model, turn } of answers) assert.equal(turn.answeredBy?.snapshot, model.snapshot);
  });

  test('never reads a word of the other thread', () => {
    for (const [at, { row }] of answers.entries()) assert.ok(!row.text?.includes(at % 2 === 0 ? 'Boats' : 'Apples'));
  });

  test('evaluates each row as it is shown', () => {
    for (const { row, record } of answers) assert.deepEqual(record, idsOf(row));
  });

  test('says each unload on the turn that it was for', () => {
    for (const [at, { turn, model }] of answers.entries()) {
      const notices = turn.notices.filter(({ code }) => code === 'unloaded').map(({ detail }) => detail);
      const other = models.find((one) => one !== model)?.model;
      assert.deepEqual(notices, at === 0 ? [] : [`${other} was unloaded to make room for ${model.model}.`]);
    }
  });

  test('never has both loaded', () => {
    assert.equal(mostLoaded, 1);
  });

  /** The turn of a short question to a model, once it is over. */
  const askOne = async (model: string | undefined) =>
    oriel.ended((await oriel.say(await oriel.newThread(), 'Hello.', { ...ASK, model: `local/${model}` })).turn);

  test('never has both loaded when both are asked at once: one waits for the other', async () => {
    const ends = await Promise.all(models.map(({ model }) => askOne(model)));
    assert.deepEqual(
      ends.map(({ status, error }) => error?.message ?? status),
      ['ended', 'ended'],
    );
    assert.equal(mostLoaded, 1);
  });

  test('lets the other wait while one is answering, and stop waiting, and answers it when the first has ended', async () => {
    const [first, other] = models;
    const running = await oriel.say(await oriel.newThread(), ENDLESS.text, { ...ENDLESS.ask, model: `local/${first?.model}` });
    const askOther = async () =>
      (await oriel.say(await oriel.newThread(), 'Hello.', { ...ASK, model: `local/${other?.model}` })).turn;
    const [tired, patient] = [await askOther(), await askOther()];
    await oriel.stop(tired);
    assert.equal((await oriel.ended(tired)).reason, 'stopped');
    await oriel.stop(running.turn);
    assert.equal((await oriel.ended(running.turn)).error, undefined);
    const { status, notices } = await oriel.ended(patient);
    assert.deepEqual([status, notices.map(({ code }) => code)], ['ended', ['unloaded']]);
    assert.equal(mostLoaded, 1);
  });

  test('lets the other wait while exact probabilities are computed, and these come', async () => {
    const [first, other] = models;
    const text = 'The sea is deep, and the ships are many. '.repeat(20);
    const { turn } = await oriel.answered(text, { ...ASK, model: `local/${first?.model}` });
    const exact = call(oriel.url, 'GET', `/turns/${turn.turn}/row?exact=true`);
    await sleep(100);
    assert.equal((await askOne(other?.model)).status, 'ended');
    assert.equal((await exact).status, 200);
  });

  test('refuses a model that cannot fit at all, with the numbers and the window that would', async () => {
    memory = (await needed(models[0]?.model ?? '')) / 1.3;
    for (const local of oriel.locals) await local.unload();
    const detail = (await askOne(models[0]?.model)).error?.message ?? '';
    assert.match(detail, /needs [\d.]+ [MG]B of memory with a window of 8192 tokens, and [\d.]+ [MG]B are free/);
    assert.match(detail, /A window of \d+ tokens would fit/);
  });
});
