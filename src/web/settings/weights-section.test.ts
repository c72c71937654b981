import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import type { FoundWeights, WireWeights } from '#wire/model';
import { attributes, draw, read, readAll, weights } from '../../../test/page-view.ts';
import { queryClient, weightsQuery } from '../api/queries.ts';

const { WeightsSection } = await import('./weights-section.tsx');

afterEach(() => queryClient.clear());

const section = (files: WireWeights[] | undefined, found: FoundWeights[] = [], language: 'en' | 'zh' = 'en') => {
  if (files) queryClient.setQueryData(weightsQuery.queryKey, files);
  queryClient.setQueryData(['weights', 'found'], found);
  return draw(language, WeightsSection, {});
};
const elsewhere: FoundWeights = { path: '/home/me/.ollama/models/llama.gguf', bytes: 1_300_000_000, program: 'Ollama' };

test('each file that is known is an entry, in the order of the server', () => {
  const markup = section([weights({ id: 'a', model: 'one' }), weights({ id: 'b', model: 'two' })]);
  assert.deepEqual(readAll(markup, 'h3'), ['one', 'two']);
});

test('what a model file is stands above them, in both languages', () => {
  assert.equal(readAll(section([]), 'h2')[0], 'Model files');
  assert.match(read(section([], [], 'zh')), /^模型文件 一个模型就是一个文件。/);
});

test('no files is said, but not before it is known', () => {
  assert.match(read(section([])), /No model files are known\./);
  queryClient.clear();
  assert.doesNotMatch(read(section(undefined)), /No model files/);
});

test('a file of another program can be linked, with its program and size', () => {
  const text = read(section([], [elsewhere]));
  assert.match(text, /Found in other programs llama\.gguf Ollama \/home\/me\/\.ollama\/models\/llama\.gguf Link 1\.3 GB/);
});

test('a file that knows its own name is called by it', () => {
  assert.match(read(section([], [{ ...elsewhere, name: 'Llama 3.2' }])), /Llama 3\.2 Ollama/);
});

test('a file that is linked already is not offered again', () => {
  assert.doesNotMatch(read(section([weights({ linked: elsewhere.path })], [elsewhere])), /Found in other programs/);
});

test('a file of one’s own is asked for by a field with a name', () => {
  const markup = section([]);
  assert.match(markup, /<label for="source"[^>]*>Add a file<\/label>/);
  assert.match(markup, /<input id="source"/);
  assert.ok(attributes(markup, 'placeholder')[0]?.includes('owner/name/file'));
});

test('that a file is linked and never copied is said in both languages', () => {
  assert.match(read(section([])), /The file is linked, never copied\.$/);
  assert.match(read(section([], [], 'zh')), /只链接到原来的文件，从不复制。$/);
});
