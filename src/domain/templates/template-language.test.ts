/** What a template may say and look at, one piece of the language at a time, as Python's Jinja answers it. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { PromptMessage } from './prompt-message.ts';
import { renderTemplate, type TemplateInputs, TemplateRefused } from './template.ts';

const THREAD: PromptMessage[] = [
  { id: 'q', role: 'user', text: ' Hi ' },
  { id: 'a', role: 'assistant', text: 'Yo' },
];
const render = (source: string, inputs?: TemplateInputs, opens = false): string =>
  renderTemplate(
    { source, hash: '', addsBegin: false, specials: [], beginText: '<s>', endText: '</s>', ...(inputs && { inputs }) },
    THREAD,
    opens,
  );

const SAID: [source: string, text: string][] = [
  ['{{ bos_token }}{{ eos_token }}', '<s></s>'],
  ['{{ messages | length }}', '2'],
  ['{{ messages[0].role }} {{ messages[-1]["role"] }}', 'user assistant'],
  ['{{ messages[0].content }}|', ' Hi |'],
  ['{{ messages[0].content | trim }}|', 'Hi|'],
  ['{{ messages[0].id is defined }}', 'false'],
  ['{% for m in messages %}{{ loop.index }}{{ loop.last }} {% endfor %}', '1false 2true '],
  ['{% for i in range(3) %}{{ i }}{% endfor %}', '012'],
  ['{% for i in range(1, 4) %}{{ i }}{% endfor %}', '123'],
  ['{% for i in range(0, 10, 4) %}{{ i }}{% endfor %}', '048'],
  ['{% for i in range(3, 0, -1) %}{{ i }}{% endfor %}', '321'],
  ['{% for i in range(3, 0) %}{{ i }}{% endfor %}', ''],
  ['{% for i in range(0) %}{{ i }}{% endfor %}', ''],
  ['{% if None is none %}n{% endif %}{% if True %}t{% endif %}{% if not False %}f{% endif %}', 'ntf'],
  ['{% if none is none %}n{% endif %}{% if true %}t{% endif %}{% if not false %}f{% endif %}', 'ntf'],
  ['{% if strftime_now is defined %}day{% else %}no day{% endif %}', 'no day'],
  ['{% if tools is defined %}tools{% else %}no tools{% endif %}', 'no tools'],
  ['{% if add_generation_prompt %}opens{% else %}rests{% endif %}', 'rests'],
  ['{%- set x = "a" -%}  {{- x -}}  b', 'ab'],
  ['{# said to nobody #}x', 'x'],
  ['{% if true %}\nx\n{% endif %}\ny', 'x\ny'],
  ['   {% if true %}x{% endif %}', 'x'],
];
/** Python's white space, and not JavaScript's. */
const CUT: [source: string, text: string][] = [
  ['{{ "\x85\ufeff a\x1c" | trim }}|', '\ufeff a|'],
  ['{{ "\x85\ufeff a\x1c" | trim | length }}', '3'],
  ['{{ (" a" ~ "\x1f") | trim }}|', 'a|'],
  ['{{ "xax" | trim("x") }}|', 'a|'],
  ['{{ "\x85a\x1c".strip() }}|', 'a|'],
  ['{{ "\ufeffa".strip() }}|', '\ufeffa|'],
  ['{{ "\n\n a \n".strip("\n") }}|', ' a |'],
  ['{{ "\n\n a \n".lstrip("\n") }}|', ' a \n|'],
  ['{{ "\n\n a \n".rstrip("\n") }}|', '\n\n a |'],
  ['{{ "a\x1cb c".split() | length }}', '3'],
  ['{{ "a b".split(" ") | length }}', '2'],
  ['{{ {"k": " a "}.k | trim }}|', 'a|'],
  ['{{ [" a "][0] | trim }}|', 'a|'],
  ['{% set x = " a " | trim if true else "" %}{{ x }}|', 'a|'],
  ['{% if "\ufeff" | trim %}words{% else %}blank{% endif %}', 'words'],
  ['{% if "\x85" | trim %}words{% else %}blank{% endif %}', 'blank'],
  ['{% macro m(x) %}{{ x | trim }}{% endmacro %}{{ m("\x1ca") }}|', 'a|'],
];
for (const [source, text] of [...SAID, ...CUT])
  test(`${JSON.stringify(source)} says ${JSON.stringify(text)}`, () => {
    assert.equal(render(source), text);
  });

test('an answer is opened where that is asked for', () => {
  assert.equal(render('{% if add_generation_prompt %}opens{% endif %}', undefined, true), 'opens');
});

test('a day that is given can be printed', () => {
  assert.equal(render("{{ strftime_now('%Y') }}", { atMs: 0 }), '1970');
});

test('tools that are given can be listed', () => {
  assert.equal(render('{{ tools[0].name }}', { tools: [{ name: 'now' }] }), 'now');
});

test('variables that are given can be looked at, and come before the usual ones', () => {
  assert.equal(
    render('{{ enable_thinking }}{{ bos_token }}', { variables: { enable_thinking: false, bos_token: '^' } }),
    'false^',
  );
});

test('the words of a message are no template', () => {
  const source = '{{ messages[0].content }}';
  const messages: PromptMessage[] = [{ role: 'user', text: '{{ bos_token }}{% raise %}' }];
  assert.equal(
    renderTemplate({ source, hash: '', addsBegin: false, specials: [], beginText: '<s>' }, messages, false),
    '{{ bos_token }}{% raise %}',
  );
});

test('a token that a template does not bring is nothing', () => {
  assert.equal(
    renderTemplate({ source: '[{{ bos_token }}{{ eos_token }}]', hash: '', addsBegin: false, specials: [] }, [], false),
    '[]',
  );
});

const REFUSED: [what: string, source: string, words: RegExp][] = [
  ['its own refusal', "{{ raise_exception('Only questions.') }}", /refuses these messages: Only questions\. Change the thread/],
  ['a block without an end', '{% if true %}', /chat template failed: .*Document mode/],
  ['a word without a meaning', '{% frobnicate %}', /chat template failed/],
  ['a call of nothing', '{{ nothing() }}', /chat template failed/],
  ['a filter that nobody knows', "{{ 'a' | frobnicate }}", /chat template failed/],
  ['a range that stands still', '{% for i in range(0, 1, 0) %}{% endfor %}', /range\(\) arg 3 must not be zero/],
];
for (const [what, source, words] of REFUSED)
  test(`${what} is a refusal that says what to do, each time anew`, () => {
    for (const _ of [1, 2])
      assert.throws(
        () => render(source),
        (error) => error instanceof TemplateRefused && words.test(error.message),
      );
  });

test('the same template renders other messages afresh: nothing of the last ones stays', () => {
  const template = { source: '{% for m in messages %}{{ m.content }}{% endfor %}', hash: '', addsBegin: false, specials: [] };
  assert.equal(renderTemplate(template, THREAD, false), ' Hi Yo');
  assert.equal(renderTemplate(template, THREAD.slice(1), false), 'Yo');
});

test('a template that trims what is no text is refused', () => {
  assert.throws(() => render('{{ [1] | trim }}'), TemplateRefused);
  assert.throws(() => render('{{ " a ".strip(7) }}'), TemplateRefused);
});
