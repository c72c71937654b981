/** `oriel tokens`: a text or a chat as a model reads it. */
import type { WireRow } from '#wire/row';
import { openClient } from '../client.ts';
import { type Command, type Invocation, textValue, WrongOption } from '../command.ts';
import { ensureModel } from '../ensure-model.ts';
import { readInput } from '../terminal.ts';

export const command: Command = {
  summary: 'Show a text as the tokens a model reads.',
  usage: 'oriel tokens [TEXT] --model M [--chat] [--ids]',
  example: 'oriel tokens "Write a haiku." --model local/smollm2-135m --chat',
  notes: [
    ['TEXT', 'the text; - or nothing = standard input'],
    ['--model M', 'whose encoding (default: local/default)'],
    ['--chat', 'as a person’s message, with the chat template around it'],
    ['--ids', 'print ids only'],
  ],
  options: { model: { type: 'string' }, chat: { type: 'boolean' }, ids: { type: 'boolean' } },
  run: tokens,
};

async function tokens(invocation: Invocation): Promise<undefined> {
  const { values, words, terminal } = invocation;
  if (words.length > 1) throw new WrongOption('TEXT is one word for the shell: put it in quotes.');
  const text = words[0] === undefined || words[0] === '-' ? (await readInput(terminal.input)).replace(/\r?\n$/, '') : words[0];
  const client = await openClient(invocation);
  try {
    const model = textValue(values, 'model') ?? 'local/default';
    await ensureModel(client, invocation, model);
    const row = await client.send<WireRow>('POST', '/tokens', { text, model, ...(values.chat === true && { chat: true }) });
    terminal.print(
      values.json ? JSON.stringify(row) : values.ids ? row.tokens.map((token) => token.id ?? '?').join(' ') : tableOf(row),
    );
  } finally {
    await client.close();
  }
}

function tableOf({ model, encoding, counts, tokens: list }: WireRow): string {
  const lines = list.map((token) => {
    const owner = Array.isArray(token.owner) ? token.owner.join('+') : token.owner;
    const shown = token.text === undefined ? `<${token.bytes}>` : token.special ? token.text : JSON.stringify(token.text);
    return `${String(token.id ?? '?').padStart(7)}  ${owner.padEnd(8)}  ${shown}`;
  });
  const told = Object.entries(counts).map(([name, count]) => `${name} ${count.value} (${count.grade})`);
  return [...lines, '', `${model} · ${encoding} · ${told.join(' · ')}`].join('\n');
}
