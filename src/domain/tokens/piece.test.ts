import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as classes from './character-class.ts';
import { classAt } from './character-class.ts';
import { FIXED_SEED, FRESH_SEED, FUZZ_STRINGS, randomFrom, randomText, TRICKY, trickyPairs } from './fuzz.contract.ts';
import { CUTTERS, type CutterName, cutAll } from './piece.ts';

const CLASSES = Uint8Array.from({ length: 0x110000 }, (_, code) => {
  const text = String.fromCodePoint(code);
  return classAt(text, 0, text.length) & 15;
});

/**
 * The published expressions: the slow plain versions. `\p{..}` and `\s` are written out from the frozen tables, so that the
 * scanners are tried and not the machine's Unicode.
 */
const spaces = setOf([classes.SPACE, classes.NEWLINE]);
const letters = setOf([classes.UPPER, classes.LOWER, classes.CASELESS]);
const marks = setOf([classes.MARK]);
const numbers = setOf([classes.NUMBER]);
const symbols = setOf([classes.SYMBOL]);
const uppers = setOf([classes.UPPER, classes.CASELESS, classes.MARK]);
const lowers = setOf([classes.LOWER, classes.CASELESS, classes.MARK]);
const short = "(?:'[sSſ]|'[tT]|'[rR][eE]|'[vV][eE]|'[mM]|'[lL][lL]|'[dD])";
const blank = `[${spaces}]*[\\r\\n]+|[${spaces}]+(?![^${spaces}])|[${spaces}]+`;
const cased = (digits: string, after: string): string =>
  `[^\\r\\n${letters}${numbers}]?[${uppers}]*[${lowers}]+${after}|[^\\r\\n${letters}${numbers}]?[${uppers}]+[${lowers}]*${after}|` +
  `[${numbers}]${digits}| ?[^${spaces}${letters}${numbers}]+[\\r\\n/]*|${blank}`;
const plain = (digits: string): string =>
  `${short}|[^\\r\\n${letters}${numbers}]?[${letters}]+|[${numbers}]${digits}| ?[^${spaces}${letters}${numbers}]+[\\r\\n]*|${blank}`;
const words = `'s|'t|'re|'ve|'m|'ll|'d| ?[${letters}]+| ?[${numbers}]+| ?[^${spaces}${letters}${numbers}]+|[${spaces}]+(?![^${spaces}])|[${spaces}]+`;

/** Expressions in sequence: each cuts what the ones before left. */
const EXPRESSIONS: Record<Exclude<CutterName, 'whole'>, string[]> = {
  o200k: [cased('{1,3}', `${short}?`)],
  tekken: [cased('', '')],
  cl100k: [plain('{1,3}')],
  qwen2: [plain('')],
  gpt2: [words],
  smollm: [`[${numbers}]`, words],
  'deepseek-v3': [
    `[${numbers}]{1,3}`,
    '[一-龥぀-ゟ゠-ヿ]+',
    `[!"#$%&'()*+,\\-./:;<=>?@\\[\\\\\\]^_\`{|}~][A-Za-z]+|[^\\r\\n${letters}${symbols}]?[${letters}${marks}]+| ?[${symbols}]+[\\r\\n]*|${blank}`,
  ],
};

/** A set of classes as the inside of a character class. */
function setOf(wanted: number[]): string {
  let set = '';
  for (let code = 0; code < CLASSES.length; ) {
    let to = code;
    while (wanted.includes(CLASSES[to] as number)) to++;
    if (to > code) set += `\\u{${code.toString(16)}}-\\u{${(to - 1).toString(16)}}`;
    code = to + 1;
  }
  return set;
}

function cutByExpressions(expressions: readonly RegExp[], text: string): number[] {
  const [first, ...rest] = expressions;
  if (!first) return text === '' ? [] : [text.length];
  const ends: number[] = [];
  let from = 0;
  const between = (to: number): void => {
    for (const end of cutByExpressions(rest, text.slice(from, to))) ends.push(from + end);
  };
  for (const match of text.matchAll(first)) {
    between(match.index);
    from = match.index + match[0].length;
    ends.push(from);
  }
  between(text.length);
  return ends;
}

/** Letters that begin alike and end differently: where a scanner in one pass could go astray. */
const CASES = [
  'A',
  'a',
  '中',
  '\u0301',
  'ʰ',
  "'",
  's',
  'L',
  'l',
  ' ',
  '\n',
  '1',
  '!',
  '/',
  '\u0085',
  'ſ',
  '\u0000',
  '\ud83d',
  '😀',
  '𝔘',
];

for (const [name, sources] of Object.entries(EXPRESSIONS) as [Exclude<CutterName, 'whole'>, string[]][]) {
  const expressions = sources.map((source) => new RegExp(source, 'gu'));
  const same = (text: string): void => {
    const ours = cutAll(CUTTERS[name], text);
    const theirs = cutByExpressions(expressions, text);
    if (ours.join() !== theirs.join()) assert.deepEqual(ours, theirs, JSON.stringify(text));
  };

  test(`${name} cuts all short rows of telling characters as its expression does`, () => {
    for (const one of CASES)
      for (const two of CASES)
        for (const three of CASES) {
          same(one + two + three);
        }
  });

  test(`${name} cuts random rows of telling characters as its expression does`, () => {
    const random = randomFrom(FRESH_SEED);
    for (let left = FUZZ_STRINGS / 4; left > 0; left--) {
      let text = '';
      for (let length = random() * 16; length > 0; length--) text += CASES[Math.floor(random() * CASES.length)];
      same(text);
    }
  });

  test(`${name} cuts random texts and pairs of tricky fragments as its expression does`, () => {
    const random = randomFrom(FIXED_SEED);
    for (let left = FUZZ_STRINGS / 20; left > 0; left--) same(randomText(random));
    for (const text of trickyPairs()) same(text);
  });

  test(`${name} cuts from any of its borders as it cut the whole text`, () => {
    const random = randomFrom(FIXED_SEED + 1);
    for (let left = 300; left > 0; left--) {
      const text = randomText(random);
      const ends = cutAll(CUTTERS[name], text);
      const start = ends[Math.floor(random() * ends.length)] as number;
      const later = cutAll(CUTTERS[name], text.slice(start)).map((end) => start + end);
      assert.deepEqual(
        later,
        ends.filter((end) => end > start),
        JSON.stringify(text),
      );
    }
  });

  test(`${name} takes the given end for the end of the text`, () => {
    const random = randomFrom(FIXED_SEED + 2);
    for (let left = 300; left > 0; left--) {
      const text = randomText(random) + TRICKY[left % TRICKY.length];
      const end = Math.ceil(random() * text.length);
      assert.equal(CUTTERS[name](text, 0, end), CUTTERS[name](text.slice(0, end), 0, end), JSON.stringify([text, end]));
    }
  });
}

const piecesOf = (name: CutterName, text: string): string[] => {
  const ends = cutAll(CUTTERS[name], text);
  return ends.map((end, at) => text.slice(ends[at - 1] ?? 0, end));
};

for (const [name, text, expected] of [
  [
    'o200k',
    "It's HTTPServer2024, isn't it?\n\n  Yes",
    ["It's", ' HTTPServer', '202', '4', ',', " isn't", ' it', '?\n\n', ' ', ' Yes'],
  ],
  [
    'cl100k',
    "It's HTTPServer2024, isn't it?\n\n  Yes",
    ['It', "'s", ' HTTPServer', '202', '4', ',', ' isn', "'t", ' it', '?\n\n', ' ', ' Yes'],
  ],
  ['qwen2', '2024', ['2', '0', '2', '4']],
  ['tekken', "it's 24", ['it', "'s", ' ', '2', '4']],
  ['smollm', 'in 2024  x', ['in', ' ', '2', '0', '2', '4', ' ', ' x']],
  ['gpt2', "IT'S it's 2024\n\nx", ['IT', "'", 'S', ' it', "'s", ' 2024', '\n', '\n', 'x']],
  ['deepseek-v3', '第12345章 こんにちは, (abc)', ['第', '123', '45', '章', ' ', 'こんにちは', ',', ' (', 'abc', ')']],
  ['whole', 'anything at all\n', ['anything at all\n']],
] as const)
  test(`${name} cuts ${JSON.stringify(text)} so that it can be read here`, () => {
    assert.deepEqual(piecesOf(name, text), expected);
  });

test('one piece of a million characters is cut without recursion', () => {
  for (const letter of ['a', 'A', '中', '\u0301', ' ', '\n', '!', '😀', '\ud83d'])
    assert.equal(CUTTERS.o200k(letter.repeat(1_000_000), 0, letter.length * 1_000_000), letter.length * 1_000_000);
});
