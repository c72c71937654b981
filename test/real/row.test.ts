/** The row of tokens that a person is shown is the row that the model evaluated: by every way of asking, in two languages. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { Turn } from '#domain/conversation/turn';
import type { WireRow } from '#wire/row';
import { ask } from '../caller.ts';
import { spawnOriel } from '../command-line.ts';
import { chatOf, describeFiles } from '../real-files.ts';
import { type RealOriel, startReal } from '../real-oriel.ts';
import { idsOf, promptOf, specialsOf, wordsOf } from '../row-reading.ts';

const QUESTIONS = {
  English: "Write a haiku about what it's like to be a Large Language Model.",
  Chinese: '写一首俳句，说说做一个大语言模型是什么感觉。',
};

describeFiles('the row', ({ path, family, name }) => {
  let oriel: RealOriel;
  let model: string;
  before(async () => {
    oriel = await startReal({ files: [path] });
    model = await oriel.model();
  });
  after(() => oriel.close());

  for (const [language, question] of Object.entries(QUESTIONS))
    describe(language, () => {
      let turn: Turn;
      let row: WireRow;
      before(async () => {
        ({ turn, row } = await oriel.answered(question, { settings: { maxTokens: 24 } }));
      });

      test('equals the child’s own record, id for id, prompt and answer', async () => {
        assert.equal(row.grade, 'exact');
        assert.deepEqual(idsOf(row), await oriel.evaluated(turn.turn));
      });

      test('begins with what POST /api/tokens gives for the same messages', async () => {
        const messages = [{ role: 'user', text: question }];
        const counted = await ask<WireRow>(oriel.url, 'POST', '/tokens', { messages, model });
        assert.deepEqual(idsOf(counted), idsOf(promptOf(row)));
      });

      test('begins with what `oriel tokens --chat` prints for the same words', async () => {
        const { code, out, err } = await spawnOriel([
          'tokens',
          question,
          '--chat',
          '--json',
          '--model',
          model,
          '--home',
          oriel.home,
        ]);
        assert.equal(code, 0, err);
        assert.deepEqual(idsOf(JSON.parse(out)), idsOf(promptOf(row)));
      });

      test('spells what the file’s own template makes, no begin token doubled', () => {
        assert.equal(row.text, chatOf(family.ownSystem, question));
      });

      test('shows the template’s own system message as the template’s, and the words as the person’s', () => {
        assert.equal(wordsOf(row, 'person'), question);
        assert.equal(wordsOf(promptOf(row), 'template'), chatOf(family.ownSystem, ''));
      });

      test('has special tokens where the template and the model put them, and nowhere else', () => {
        const end = turn.endToken ? ['model <|im_end|>'] : [];
        const [open, close] = ['template <|im_start|>', 'template <|im_end|>'];
        assert.deepEqual(specialsOf(row), [open, close, open, close, open, ...end]);
      });

      test('counts what it holds', () => {
        const { content, prompt, answer, row: whole } = row.counts;
        const owned = (owner: string) => row.tokens.filter((token) => token.owner === owner).length;
        assert.equal(content?.value, owned('person'));
        assert.equal(prompt?.value, owned('person') + owned('template'));
        assert.equal(answer?.value, turn.parts.flatMap(({ tokens }) => tokens).length);
        assert.equal(whole?.value, row.tokens.length);
      });
    });

  test('ends with the end token that hands the word back, shown as the model’s', async () => {
    const { turn, row } = await oriel.answered('Say hello.', { settings: { temperature: 0, maxTokens: 200 } });
    assert.equal(turn.reason, 'end');
    const last = row.tokens.at(-1);
    assert.deepEqual([last?.text, last?.special, last?.owner], ['<|im_end|>', true, 'model']);
  });

  test('of the haiku question is 24 + 16 + 5 tokens', {
    skip: !/qwen/.test(name) && 'this is true of Qwen’s vocabulary',
  }, async () => {
    const { tokens } = await ask<WireRow>(oriel.url, 'POST', '/tokens', {
      model,
      messages: [{ role: 'user', text: QUESTIONS.English }],
    });
    const begin = tokens.findIndex(({ owner }) => owner === 'person');
    const end = tokens.findLastIndex(({ owner }) => owner === 'person') + 1;
    assert.deepEqual([begin, end - begin, tokens.length - end], [24, 16, 5]);
  });
});
