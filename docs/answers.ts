/**
 * Writes docs/answers.md: what each local model answers to the same prompts, seed and settings given. Run with a home that has the
 * files: `node bin/oriel.mjs --run docs/answers.ts HOME`. Answers are what came, not chosen.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { textOf } from '#domain/conversation/part';
import type { Turn } from '#domain/conversation/turn';
import { partsOf } from '#domain/conversation/turn';
import { startOriel } from '#server/oriel';
import { readSettings } from '#server/settings';
import type { WireModel } from '#wire/model';

const PROMPTS = [
  'Write a haiku about what it’s like to be a Large Language Model.',
  'What is the capital of Australia, and why not Sydney?',
  '用一句话解释：为什么天空是蓝色的？',
];
const SEED = 7;
const MAX_TOKENS = 160;

const [home = ''] = process.argv.slice(2);
const oriel = await startOriel(readSettings({ home, port: '0' }, process.env), { servesPage: false, fetchesByItself: false });
const call = async (method: string, path: string, body?: unknown) => {
  const answer = await fetch(`${oriel.url}/api${path}`, {
    method,
    ...(method !== 'GET' && { headers: { 'content-type': 'application/json' } }),
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
  return path.endsWith('/events') ? answer.text() : answer.json();
};

const lines = [
  '# What the local models answer',
  '',
  `Made by \`docs/answers.ts\`: the same three prompts, each model’s own settings, seed ${SEED}, at most ${MAX_TOKENS} tokens. Nothing was chosen or mended.`,
  '',
];
const { models } = (await call('GET', '/models')) as { models: WireModel[] };
for (const model of models.filter((one) => one.isReady && one.aliasOf === undefined && one.modes.includes('chat'))) {
  lines.push(`## ${model.model}`, '', `SHA-256 \`${model.snapshot}\` · settings \`${JSON.stringify(model.defaults)}\``, '');
  for (const text of PROMPTS) {
    const thread = (await call('POST', '/threads', {})) as { id: string };
    const body = { text, model: `local/${model.model}`, settings: { seed: SEED, maxTokens: MAX_TOKENS } };
    const started = (await call('POST', `/threads/${thread.id}/turns`, body)) as { turn: string };
    await call('GET', `/turns/${started.turn}/events`);
    const turn = (await call('GET', `/turns/${started.turn}`)) as Turn;
    const quoted = textOf(partsOf(turn))
      .trim()
      .split('\n')
      .map((line) => `> ${line}`.trimEnd());
    const { timing, usage } = turn;
    const seconds = timing ? (timing.totalMs / 1000).toFixed(1) : '?';
    lines.push(
      `**${text}**`,
      '',
      ...quoted,
      '',
      `ended: ${turn.reason} · ${usage?.kinds.outputText ?? '?'} tokens · ${seconds} s`,
      '',
    );
    await call('DELETE', `/threads/${thread.id}`);
  }
}
writeFileSync(join(import.meta.dirname, 'answers.md'), `${lines.join('\n').trimEnd()}\n`);
await oriel.close();
