/**
 * `npm run bench -- keystroke`: what one key costs the encoder in a text of 100,000 tokens, beside encoding all of it; what
 * a streamed answer costs, delta by delta; and what one key costs the page, drawing included.
 */
import { encode as encodeByRival } from 'gpt-tokenizer/encoding/o200k_base';
import { TokenDocument } from '#domain/tokens/token-document';
import { encoders } from '#server/encoding-files';
import { chinese, english, randomFrom, sourceCode } from './corpora/text.ts';
import type { KeyTimes } from './keystroke/key-trace.ts';
import { typeInPage } from './keystroke/page.ts';

const TOKENS = 100_000;
const KEYS = 3_000;
/** Budgets of one key: in the encoder, and in the page. */
const P99_MS = 0.2;
const PAGE_P99_MS = 8;

const quantile = (sorted: readonly number[], share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;

export default async function bench(): Promise<void> {
  const encoder = await encoders.get('o200k');
  const random = randomFrom(1);
  const rows: Record<string, Record<string, string>> = {};
  let isWithin = true;
  const texts: Record<string, string> = {};
  for (const [name, long] of Object.entries({
    English: english(600_000),
    Chinese: chinese(200_000, await encoders.get('qwen3'), 151_643),
    'source code': sourceCode(600_000),
  })) {
    const text = long.slice(0, Math.round((long.length * TOKENS) / encoder.count(long)));
    texts[name] = text;
    const full = timed(() => encoder.encode(text));
    const rival = timed(() => encodeByRival(text));
    // Another text first, so that the measured one is not the first that the machine compiles for.
    typeInto(new TokenDocument(encoder, text), text, () => Math.floor(random() * text.length));
    for (const [where, place] of Object.entries({
      'at the end': (length: number) => length,
      'in the middle': (length: number) => length >> 1,
      'jumping about': (length: number) => Math.floor(random() * length),
    })) {
      const document = new TokenDocument(encoder, text);
      const times = typeInto(document, text, place);
      const p99 = quantile(times, 0.99);
      isWithin &&= p99 < P99_MS;
      rows[`${name}, ${where}`] = {
        tokens: String(document.count),
        'p50 µs': (1000 * quantile(times, 0.5)).toFixed(1),
        'p99 µs': (1000 * p99).toFixed(1),
        'most µs': (1000 * quantile(times, 1)).toFixed(0),
        'all anew ms': full.toFixed(1),
        'all anew by gpt-tokenizer ms': rival.toFixed(1),
      };
    }
  }
  console.log(`\n${KEYS} keys, of which a tenth deletes; o200k`);
  console.table(rows);
  console.log(`p99 under ${P99_MS} ms everywhere: ${isWithin ? 'yes' : 'NO'}`);
  stream();
  await inPage(texts);

  function stream(): void {
    const text = english(420_000);
    const document = new TokenDocument(encoder);
    const cpu = process.cpuUsage();
    const start = performance.now();
    let deltas = 0;
    for (let at = 0; at < text.length; at += 4, deltas++) document.append(text.slice(at, at + 4));
    const ms = performance.now() - start;
    const workMs = process.cpuUsage(cpu).user / 1000;
    console.log(
      `${text.length} characters streamed in ${deltas} deltas: ${ms.toFixed(0)} ms, ${workMs.toFixed(0)} ms of them at work (target under 1,000), ${document.count} tokens`,
    );
  }
}

async function inPage(texts: Record<string, string>): Promise<void> {
  const rows: Record<string, Record<string, string>> = {};
  const worst = { drawn: 0, drawnCpu: 0 };
  const few = await typeInPage(texts, (what, { tokens, rounds, counted }, bare) => {
    worst.drawn = Math.max(worst.drawn, ofRounds(rounds, 'drawn', 0.99));
    worst.drawnCpu = Math.max(worst.drawnCpu, ofRounds(rounds, 'drawnCpu', 0.99));
    const longTasks = rounds.flatMap((round) => round.longTasks).sort((a, b) => a - b);
    rows[what] = {
      tokens: String(tokens),
      'drawn ms': three(rounds, 'drawn'),
      'of it processor ms': three(rounds, 'drawnCpu'),
      'bare field drawn ms': three(bare, 'drawn'),
      'at work ms': three(rounds, 'work'),
      'counted after ms': [0.5, 0.99, 1].map((share) => quantile(counted, share).toFixed(1)).join(' / '),
      'tasks over 50 ms': longTasks.length === 0 ? 'none' : `${longTasks.length}, longest ${quantile(longTasks, 1).toFixed(0)}`,
    };
  });
  console.log('\nIn the page, counted in its worker; p50 / p99 of the median round / most of all rounds');
  console.table(rows);
  console.log(`in a draft of a few words: drawn ${three(few, 'drawn')}, of it processor ${three(few, 'drawnCpu')} ms`);
  console.log(
    `worst p99 ${worst.drawn.toFixed(1)} ms, of the processor's own time ${worst.drawnCpu.toFixed(1)} ms (budget ${PAGE_P99_MS})`,
  );
}

type Measured = 'drawn' | 'drawnCpu' | 'work';

/** A quantile of the median round. */
function ofRounds(rounds: readonly KeyTimes[], what: Measured, share: number): number {
  const each = rounds.map((round) => quantile(round[what], share)).sort((a, b) => a - b);
  return quantile(each, 0.5);
}

const three = (rounds: readonly KeyTimes[], what: Measured): string =>
  [ofRounds(rounds, what, 0.5), ofRounds(rounds, what, 0.99), Math.max(...rounds.map((round) => quantile(round[what], 1)))]
    .map((ms) => ms.toFixed(1))
    .join(' / ');

/** Types letters of the text itself at places of it, one key at a time; returns the sorted times in milliseconds. */
function typeInto(document: TokenDocument, text: string, place: (length: number) => number): number[] {
  const times: number[] = [];
  for (let key = 0; key < KEYS; key++) {
    const at = place(document.length);
    const removes = key % 10 === 9 && at > 0;
    const start = performance.now();
    document.edit(removes ? at - 1 : at, at, removes ? '' : (text[key % text.length] as string));
    times.push(performance.now() - start);
  }
  return times.sort((a, b) => a - b);
}

function timed(work: () => void): number {
  work();
  const start = performance.now();
  work();
  return performance.now() - start;
}
