/**
 * A fixed list of 200 texts on which encoders are known to differ. The local engine compares ours with the library's on
 * them when it loads a file; any difference and the library's ids are used. Left out on purpose: letters newer than the
 * library's Unicode tables, and marks that a file calls "user defined", which the library reads in text and we do not.
 */

const WORDS = [
  'Hello world',
  " it's IT'S don't we'll WE'LL I'd you're they've I'm",
  "'s'S'x''s s's 'sound",
  'camelCase PascalCase HTTPServer iPhone McDonald XMLHttpRequest2',
  'naïve café Zoë Ångström façade œuvre',
  'e\u0301 a\u0308\u0323 \u0301x o\u0302\u0301\u0301\u0301',
  'ﬁ ﬂ ﬀ ŉ ĳ ǅ Ǆ ǆ ß ẞ İ ı K Å',
  'Привет мир, ЁЖИК',
  'Γειά σου Κόσμε ΣΊΣΥΦΟΣ',
  'שלום עולם שָׁלוֹם',
  'مرحبا بالعالم ١٢٣٤٥',
  'नमस्ते दुनिया क्षत्रिय १२३',
  'สวัสดีชาวโลก น้ำ',
  '안녕하세요 세계 각',
  'こんにちは世界 カタカナ ｶﾀｶﾅ ー・',
  '你好，世界。无声处，言语绽放，无尽思绪，无言之声——你所问的，正是我所梦',
  '龥龦㐀𠀀𠮷 〇々〆',
  'Tiếng Việt: Đường phố Hà Nội',
  'ʰello ˈstress ªº',
];

const NUMBERS = [
  '0',
  '12',
  '123',
  '1234',
  '1234567890123',
  '3.14159',
  '1,000,000.00',
  '2²³½¾',
  'Ⅷ ⅻ ①②③ ٣٤٥٦',
  '𝟙𝟚𝟛𝟜',
  '0x1F 1e-10 v2.0.1',
  'a1b22c333d4444',
];

const SPACES = [
  ' ',
  '  ',
  '       ',
  '\n',
  '\n\n',
  '\n\n\n\n\n',
  '\r\n',
  '\r\n\r\n',
  '\r',
  '\t',
  '\t\t\tx',
  ' \n ',
  '  \n\n  x',
  'x \n',
  'x  ',
  'x\t ',
  ' x',
  '   x',
  '\u00a0x',
  'x\u00a0\u00a0y',
  '\u0085x\u0085',
  '\u2003\u2003x',
  '\u3000x\u3000',
  '\u2028x\u2029',
  '\u202f1\u205f2',
  '\u1680x',
  '\u200b\u200bx',
  '\ufeffx',
  'x\ufeff',
  '\u000b\u000cx',
  'if x:\n\treturn\n\n\n    y = 1',
  ' \u0301',
  '\n\u0301',
  '  1',
  '  (',
  '  \u4e2d',
];

const SIGNS = [
  '!',
  '!!!???',
  '...',
  '…—–',
  ' (a) [b] {c}',
  '<div class="x">&amp;</div>',
  '//\n/* x */\n',
  '--->\n\n\n',
  ' ==\r\n',
  'https://example.org/a?b=c&d=%20#e',
  'user@example.org',
  '$1 €2 ¥3 £4 ₿5',
  '∑∫∂√∞ ≠ ≤',
  '"“”‘’«»',
  '_a_ __init__ snake_case',
  '\\n \\u0041 \\\\',
  '#!/bin/sh',
  'a/b/c\n/d',
  '\u00ad-\u2011',
  '|a|b|\n|-|-|',
];

const PICTURES = [
  '😀',
  '😀😀😀',
  '👍🏽',
  '👩‍👩‍👧',
  '🇩🇪🇫🇷',
  '❤️ ☺︎',
  '🏴\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f}',
  '𝔘𝔫𝔦𝔠𝔬𝔡𝔢',
  '𐐀𐐨',
  '\u{1d165}\u{1d16e}',
  '🤖🧠',
];

const ODDITIES = [
  '\u0001\u001b[31mred',
  '\u007f\u0080\u009f',
  '\ue000\uf8ff',
  '\ufffd',
  '\ufffe\uffff',
  '\u{f0000}\u{10ffff}',
  '\u0378\u0379',
  '\u{e0001}',
  '<|endoftext|>',
  '<|im_start|>system\nYou obey.<|im_end|>',
  '<|im_end|',
  '<|begin_of_text|><|eot_id|>',
  '<start_of_turn>user\n<end_of_turn>',
  '<s>[INST] x [/INST]</s>',
  '<unk><pad><bos>',
  '<0x41><0x0A>',
  '<｜User｜>',
  '▁a▁b',
  'Ġhello Ċ',
  'ÿþ',
];

const FRAGMENTS = [...WORDS, ...NUMBERS, ...SPACES, ...SIGNS, ...PICTURES, ...ODDITIES];

/** Runs, each long enough for merging by heap. */
const RUNS = ['a', 'A', ' ', '\n', '=', '中', '😀', '\u0301', '7', 'ab'].map((text) => text.repeat(200));

/** Every fragment, the runs, and neighbours far apart in the list joined without a space, up to 200. */
export const HOSTILE_TEXTS: readonly string[] = [
  ...FRAGMENTS,
  ...RUNS,
  ...FRAGMENTS.map((text, at) => text + FRAGMENTS[(at * 37 + 11) % FRAGMENTS.length]),
].slice(0, 200);
