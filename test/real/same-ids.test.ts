/** The same question with the same settings gives the same ids: on every run, by every way, whoever else is asking. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { spawnOriel } from '../command-line.ts';
import { describeFiles } from '../real-files.ts';
import { ENDLESS, type RealOriel, startReal } from '../real-oriel.ts';
import { idsOf } from '../row-reading.ts';

const QUESTION = 'Name five colours, and say where each is seen.';
const WAYS = [
  { name: 'temperature 0', settings: { temperature: 0, maxTokens: 24 } },
  { name: 'temperature 0.8 and a seed', settings: { temperature: 0.8, seed: 4127, maxTokens: 24 } },
];

describeFiles('the same ids', ({ path }) => {
  let oriel: RealOriel;
  const home = mkdtempSync(join(tmpdir(), 'oriel-same-'));
  const start = (llama = {}) => startReal({ home, files: [path], llama });
  after(async () => {
    await oriel.close();
    rmSync(home, { recursive: true, force: true });
  });

  /** What a first server answered; and the turns of the command line, which ran alone between it and the present one. */
  const first: unknown[] = [];
  const chats: string[] = [];
  before(async () => {
    oriel = await start();
    for (const { settings } of WAYS) first.push(idsOf((await oriel.answered(QUESTION, { settings })).row));
    await oriel.close();
    for (const { settings } of WAYS) {
      const { maxTokens, ...rest } = settings;
      const options = Object.entries({ ...rest, 'max-tokens': maxTokens }).flatMap(([name, value]) => [`--${name}`, `${value}`]);
      const { code, out, err } = await spawnOriel(['chat', QUESTION, '--json', ...options, '--home', home]);
      assert.equal(code, 0, err);
      chats.push(JSON.parse(out).turn);
    }
    oriel = await start();
  });

  for (const [at, { name, settings }] of WAYS.entries())
    describe(`at ${name}`, () => {
      const again = async () => idsOf((await oriel.answered(QUESTION, { settings })).row);

      test('after a restart of server and child', async () => {
        assert.deepEqual(await again(), first[at]);
      });

      test('in three runs', async () => {
        for (let run = 0; run < 3; run++) assert.deepEqual(await again(), first[at]);
      });

      test('in `oriel chat`, a process of its own', async () => {
        assert.deepEqual(idsOf(await oriel.row(chats[at] ?? '')), first[at]);
      });

      test('after another question that shares its opening, with most of the row kept', async () => {
        await oriel.answered('Name five colours.', { settings });
        const { turn, row } = await oriel.answered(QUESTION, { settings });
        assert.ok((turn.usage?.kinds.cacheRead ?? 0) > 0, 'Nothing was kept: this proves nothing.');
        assert.deepEqual(idsOf(row), first[at]);
      });

      test('while another turn is running', async () => {
        const other = await oriel.say(await oriel.newThread(), ENDLESS.text, ENDLESS.ask);
        const here = await again();
        assert.equal((await oriel.turn(other.turn)).status, 'running', 'It had ended: this proves nothing.');
        await oriel.stop(other.turn);
        await oriel.ended(other.turn);
        assert.deepEqual(here, first[at]);
      });
    });

  test('with one thread and with two, past 256 tokens, where each answer is as probable', async () => {
    const long = `${'The sea is deep, and the ships are many. '.repeat(26)}\n${QUESTION}`;
    const answers: unknown[] = [];
    for (const threads of [1, 2]) {
      await oriel.close();
      oriel = await start({ threads });
      const { row } = await oriel.answered(long, { settings: { temperature: 0.8, seed: 7, maxTokens: 16 } });
      assert.ok((row.counts.prompt?.value ?? 0) > 256, 'Too short: this proves nothing.');
      answers.push(row.tokens.map(({ id, logprob }) => [id, logprob]));
    }
    assert.deepEqual(answers[1], answers[0]);
  });
});
