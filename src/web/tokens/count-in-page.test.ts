import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Ask, AskName } from './ask.ts';
import { countByFile } from './count-in-page.ts';
import { GivenUp, type TokenClient, TookTooLong } from './token-client.ts';

/** A client that answers each ask with the next of these, and the asks it had. */
function clientOf(...answers: (number | Error)[]) {
  const asks: Ask[] = [];
  const ask = async (_lane: string, given: Ask<AskName>) => {
    asks.push(given as Ask);
    const answer = answers[asks.length - 1];
    if (typeof answer !== 'number') throw answer;
    return { count: answer };
  };
  return { asks, client: { ask } as unknown as Pick<TokenClient, 'ask'> };
}

let files = 0;
const someFile = () => String(++files).padStart(64, '0');

test("a text is counted exactly by the file's own encoding", async () => {
  const { client, asks } = clientOf(15);
  const sha256 = someFile();
  assert.deepEqual(await countByFile('a haiku', sha256, client), { value: 15, grade: 'exact' });
  assert.deepEqual(asks, [{ name: 'count', encoding: `file:${sha256}`, text: 'a haiku' }]);
});

test('an encoding that cannot be had is unknown, and not asked for again', async () => {
  const { client, asks } = clientOf(new Error('The encoding could not be fetched.'), 15);
  const sha256 = someFile();
  assert.equal(await countByFile('a', sha256, client), undefined);
  assert.equal(await countByFile('ab', sha256, client), undefined);
  assert.equal(asks.length, 1);
});

test("one file's missing encoding leaves the others'", async () => {
  const { client } = clientOf(new Error('The encoding could not be fetched.'), 2);
  await countByFile('a', someFile(), client);
  assert.equal((await countByFile('ab', someFile(), client))?.value, 2);
});

for (const error of [new GivenUp('A newer ask came.'), new TookTooLong(20_000)])
  test(`${error.name} is passed on, and the next text is counted`, async () => {
    const { client } = clientOf(error, 3);
    const sha256 = someFile();
    await assert.rejects(countByFile('a', sha256, client), error);
    assert.equal((await countByFile('abc', sha256, client))?.value, 3);
  });
