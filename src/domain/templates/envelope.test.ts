import assert from 'node:assert/strict';
import { test } from 'node:test';
import { builtIn } from './built-in.ts';
import { beginLength, envelopeOf } from './envelope.ts';
import { instructing, raw } from './rewriting-template.contract.ts';

test('the envelope of each role is found by asking the template', () => {
  assert.deepEqual(envelopeOf(raw), {
    open: {
      assistant: '<|im_start|>assistant\n',
      user: '<|im_start|>user\n',
      system: '<|im_start|>system\n',
      tool: '<|im_start|>tool\n',
    },
    close: { user: '<|im_end|>\n', assistant: '<|im_end|>\n', system: '<|im_end|>\n', tool: '<|im_end|>\n' },
  });
});

test("a system message that the template puts in by itself is in nobody's envelope", () => {
  assert.equal(envelopeOf(instructing).open.user, '<|im_start|>user\n');
});

test('the begin token is in no envelope', () => {
  assert.equal(envelopeOf(builtIn('llama-3')).open.system, '<|start_header_id|>system<|end_header_id|>\n\n');
  assert.equal(beginLength(builtIn('llama-3'), '<|begin_of_text|>a'), '<|begin_of_text|>'.length);
});

test('a role that a template refuses, or has no envelope for, has none', () => {
  assert.equal(envelopeOf(builtIn('gemma')).open.tool, undefined);
  assert.equal(envelopeOf(builtIn('deepseek')).close.user, '');
});
