/** docs/commands.md, made from the commands' own help. `node test/commands-page.ts` writes it; a test compares it. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { COMMANDS } from '#cli/commands';
import { helpOf, helpOfAll } from '#cli/help';

export const commandsFile = join(import.meta.dirname, '../docs/commands.md');

export async function commandsPage(): Promise<string> {
  const commands = await Promise.all(
    Object.entries(COMMANDS).map(async ([name, load]) => [name, (await load()).command] as const),
  );
  const block = (text: string) => ['```', text, '```', ''];
  return [
    '# Commands',
    '',
    'Made from the help texts by `node test/commands-page.ts`; `npm test` fails when it is stale. What programs may rely on stands in',
    '[contract.md](contract.md). Results go to standard output, words to standard error. Exit codes: 0 done, 1 failed, 2 wrong use,',
    '130 interrupted.',
    '',
    ...block(helpOfAll(commands)),
    ...commands.flatMap(([name, command]) => [`## oriel ${name}`, '', ...block(helpOf(name, command))]),
  ].join('\n');
}

if (import.meta.main) writeFileSync(commandsFile, await commandsPage());
