/**
 * Writes docs/answers.md and the tables of both READMEs: what each local model answers to the same prompts, seed and settings given. Run with a home that has the
 * files: `node bin/oriel.mjs --run docs/answers.ts HOME`. Answers are what came, not chosen.
 */
import { readFileSync, writeFileSync } from 'node:fs';
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
  return path.endsWith('/events') || answer.status === 204 ? answer.text() : answer.json();
};

const lines = [
  '# What the local models answer',
  '',
  `Made by \`docs/answers.ts\`: the same three prompts, each model’s own settings, seed ${SEED}, at most ${MAX_TOKENS} tokens. Nothing was chosen or mended.`,
  '',
];
/** Answers by model, in the order of the prompts: what the tables of the two READMEs hold. */
const rows: [model: string, answers: string[]][] = [];
const { models } = (await call('GET', '/models')) as { models: WireModel[] };
for (const model of models.filter((one) => one.isReady && one.aliasOf === undefined && one.modes.includes('chat'))) {
  lines.push(`## ${model.model}`, '', `SHA-256 \`${model.snapshot}\` · settings \`${JSON.stringify(model.defaults)}\``, '');
  const row: string[] = [];
  rows.push([model.model, row]);
  for (const text of PROMPTS) {
    const thread = (await call('POST', '/threads', {})) as { id: string };
    const body = { text, model: `local/${model.model}`, settings: { seed: SEED, maxTokens: MAX_TOKENS } };
    const started = (await call('POST', `/threads/${thread.id}/turns`, body)) as { turn: string };
    await call('GET', `/turns/${started.turn}/events`);
    const turn = (await call('GET', `/turns/${started.turn}`)) as Turn;
    row.push(
      textOf(partsOf(turn))
        .trim()
        .replaceAll('|', '\\|')
        .replace(/\s*\n\s*/g, '<br>'),
    );
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
for (const name of ['README.md', 'README.zh-CN.md']) writeTable(join(import.meta.dirname, '..', name));
await oriel.close();

/** Puts the answers between the marks of a README. */
function writeTable(file: string): void {
  const table = [
    `| | ${PROMPTS.join(' | ')} |`,
    `|---|${PROMPTS.map(() => '---').join('|')}|`,
    ...rows.map(([model, answers]) => `| \`${model}\` | ${answers.join(' | ')} |`),
  ].join('\n');
  const text = readFileSync(file, 'utf8');
  writeFileSync(
    file,
    text.replace(/<!-- answers -->[\s\S]*?<!-- end of answers -->/, `<!-- answers -->\n${table}\n<!-- end of answers -->`),
  );
}
