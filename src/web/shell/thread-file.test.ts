import assert from 'node:assert/strict';
import { test } from 'node:test';
import { words } from '../../../test/page-view.ts';
import type { WholeThread } from '../api/calls.ts';

const { fileNameOf, threadAsMarkdown } = await import('./thread-file.ts');

const at = 0;
const said = (id: string, parent: string | undefined, role: 'user' | 'assistant', text: string, turn?: string) => ({
  id,
  ...(parent !== undefined && { parent }),
  role,
  parts: [{ kind: 'text' as const, text }],
  at,
  ...(turn !== undefined && { turn }),
});
// Only what the file is made of.
const thread = (change: object): WholeThread =>
  ({
    id: 't',
    title: 'A haiku',
    head: 'a',
    messages: [
      said('q', undefined, 'user', 'Write *one*.'),
      said('other', 'q', 'assistant', 'Not this one.'),
      said('a', 'q', 'assistant', 'Words flow', 'turn'),
    ],
    turns: [
      {
        turn: 'turn',
        asked: { vendor: 'local', model: 'smollm2-135m' },
        answeredBy: { snapshot: 'b179c952ffff', source: 'file' },
      },
    ],
    ...change,
  }) as unknown as WholeThread;

test('the open path is saved with who said what, and which file answered', () => {
  const file = '# A haiku\n\n## You\n\nWrite *one*.\n\n## smollm2-135m b179c952\n\nWords flow\n';
  assert.equal(threadAsMarkdown(thread({}), words.en), file);
});

test('a thread without a title or words is a file too, in the language of the page', () => {
  const empty = { title: undefined, head: undefined, messages: [], turns: [] };
  assert.equal(threadAsMarkdown(thread(empty), words.zh), `# ${words.zh.t('rail.untitled')}\n`);
});

test('a title becomes a name that every disk takes', () => {
  assert.equal(fileNameOf('a/b: c?\n<d>'), 'a b c d');
  assert.equal(fileNameOf('俳句'), '俳句');
  assert.equal(fileNameOf('///'), 'thread');
});
