import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { PromptMessage } from './prompt-message.ts';
import { renderTemplate, type Template, TemplateRefused } from './template.ts';

const template = (source: string, more: Partial<Template> = {}): Template => ({
  source,
  hash: 'h',
  addsBegin: false,
  specials: [],
  ...more,
});
const hello: PromptMessage[] = [{ role: 'user', text: 'Hello' }];

test('a template sees role and content, its begin and end texts, and whether an answer is due', () => {
  const source = '{{ bos_token }}{{ messages[0].role }}:{{ messages[0]["content"] }}{{ eos_token }}{{ add_generation_prompt }}';
  assert.equal(renderTemplate(template(source, { beginText: '<s>', endText: '</s>' }), hello, true), '<s>user:Hello</s>true');
});

test('the day is an input: without it strftime_now is not defined, whatever the clock says', () => {
  const source = '{% if strftime_now is defined %}{{ strftime_now("%d %b %Y") }}{% else %}no day{% endif %}';
  assert.equal(renderTemplate(template(source), hello, true), 'no day');
  assert.equal(renderTemplate(template(source, { inputs: { atMs: Date.UTC(2026, 0, 2) } }), hello, true), '02 Jan 2026');
});

test('variables and tools are inputs', () => {
  const source = '{{ enable_thinking }} {{ tools[0].name }}';
  const inputs = { variables: { enable_thinking: false }, tools: [{ name: 'weather' }] };
  assert.equal(renderTemplate(template(source, { inputs }), hello, true), 'false weather');
});

test("Python's range counts up, down and in steps", () => {
  const source = '{% for i in range(3) %}{{ i }}{% endfor %} {% for i in range(5, 0, -2) %}{{ i }}{% endfor %}';
  assert.equal(renderTemplate(template(source), hello, true), '012 531');
});

test("a template's refusal is told with its own words", () => {
  const source = '{{ raise_exception("Roles must alternate.") }}';
  assert.throws(
    () => renderTemplate(template(source), hello, true),
    (error) => {
      assert(error instanceof TemplateRefused);
      assert.match(error.message, /refuses these messages: Roles must alternate\. Change the thread/);
      return true;
    },
  );
});

test('a template that cannot be read, and one that breaks while it runs, are told too', () => {
  assert.throws(() => renderTemplate(template('{% if %}'), hello, true), /^TemplateRefused: The model's chat template failed/);
  assert.throws(
    () => renderTemplate(template('{{ nothing.at.all() }}'), hello, true),
    /^TemplateRefused: The model's chat template failed/,
  );
});
