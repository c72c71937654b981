import assert from 'node:assert/strict';
import { test } from 'node:test';
import { attributes, draw, read, readAll } from '../../../test/page-view.ts';

const { Markdown } = await import('./markdown.tsx');
const { highlight } = await import('./highlight.tsx');

const draws = (text: string, language: 'en' | 'zh' = 'en', isGrowing = false) => draw(language, Markdown, { text, isGrowing });
/** The markup inside of the frame that every answer has. */
const inner = (text: string) => draws(text).replace(/^<div class="markdown" dir="auto">|<\/div>$/g, '');

test('a paragraph keeps the breaks of its lines', () => {
  assert.equal(inner('one\ntwo'), '<p>one<br/>two</p>');
});

test('strong, emphasised and struck words are elements', () => {
  assert.equal(inner('**a** *b* ~~c~~'), '<p><strong>a</strong> <em>b</em> <del>c</del></p>');
});

test('marks inside of marks stay inside', () => {
  assert.equal(inner('**a *b***'), '<p><strong>a <em>b</em></strong></p>');
});

test('an escaped mark is the sign itself', () => {
  assert.equal(inner('\\*a\\*'), '<p>*a*</p>');
});

test('code in a line is not read further', () => {
  assert.equal(inner('`**a**`'), '<p><code>**a**</code></p>');
});

for (const html of [
  '<script>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  '<iframe src="https://evil.example"></iframe>',
  '<style>p{display:none}</style>',
  '<svg onload=alert(1)>',
]) {
  test(`raw HTML is text: ${html}`, () => {
    const markup = draws(html);
    assert.equal(read(markup), html);
    assert.doesNotMatch(markup, /<(?:script|img|iframe|style|svg)/);
  });
}

test('raw HTML in a line is text too', () => {
  assert.equal(inner('a <b onclick="x()">bold</b> c'), '<p>a &lt;b onclick=&quot;x()&quot;&gt;bold&lt;/b&gt; c</p>');
});

test('an HTML comment is shown, not swallowed', () => {
  assert.equal(read(draws('<!-- hidden -->')), '<!-- hidden -->');
});

test('a link opens apart and hands over nothing', () => {
  const markup = draws('[the paper](https://example.org/a)');
  assert.deepEqual(attributes(markup, 'href'), ['https://example.org/a']);
  assert.deepEqual(attributes(markup, 'rel'), ['noopener noreferrer']);
  assert.deepEqual(attributes(markup, 'target'), ['_blank']);
});

test('a link shows where it leads when its words do not', () => {
  assert.equal(read(draws('[my bank](https://evil.example/)')), 'my bank evil.example');
});

test('a link that is its own words is told once', () => {
  assert.equal(read(draws('<https://example.org/a>')), 'https://example.org/a');
});

for (const address of ['javascript:alert(1)', 'data:text/html,x', 'file:///etc/passwd', '/api/threads', 'vbscript:x']) {
  test(`a link to ${address} is its source, and no link`, () => {
    const markup = draws(`[a](${address})`);
    assert.doesNotMatch(markup, /href/);
    assert.equal(read(markup), `[a](${address})`);
  });
}

test('a picture is not loaded but can be opened, in both languages', () => {
  const source = '![a cat](https://pictures.example/cat.png)';
  assert.doesNotMatch(draws(source), /<img/);
  assert.deepEqual(attributes(draws(source), 'href'), ['https://pictures.example/cat.png']);
  assert.equal(read(draws(source)), 'a cat Show the picture from pictures.example');
  assert.equal(read(draws(source, 'zh')), 'a cat 打开来自 pictures.example 的图片');
});

test('a picture with data in its address is its source', () => {
  assert.equal(inner('![x](data:image/png;base64,AAAA)'), '<p><span>![x](data:image/png;base64,AAAA)</span></p>');
});

test('a table has its head, its body and the sides of its columns', () => {
  const markup = draws('| a | b |\n|:--|--:|\n| 1 | **2** |\n| 3 | 4 |');
  assert.deepEqual(readAll(markup, 'th'), ['a', 'b']);
  assert.deepEqual(readAll(markup, 'td'), ['1', '2', '3', '4']);
  assert.deepEqual(attributes(markup, 'style').slice(0, 2), ['text-align:left', 'text-align:right']);
  assert.match(markup, /<td[^>]*><strong>2<\/strong><\/td>/);
});

test('a table that is wide can be scrolled by keys, and has a name in both languages', () => {
  const table = '| a |\n|--|\n| 1 |';
  assert.match(draws(table), /tabindex="0" role="region" aria-label="Table"/);
  assert.match(draws(table, 'zh'), /aria-label="表格"/);
});

test('code is shown as it is, with its language and a button to copy', () => {
  const markup = draws('```python\nprint("<b>")\n```');
  assert.deepEqual(readAll(markup, 'code'), ['print("<b>")']);
  assert.match(markup, /<span>python<\/span>/);
  assert.match(markup, /aria-label="Copy"/);
});

test('a block of code is named by its language, in both languages of the page', () => {
  assert.match(draws('```js title=x\na\n```'), /role="group" aria-label="Code: js"/);
  assert.match(draws('```\na\n```', 'zh'), /role="group" aria-label="代码：文本"/);
});

test('a fence that is still open is code already', () => {
  assert.deepEqual(readAll(draws('```js\nlet a', 'en', true), 'code'), ['let a']);
});

test('levels of headings begin at the third and skip none', () => {
  assert.deepEqual(
    [...draws('# a\n\n#### b\n\n# c').matchAll(/<(h\d) data-depth="(\d)"/g)].map(([, tag, depth]) => [tag, depth]),
    [
      ['h3', '1'],
      ['h4', '4'],
      ['h3', '1'],
    ],
  );
});

test('a heading in a quotation is no heading of the answer', () => {
  assert.equal(inner('> # a'), '<blockquote><p><strong>a</strong></p></blockquote>');
});

test('a list that begins at five is counted from five', () => {
  assert.match(draws('5. five\n6. six'), /^<div[^>]*><ol start="5"><li>five<\/li><li>six<\/li><\/ol>/);
});

test('lists stand in lists', () => {
  assert.equal(inner('- a\n  - b'), '<ul><li>a<ul><li>b</li></ul></li></ul>');
});

test('a task shows whether it is done, and has a name', () => {
  const markup = draws('- [x] wash\n- [ ] dry');
  assert.match(markup, /<input[^>]*disabled=""[^>]*aria-label="wash"[^>]*checked=""/);
  assert.doesNotMatch(markup, /<input[^>]*aria-label="dry"[^>]*checked=""/);
});

test('a rule is a rule', () => {
  assert.equal(inner('a\n\n---\n\nb'), '<p>a</p><hr/><p>b</p>');
});

test('a definition of a link is not shown', () => {
  assert.equal(read(draws('[a][1]\n\n[1]: https://a.example/')), 'a a.example');
});

test('a block of mathematics can be scrolled by keys and is named by its source', () => {
  assert.equal(inner('$$\nx^2\n$$'), '<span class="formula" tabindex="0" role="group" aria-label="x^2"></span>');
});

test('what stands after the last word stands in its paragraph', () => {
  assert.equal(
    draw('en', Markdown, { text: 'a\n\nb', isGrowing: true, tail: '▪' }),
    '<div class="markdown" dir="auto"><p>a</p><p>b ▪</p></div>',
  );
});

test('after a block that is no paragraph it stands by itself', () => {
  assert.match(draw('en', Markdown, { text: '- a', isGrowing: true, tail: '▪' }), /<\/ul><p>▪<\/p><\/div>$/);
});

test('a text of nothing is nothing', () => {
  assert.equal(inner(''), '');
});

const coloured = async (language: string, text: string) => {
  const nodes = await highlight(language, text);
  return nodes === undefined ? undefined : draw('en', () => nodes, {});
};

test('colours keep the text as it was', async () => {
  const text = 'const a = "<b>" // &amp;';
  assert.equal((await coloured('js', text))?.replace(/<[^>]*>/g, ''), 'const a = &quot;&lt;b&gt;&quot; // &amp;amp;');
});

test('words of a language have their class', async () => {
  assert.match((await coloured('python', 'def f(): pass')) ?? '', /<span class="hljs-keyword">def<\/span>/);
});

for (const [alias, name] of [
  ['ts', 'typescript'],
  ['PY', 'python'],
  ['c++', 'cpp'],
  ['sh', 'bash'],
  ['yml', 'yaml'],
] as const) {
  test(`${alias} is coloured as ${name}`, async () => {
    const text = 'if x: int main() { return 1 } # key: "v"';
    assert.equal(await coloured(alias, text), await coloured(name, text));
  });
}

test('a language without a grammar has no colours, nor has a name that every object knows', async () => {
  assert.equal(await coloured('brainfuck', '+'), undefined);
  assert.equal(await coloured('constructor', '+'), undefined);
});
