/**
 * Two hundred texts on which encoders differ: an own encoder is used for a file only when it gives the library's ids
 * for all of them. Always the same texts. Knows no encoder.
 */
import { chanceAt } from '../chance.ts';

const FIXED = [
  '',
  ' ',
  '  ',
  '\n',
  '\r\n',
  '\t \n \t',
  '<|im_end|><|im_start|>system',
  '<|endoftext|>',
  '</s><s>[INST]',
  '<unk><0x0A>',
  '▁leading▁',
  'e\u0301 \u00e9 \u212b \u00c5',
  '\ufeffmark',
  '\u0085next\u2028line\u2029end\u3000',
  "I'm WE'RE they'LL don\u2019t 'ſ",
  '1234567890 3.14159 1,000,000 ٣٤٥ Ⅷ ½',
  '👩‍👩‍👧 🏳️‍🌈 👍🏽 é🇨🇦',
  '无声处，言语绽放，无尽思绪',
  'שלום العربية ‏abc‎',
  '\u0000\u0001\u001f\u007f',
  'a'.repeat(200),
  ' '.repeat(200),
  '绽'.repeat(64),
  '\u0301'.repeat(40),
  'function f(x) {\n\treturn x?.y ?? [];\n}\n',
  'snake_case camelCase kebab-case SHOUT_CASE',
];

const PIECES = [
  ...[' ', '  ', '\n', '\n\n', '\t', '\r\n', '\u00a0', '\u3000', '\ufeff', '\u200d', '\u0301', '\u0000'],
  ...[
    'a',
    'B',
    'the',
    ' The',
    'ing',
    "'s",
    "'LL",
    '’t',
    '7',
    '42',
    '1000',
    '٣',
    '½',
    '.',
    '...',
    '!?',
    ' —',
    '/',
    '\\',
    '_',
    '#',
  ],
  ...['é', 'ß', 'ǅ', 'ſ', 'Ω', 'ж', 'ש', 'ع', 'न', 'ก', '汉', '绽', '，', 'かな', '한', '👍', '🏽', '👩‍👧', '𝒳', '\u{1f9ff}'],
  ...['<|im_end|>', '<|im_start|>', '<s>', '▁', 'Ġ', '<0x41>'],
];

const COUNT = 200;
const LONGEST = 24;

export const HOSTILE_TEXTS: readonly string[] = [
  ...FIXED,
  ...Array.from({ length: COUNT - FIXED.length }, (_, text) => {
    const length = 1 + Math.floor(LONGEST * chanceAt(text, 0));
    return Array.from({ length }, (__, at) => PIECES[Math.floor(PIECES.length * chanceAt(text, at + 1))] ?? '').join('');
  }),
];
