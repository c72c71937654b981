import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { TurnEvent } from '#domain/conversation/turn-event';
import type { PromptInput } from '#domain/templates/prompt';
import { TemplateRefused } from '#domain/templates/template';
import { WindowExceeded } from '../engine.ts';
import type { TurnCall } from './call.ts';
import { factsOf } from './facts.ts';
import { fakeNative } from './fake-native.ts';
import { parseGguf } from './gguf.ts';
import { createLoadedModel } from './loaded-model.ts';
import { LETTERS, type MadeGguf, madeGguf } from './made-gguf.ts';
import type { Pace } from './pace.ts';
import { vocabularyOf } from './vocabulary.ts';

const pace: Pace = { sliceTokens: 8, stepMs: undefined, time: (_, __, call) => call(1) };
const never = new AbortController().signal;

/** A loaded model of letters; `metadata` changes what its file says. */
function loaded({ metadata = {}, endsAfter = 40, window = 100 } = {}) {
  const made: MadeGguf = { ...LETTERS, metadata: { ...LETTERS.metadata, ...metadata } };
  const bytes = madeGguf(made);
  const header = parseGguf(bytes, bytes.length);
  const vocabulary = vocabularyOf(header);
  const native = fakeNative({ endsAfter });
  const spelled: number[] = [];
  const bytesOf = (id: number) => {
    spelled.push(id);
    return vocabulary.bytesOf(id);
  };
  const encoder = { encoding: vocabulary.name, encode: native.encode, bytesOf };
  const facts = factsOf(header, native.isEnd);
  return { native, spelled, model: createLoadedModel({ native, facts, vocabulary, encoder, window, candidates: 10, pace }) };
}

const ask = (text: string): PromptInput => ({ mode: 'chat', messages: [{ id: 'm', role: 'user', text }] });
const call = (ids: number[], more: Partial<TurnCall> = {}): TurnCall => ({
  turn: 't',
  ids,
  answerFrom: ids.length,
  tail: [],
  settings: {},
  ...more,
});
const row = Array.from({ length: 20 }, (_, at) => 1 + at);

async function answered(
  model: ReturnType<typeof loaded>['model'],
  turn: TurnCall,
  signal = never,
  onEvent = (_: TurnEvent) => {},
) {
  const events: TurnEvent[] = [];
  const outcome = await model.answer(
    turn,
    (event) => {
      events.push(event);
      onEvent(event);
    },
    signal,
  );
  const usage = events.find((event) => event.type === 'usage');
  return { outcome, events, usage };
}

describe('a loaded model', () => {
  it('renders with the template of its file, every token with its owner', () => {
    const { prompt, window } = loaded().model.render(ask('HI'));
    assert.equal(prompt.text.replaceAll('\u0000', ''), prompt.text);
    assert.deepEqual(new Set(prompt.tokens.map(({ owner }) => owner)), new Set(['template', 'person']));
    assert.deepEqual([window.used, window.limit], [prompt.tokens.length, 100]);
  });

  it('refuses words that alone are more than the window by what they need, and makes no row of them', () => {
    for (const role of ['user', 'system'] as const) {
      const { model, spelled } = loaded();
      const messages = [{ id: 'm', role, text: 'A'.repeat(5000) }, ...(role === 'system' ? ask('HI').messages : [])];
      const short = messages.map((message, at) => (at === 0 ? { ...message, text: 'A' } : message));
      const around = model.render({ mode: 'chat', messages: short }).window.used - 1;
      spelled.length = 0;
      assert.throws(
        () => model.render({ mode: 'chat', messages }),
        (error) => error instanceof WindowExceeded && error.needed === 5000 + around + 25 && error.limit === 100,
      );
      assert(spelled.length < 100, `${spelled.length} tokens`);
    }
  });

  it('counts a message longer than the window whole where it is only counted, and says what a turn would need', () => {
    const { prompt, window, needed } = loaded().model.render({ ...ask('A'.repeat(500)), isWhole: true });
    assert.equal(prompt.tokens.filter(({ owner }) => owner === 'person').length, 500);
    assert.deepEqual([window.used, window.left, needed], [prompt.tokens.length, [], prompt.tokens.length + 25]);
  });

  it('plans a long thread into its window, and says what left it', () => {
    const messages = Array.from({ length: 12 }, (_, at) => ({
      id: `m${at}`,
      role: at % 2 ? ('assistant' as const) : ('user' as const),
      text: 'WORDS',
    }));
    const { window } = loaded().model.render({ mode: 'chat', messages: messages.slice(0, 11) });
    assert.ok(window.left.length > 0 && window.used + window.reserve <= 100);
    assert.equal(window.left[0]?.message, 'm0');
    const whole = loaded().model.render({ mode: 'chat', messages: messages.slice(0, 11), isWhole: true });
    assert.deepEqual(whole.window.left, window.left);
    assert.ok(whole.window.used > 100 && whole.prompt.tokens.some(({ message }) => message === 'm0'));
  });

  it('refuses what cannot fit, and messages where its file has no template', () => {
    assert.throws(() => loaded().model.render(ask('X'.repeat(200))), WindowExceeded);
    const { model } = loaded({ metadata: { 'tokenizer.chat_template': '{{ raise_exception("no") }}' } });
    assert.throws(() => model.render(ask('HI')), TemplateRefused);
  });

  it('puts the begin token before a document once, where the file wants it', () => {
    const { model } = loaded({ metadata: { 'tokenizer.ggml.add_bos_token': true, 'tokenizer.ggml.bos_token_id': 0 } });
    const { prompt } = model.render({ mode: 'document', messages: [{ role: 'user', text: 'AB' }] });
    assert.deepEqual(
      prompt.tokens.map(({ owner, special }) => [owner, special ?? false]),
      [
        ['template', true],
        ['person', false],
        ['person', false],
      ],
    );
  });

  it('counts what was kept, read and answered, the end token named apart', async () => {
    const { model } = loaded();
    await answered(model, call(row));
    const { usage } = await answered(model, call([...row, 30, 31, 32], { turn: 'u' }));
    assert.deepEqual(usage?.kinds, { inputUncached: 3, cacheRead: 20, outputText: 18 });
    assert.deepEqual(usage?.raw, { prompt: 23, kept: 20, read: 3, answer: 17, endTokens: 1 });
  });

  it('counts only what was read when it is stopped while reading', async () => {
    const { model } = loaded();
    const stop = new AbortController();
    const { outcome, usage } = await answered(
      model,
      call(row),
      stop.signal,
      (event) => event.type === 'prompt-delta' && stop.abort(),
    );
    assert.equal(outcome.reason, 'stopped');
    assert.deepEqual(usage?.kinds, { inputUncached: 8, cacheRead: 0, outputText: 0 });
    assert.deepEqual(model.evaluated('t'), row.slice(0, 8));
  });

  it('remembers what it evaluated for a turn, its last token included', async () => {
    const { model, native } = loaded();
    const { events } = await answered(model, call(row, { settings: { maxTokens: 5 } }));
    const drawn = events.flatMap((event) => (event.type === 'part-delta' ? (event.tokens ?? []) : [])).map(({ id }) => id);
    assert.deepEqual(model.evaluated('t'), [...row, ...drawn]);
    assert.deepEqual(native.sequences.map(({ length }) => length).sort(), [0, row.length + drawn.length - 1]);
    assert.deepEqual(model.evaluated('unknown'), []);
  });

  it('remembers the last hundred turns', async () => {
    const { model } = loaded();
    for (let turn = 0; turn <= 100; turn++) await answered(model, call(row, { turn: `${turn}`, settings: { maxTokens: 1 } }));
    assert.deepEqual([model.evaluated('0').length, model.evaluated('1').length], [0, row.length + 1]);
  });

  it('refuses an empty row with a sentence, and ends a full one as window-full', async () => {
    const { model } = loaded();
    assert.match((await answered(model, call([]))).outcome.error?.message ?? '', /The row is empty/);
    const full = Array.from({ length: 100 }, () => 5);
    assert.deepEqual((await answered(model, call(full))).outcome, { reason: 'window-full' });
  });

  it('gives its sequence back when a turn fails', async () => {
    const { model, native } = loaded();
    native.beforeCall = () => {
      throw new Error('no');
    };
    for (let turn = 0; turn < 4; turn++) await assert.rejects(answered(model, call(row)), /no/);
    native.beforeCall = () => {};
    assert.equal((await answered(model, call(row))).outcome.reason, 'end');
  });

  it('lets two answers take turns, one native call each', async () => {
    const { model, native } = loaded();
    await Promise.all([answered(model, call(row)), answered(model, call(row.toReversed(), { turn: 'u' }))]);
    const steps = native.calls.filter((one) => one.startsWith('step')).map((one) => one.split(' ')[1]);
    const changes = steps.filter((sequence, at) => at > 0 && sequence !== steps[at - 1]).length;
    assert.ok(changes > steps.length * 0.8, steps.join(''));
  });

  it('reads ahead while nobody asks, and makes way for who does', async () => {
    const { model, native } = loaded();
    model.readAhead(row);
    await new Promise((resolve) => setTimeout(resolve, 5));
    const { usage } = await answered(model, call([...row, 30, 31, 32]));
    assert.ok((usage?.kinds.cacheRead ?? 0) >= 8);
    assert.ok(native.calls.length > 0);
  });

  it('weighs a row exactly while an answer runs', async () => {
    const { model } = loaded();
    const [exact] = await Promise.all([model.exact(row, never), answered(model, call(row.toReversed()))]);
    assert.equal(exact.length, row.length);
  });
});
