import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { builtIn } from '#domain/templates/built-in';
import { type Prompt, type PromptInput, type PromptMessage, renderPrompt } from '#domain/templates/prompt';
import { tinyEncoder } from '#domain/templates/tiny-encoder.contract';
import { forecast, planWindow, reserveFor } from './window.ts';

const render = (input: PromptInput): Prompt => renderPrompt(input, builtIn('chatml'), tinyEncoder);
const input = (messages: PromptMessage[], more: Partial<PromptInput> = {}): PromptInput => ({ mode: 'chat', messages, ...more });
const talk = (exchanges: number, length = 10): PromptMessage[] =>
  Array.from({ length: exchanges }, (_, at): PromptMessage[] => [
    { id: `q${at}`, role: 'user', text: 'x'.repeat(length) },
    { id: `a${at}`, role: 'assistant', text: 'y'.repeat(length) },
  ]).flat();

/** Threads of any shape: system messages anywhere, answers missing or doubled, the last message of any role. */
const threads = fc
  .array(
    fc.record({ role: fc.constantFrom('system', 'user', 'assistant', 'tool' as const), text: fc.string({ maxLength: 40 }) }),
    {
      minLength: 1,
      maxLength: 30,
    },
  )
  .map((list) => list.map((message, at): PromptMessage => ({ id: `m${at}`, ...message })));

/** A thread, a window, and perhaps what is to be kept free. */
const cases = [threads, fc.integer({ min: 1, max: 600 }), fc.option(fc.nat(200), { nil: undefined })] as const;

test('what is kept and what left are all; system and last message are kept; the plan is what is rendered', () => {
  fc.assert(
    fc.property(...cases, (messages, limit, reserve) => {
      const planned = planWindow({ input: input(messages), limit, ...(reserve !== undefined && { reserve }) }, render);
      if (!planned.fits) {
        assert(planned.needed > limit);
        return;
      }
      const { prompt, window } = planned;
      const left = new Set(window.left.map(({ message }) => message));
      const kept = messages.filter(({ id }) => !left.has(id ?? ''));
      assert.equal(kept.length + left.size, messages.length);
      assert(kept.includes(messages.at(-1) as PromptMessage));
      for (const message of messages) if (message.role === 'system') assert(kept.includes(message));
      assert.deepEqual(prompt, render(input(kept)));
      assert.equal(window.used, prompt.tokens.length);
      assert(window.used + window.reserve <= limit);
    }),
    { numRuns: 300 },
  );
});

test('the forecast by counts alone says what the plan then does', () => {
  fc.assert(
    fc.property(...cases, (messages, limit, reserve) => {
      const planned = planWindow({ input: input(messages), limit, ...(reserve !== undefined && { reserve }) }, render);
      const question = messages.findLastIndex(({ role }) => role === 'user');
      const stays = messages.filter(({ role }, at) => role === 'system' || at >= question);
      const [used, least] = [messages, stays].map((list) => render(input(list)).tokens.length);
      const fate = !planned.fits ? 'too-long' : planned.window.left.length > 0 ? 'leaves' : 'fits';
      assert.equal(forecast({ limit, reserve, used: used ?? 0, least: least ?? 0 }), fate);
    }),
    { numRuns: 500 },
  );
});

test('a low limit of the answer is what it needs; a high one is no wish', () => {
  assert.deepEqual([undefined, 1, 1023, 1024, 5000].map(reserveFor), [undefined, 1, 1023, undefined, undefined]);
});

test('no more leaves than has to: one exchange more would not have fitted', () => {
  fc.assert(
    fc.property(threads, fc.integer({ min: 60, max: 600 }), (messages, limit) => {
      const planned = planWindow({ input: input(messages), limit, reserve: 20 }, render);
      if (!planned.fits || planned.window.left.length === 0) return;
      const left = new Set(planned.window.left.map(({ message }) => message));
      const lastOut = messages.findLastIndex(({ id }) => left.has(id ?? ''));
      const exchange = messages.findLastIndex(({ role, id }, at) => at <= lastOut && left.has(id ?? '') && role === 'user');
      const more = messages.filter(({ id }, at) => !left.has(id ?? '') || at >= Math.max(0, exchange));
      assert(render(input(more)).tokens.length + 20 > limit);
    }),
    { numRuns: 200 },
  );
});

test('the oldest exchanges leave whole, each message with its tokens and the reason', () => {
  const planned = planWindow(
    {
      input: input([{ id: 's', role: 'system', text: 'Be.' }, ...talk(4), { id: 'q', role: 'user', text: 'Hi' }]),
      limit: 110,
      reserve: 30,
    },
    render,
  );
  assert(planned.fits);
  assert.deepEqual(planned.window.left, [
    { message: 'q0', tokens: 14, reason: 'window' },
    { message: 'a0', tokens: 15, reason: 'window' },
    { message: 'q1', tokens: 14, reason: 'window' },
    { message: 'a1', tokens: 15, reason: 'window' },
  ]);
});

test('the reserve is a quarter of the window, at most 1,024', () => {
  const reserveOf = (limit: number) => {
    const planned = planWindow({ input: input(talk(1)), limit }, render);
    return planned.fits && planned.window.reserve;
  };
  assert.equal(reserveOf(400), 100);
  assert.equal(reserveOf(100_000), 1024);
});

test('a wish for more than half of the window keeps half of it free, and the thread stays', () => {
  const messages = input(talk(3));
  const planned = planWindow({ input: messages, limit: 400, reserve: 100_000 }, render);
  assert(planned.fits);
  assert.deepEqual([planned.window.reserve, planned.window.left], [200, []]);
});

test('where only the reserve does not fit it shrinks, and not below 64', () => {
  const alone = input([{ id: 'q', role: 'user', text: 'x'.repeat(300) }]);
  const used = render(alone).tokens.length;
  const tight = planWindow({ input: alone, limit: used + 64, reserve: 200 }, render);
  assert(tight.fits);
  assert.equal(tight.window.reserve, 64);
  assert.deepEqual(planWindow({ input: alone, limit: used + 63, reserve: 200 }, render), {
    fits: false,
    needed: used + 64,
    limit: used + 63,
  });
});

test('a wish for less than 64 is granted', () => {
  const alone = input([{ id: 'q', role: 'user', text: 'x' }]);
  const used = render(alone).tokens.length;
  const planned = planWindow({ input: alone, limit: used + 1, reserve: 1 }, render);
  assert(planned.fits);
});

test('kept tokens of an unfinished answer take room and stay', () => {
  const kept = Array.from({ length: 50 }, () => ({ id: 97, bytes: '61', text: 'a', owner: 'model' as const }));
  const planned = planWindow({ input: input(talk(5), { kept }), limit: 200, reserve: 20 }, render);
  assert(planned.fits);
  assert.deepEqual(planned.prompt.tokens.slice(-50), kept);
  assert(planned.window.left.length > 0);
});

test('messages without ids are planned as well', () => {
  const messages = talk(10).map(({ role, text }) => ({ role, text }));
  const planned = planWindow({ input: input(messages), limit: 100, reserve: 10 }, render);
  assert(planned.fits);
  assert(planned.window.left.every(({ tokens }) => tokens >= 14));
});

test('a document gives up its oldest texts', () => {
  const planned = planWindow({ input: { ...input(talk(10)), mode: 'document' }, limit: 65, reserve: 5 }, (asked) =>
    renderPrompt(asked, undefined, tinyEncoder),
  );
  assert(planned.fits);
  assert.equal(planned.prompt.text, planned.prompt.tokens.map(({ text }) => text).join(''));
  assert.equal(planned.window.left.length, 14);
});

test('a thread of 2,000 messages is rendered a few times, not once a message', () => {
  let renderings = 0;
  const count = (asked: PromptInput): Prompt => {
    renderings++;
    return render(asked);
  };
  for (const limit of [200, 2000, 20_000]) {
    renderings = 0;
    const planned = planWindow({ input: input(talk(1000)), limit }, count);
    assert(planned.fits);
    assert(renderings <= 5, `${renderings} renderings for a window of ${limit}`);
  }
});

test('whole, the prompt is that of all messages, and the plan says what would leave; where no turn could hold it, what that would need', () => {
  fc.assert(
    fc.property(threads, fc.integer({ min: 60, max: 600 }), (messages, limit) => {
      const planned = planWindow({ input: input(messages), limit }, render);
      const whole = planWindow({ input: input(messages), limit, isWhole: true }, render);
      assert(whole.fits);
      if (planned.fits) assert.deepEqual([whole.window.left, whole.needed], [planned.window.left, undefined]);
      else assert.deepEqual([whole.window.left, whole.needed], [[], planned.needed]);
      assert.deepEqual(whole.prompt, render(input(messages)));
      assert.equal(whole.window.used, whole.prompt.tokens.length);
    }),
  );
});
