import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { isMath, noBlocks, readBlocks } from './blocks.ts';

const types = (source: string): string[] => readBlocks(source).blocks.map(({ token }) => token.type);

const pieces = [
  'A paragraph\nof two lines.\n\n',
  '# Heading\n',
  '- one\n- two\n\n  still two\n',
  '1. first\n   ```js\n   x()\n   ```\n',
  '```python\nprint("# no heading")\n\n```\n',
  '| a | b |\n|--|--|\n| 1 | 2 |\n\n',
  '> quoted\ngoing on\n\n',
  '$$\n\\frac{1}{2}\n$$\n\n',
  'Text with $x^2$ and \\(y\\).\n',
  '<b>html</b>\n\n',
  '---\n',
  '\n\n',
  'trailing  \n',
  '\r\nWindows\r\n',
];

test('a text that grows by any steps ends with the blocks of the whole text', () => {
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom(...pieces), { maxLength: 8 }).map((list) => list.join('')),
      fc.array(fc.nat(), { maxLength: 12 }),
      (text, steps) => {
        let blocks = noBlocks;
        for (const end of steps.map((step) => step % (text.length + 1)).sort((a, b) => a - b)) {
          // A carriage return at the cut may be half of a line end.
          if (text[end - 1] !== '\r') blocks = readBlocks(text.slice(0, end), blocks);
        }
        const grown = readBlocks(text, blocks).blocks.map(({ raw, token }) => ({ raw, type: token.type }));
        const whole = readBlocks(text).blocks.map(({ raw, token }) => ({ raw, type: token.type }));
        assert.deepEqual(grown, whole);
      },
    ),
    { numRuns: 500 },
  );
});

test('the sources of the blocks are the text', () => {
  const text = pieces.join('\n');
  assert.equal(
    readBlocks(text)
      .blocks.map(({ raw }) => raw)
      .join(''),
    text.replace(/\r\n?/g, '\n'),
  );
});

test('a finished block stays the same object while the text grows', () => {
  const before = readBlocks('First.\n\nSecond');
  const after = readBlocks('First.\n\nSecond grows.\n\nThird', before);
  assert.equal(after.blocks[0], before.blocks[0]);
});

test('a changed beginning is read anew', () => {
  const before = readBlocks('First.\n\nSecond');
  const after = readBlocks('Other.\n\nSecond', before);
  assert.equal(after.blocks[0]?.raw, 'Other.');
});

test('an open fence is one block of code to the end', () => {
  assert.deepEqual(types('```js\nlet a;\n\n# not a heading'), ['code']);
});

test('mathematics is found as a block and in a line', () => {
  assert.ok(readBlocks('$$\nx\n$$\n').blocks.some(({ token }) => isMath(token) && token.tex === 'x' && token.isBlock));
  assert.ok(readBlocks('\\[ x \\]').blocks.some(({ token }) => isMath(token) && token.tex === 'x'));
  const [line] = readBlocks('so $a_1$ and \\(b\\) hold').blocks;
  const found = line?.token && 'tokens' in line.token ? line.token.tokens?.filter(isMath).map(({ tex }) => tex) : [];
  assert.deepEqual(found, ['a_1', 'b']);
});

test('money is not mathematics', () => {
  const [line] = readBlocks('It costs $5 or $10, not $ 20.').blocks;
  assert.ok(line?.token && 'tokens' in line.token && !line.token.tokens?.some(isMath));
});

test('an unfinished formula is text until it is closed', () => {
  assert.deepEqual(types('$$\nx^2'), ['paragraph']);
});

test('raw HTML is a block of its own kind, never markup', () => {
  assert.deepEqual(types('<script>alert(1)</script>\n'), ['html']);
});
