/**
 * The row and the counts of a text or of messages for a model that is not a file here, by its published encoding and format. Closed
 * models: a reconstruction that says so. Long texts are counted in a worker with a deadline.
 */
import { Worker } from 'node:worker_threads';
import { familyOf } from '#domain/catalogue/families';
import { bareName, type Family } from '#domain/catalogue/family';
import { rowFor } from '#domain/catalogue/model-row';
import { countPrompt, countText } from '#domain/catalogue/prompt-count';
import type { PromptMessage } from '#domain/templates/prompt';
import type { Encoder } from '#domain/tokens/encoder';
import { rowToken } from '#domain/tokens/row-token';
import type { RowToken } from '#domain/tokens/token';
import type { WireRow } from '#wire/row';
import { encoders } from './encoding-files.ts';
import { Refusal } from './problem.ts';

export type RowAsk = { model: string; text: string } | { model: string; messages: PromptMessage[]; atMs: number };

/** UTF-16 units from which a worker counts: 64 thousand take about 15 ms here. */
const WORKER_UNITS = 64_000;
const DEADLINE_MS = 20_000;

/** The family of a model's name; undefined for local models and for names that nothing is known of. */
export function publicFamily(model: string): Family | undefined {
  return model.startsWith('local/') ? undefined : familyOf(model);
}

export async function publicRow(ask: RowAsk): Promise<WireRow> {
  const units = 'text' in ask ? ask.text.length : ask.messages.reduce((sum, { text }) => sum + text.length, 0);
  return units < WORKER_UNITS ? computeRow(ask) : inWorker(ask);
}

/** The same, here and now. @throws Refusal for an unknown name. */
export async function computeRow(ask: RowAsk): Promise<WireRow> {
  const family = publicFamily(ask.model);
  if (!family) throw new Refusal('not-found', `Nothing is known of the tokens of "${bareName(ask.model)}".`);
  const encoder = await encoders.get(family.encoding);
  const base = { model: ask.model, encoding: family.encoding };
  if ('text' in ask) {
    const tokens = tokensOf(family, encoder, ask.text);
    const content = countText(family, ask.text, encoder);
    return { ...base, grade: content.grade, counts: { content }, tokens };
  }
  const { messages, atMs } = ask;
  const words = messages.filter(({ role }) => role === 'user').map(({ text }) => text);
  const content = countText(family, words.join(''), encoder);
  const prompt = countPrompt(family, { messages, atMs }, encoder);
  const row = rowFor(family, messages, encoder, { atMs });
  const tokens =
    row?.prompt.tokens ?? encoder.encode(messages.map(({ text }) => text).join('')).map((id) => rowToken(encoder, id));
  return {
    ...base,
    grade: prompt?.grade ?? 'estimated',
    counts: { content, ...(prompt && { prompt }), row: { value: tokens.length, grade: row?.prompt.grade ?? 'estimated' } },
    tokens,
    ...(row && { text: row.prompt.text }),
    ...(row?.reconstruction !== undefined && { note: row.reconstruction }),
  };
}

/** Where another encoding stands in for one that is not public, its ids are not the model's and are left out. */
function tokensOf({ text: { grade } }: Family, encoder: Encoder, text: string): RowToken[] {
  return encoder.encode(text).map((id) => {
    const { id: _, ...rest } = rowToken(encoder, id);
    return grade === 'exact' ? { id, ...rest } : rest;
  });
}

function inWorker(ask: RowAsk): Promise<WireRow> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./public-row-worker.ts', import.meta.url), { workerData: ask });
    const deadline = setTimeout(() => {
      void worker.terminate();
      reject(new Refusal('timed-out', `This text took longer than ${DEADLINE_MS / 1000} s to count. Send a shorter one.`));
    }, DEADLINE_MS);
    worker.once('message', (json: string) => resolve(JSON.parse(json)));
    worker.once('error', reject);
    worker.once('exit', () => clearTimeout(deadline));
  });
}
