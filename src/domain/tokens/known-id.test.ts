/**
 * Ids as the other programs gave them (tiktoken 1.0.22 for the first two, tokenizers 0.23.2 for the others), written down:
 * facts that stay when those change or are not at hand.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decode } from './fuzz.contract.ts';
import { publicEncoder } from './public-encoder.contract.ts';

const TEXTS = {
  'a contraction, capitals, digits': "I'LL say it's 20,240 HTTPServers",
  'source code': 'for (let i = 0; i < n; i++) {\n\t\tsum += a[i];\n}\n',
  'white space of all kinds': ' a  b\t\tc \n\n  d\r\n\r\n   ',
  'Han and kana': '你好，世界！こんにちは カタカナ',
  Hangul: '안녕하세요, 세계',
  Arabic: 'مرحبا بالعالم ١٢٣',
  Devanagari: 'नमस्ते दुनिया',
  'Cyrillic and Greek': 'Привет ЁЖИК, Κόσμε',
  'accents, written in one': 'Ångström naïve café',
  'accents, written in two': 'cafe\u0301 a\u0308\u0323',
  emoji: '👩‍👩‍👧👍🏽🇩🇪 ❤️',
  'letters of two units': '𝔘𝔫𝔦 𐐀𐐨 𠀀',
  'a byte order mark and a next line': '\ufeffx\u0085y\ufeff',
  'zero width and no-break spaces': 'a\u200bb\u00a0c\u3000d',
  'the name of a special token': '<|im_start|>user<|im_end|>',
  'an address': 'https://example.org/a/b?c=1&d=%20#e',
  'a long s after an apostrophe': "it'ſ 'ſ",
};

const KNOWN = {
  o200k: {
    'a contraction, capitals, digits': '40 6 7454 2891 4275 220 455 11 13312 21929 80209',
    'source code': '1938 350 1347 575 314 220 15 26 575 464 297 26 575 4352 405 197 70167 2757 261 1768 1735 739',
    'white space of all kinds': '261 220 287 197 2736 1202 220 272 1414 271',
    'Han and kana': '177519 979 28428 3393 95839 52753 12288 14214 27354',
    Hangul: '14307 171731 11 75755',
    Arabic: '158894 26537 101462 12773 220 46600 53184 81473',
    Devanagari: '998 1637 14681 628 64593',
    'Cyrillic and Greek': '23881 131903 106549 16063 178244 11 22134 2097 1168 11702',
    'accents, written in one': '13631 892 162823 153475 737 30469',
    'accents, written in two': '66 6903 13430 261 47565 23396',
    emoji: '28823 102 2524 28823 102 2524 28823 100 82514 52622 121 55506 102 55506 103 122205',
    'letters of two units': '43120 242 246 43120 242 104 43120 242 99 220 172 238 238 222 172 238 238 101 220 172 62313 222',
    'a byte order mark and a next line': '5574 87 126 227 88 5574',
    'zero width and no-break spaces': '64 3310 65 5310 66 1397 67',
    'the name of a special token': '27 91 321 10949 91 29 1428 27 91 321 13707 91 29',
    'an address': '4172 1684 18582 4519 23839 7611 30 66 28 16 5 67 18356 455 2 68',
    'a long s after an apostrophe': '278 6 70067 461 70067',
  },
  cl100k: {
    'a contraction, capitals, digits': '40 6 4178 2019 433 596 220 508 11 8273 62144 19251',
    'source code': '2000 320 1169 602 284 220 15 26 602 366 308 26 602 2516 341 197 32579 1447 264 1004 947 534',
    'white space of all kinds': '264 220 293 197 1470 4815 220 294 881 262',
    'Han and kana': '57668 53901 3922 3574 244 98220 6447 90115 18049 104 47307 71493 96452',
    Hangul: '31495 230 75265 243 92245 11 28867 116 22783 226',
    Arabic: '10386 11318 30925 22071 5821 28946 32482 24102 32482 10386 220 149 94 149 95 149 96',
    Devanagari: '61196 88344 79468 31584 97 35470 15272 99 73753 61196 43411 107 24810',
    'Cyrillic and Greek': '54745 28089 8341 1301 223 140 244 31274 27435 11 8008 248 76295 45028 44223 31243',
    'accents, written in one': '127 227 983 496 86684 95980 588 53050',
    'accents, written in two': '936 1897 54939 264 136 230 136 96',
    emoji:
      '9468 239 102 378 235 9468 239 102 378 235 9468 239 100 9468 239 235 9468 237 121 9468 229 102 9468 229 103 71570 31643',
    'letters of two units': '57352 242 246 57352 242 104 57352 242 99 220 172 238 238 222 172 238 238 101 220 172 64319 222',
    'a byte order mark and a next line': '3305 87 126 227 88 3305',
    'zero width and no-break spaces': '64 16067 65 4194 66 23249 67',
    'the name of a special token': '27 91 318 5011 91 29 882 27 91 318 6345 91 29',
    'an address': '2485 1129 8858 2726 14520 3554 30 66 28 16 5 67 8003 508 2 68',
    'a long s after an apostrophe': '275 6 129 123 364 129 123',
  },
  qwen3: {
    'a contraction, capitals, digits': '40 6 4086 1977 432 594 220 17 15 11 17 19 15 61044 18729',
    'source code': '1958 320 1149 600 284 220 15 26 600 366 308 26 600 2457 341 197 31479 1421 264 989 935 532',
    'white space of all kinds': '264 220 293 197 1444 4710 220 294 871 262',
    'Han and kana': '108386 3837 99489 6313 89015 17587 104 46207 70393 95352',
    Hangul: '126246 144370 91145 11 133196',
    Arabic: '124122 29825 124671 124476 129634 220 149 94 149 95 149 96',
    Devanagari: '60096 87244 78368 30484 97 34370 14925 99 72653 60096 42311 107 23868',
    'Cyrillic and Greek': '53645 26991 8178 1278 223 132042 30174 26338 11 7851 248 75195 43928 43123 30143',
    'accents, written in one': '144044 968 495 85584 94880 586 51950',
    'accents, written in two': '924 58858 220 20229 136 230',
    emoji: '145233 378 235 145233 378 235 145665 144349 145375 145862 145336 70470 30543',
    'letters of two units': '124026 246 124026 104 149880 220 123934 238 222 123934 238 101 220 172 63219 222',
    'a byte order mark and a next line': '3225 87 126 227 88 3225',
    'zero width and no-break spaces': '64 15692 65 4102 66 22441 67',
    'the name of a special token': '27 91 318 4906 91 29 872 27 91 318 6213 91 29',
    'an address': '2428 1110 8687 2659 14186 3470 30 66 28 16 5 67 7846 17 15 2 68',
    'a long s after an apostrophe': '275 6 144815 364 144815',
  },
  llama3: {
    'a contraction, capitals, digits': '40 6 4178 2019 433 596 220 508 11 8273 62144 19251',
    'source code': '2000 320 1169 602 284 220 15 26 602 366 308 26 602 2516 341 197 32579 1447 264 1004 947 534',
    'white space of all kinds': '264 220 293 197 1470 4815 220 294 881 262',
    'Han and kana': '57668 53901 3922 102616 6447 90115 106555 47307 71493 96452',
    Hangul: '101193 124409 11 110572',
    Arabic: '101244 30925 103645 100700 24102 101952 220 109610 110546 117413',
    Devanagari: '61196 88344 79468 100365 35470 100291 101391 100322 24810',
    'Cyrillic and Greek': '54745 28089 8341 1301 223 104631 31274 27435 11 119905 45028 101047',
    'accents, written in one': '106453 983 496 86684 95980 588 53050',
    'accents, written in two': '936 1897 54939 264 127104 105001',
    emoji: '9468 239 102 102470 9468 239 102 102470 9468 239 100 9468 239 235 9468 237 121 9468 229 102 9468 229 103 71570 31643',
    'letters of two units': '57352 242 246 57352 242 104 57352 242 99 109697 238 238 222 172 238 238 101 109697 64319 222',
    'a byte order mark and a next line': '3305 87 116360 88 3305',
    'zero width and no-break spaces': '64 16067 65 117155 23249 67',
    'the name of a special token': '27 91 318 5011 91 29 882 27 91 318 6345 91 29',
    'an address': '2485 1129 8858 2726 14520 3554 30 66 28 16 5 67 8003 508 2 68',
    'a long s after an apostrophe': '275 6 129 123 364 129 123',
  },
  'deepseek-v3': {
    'a contraction, capitals, digits': '43 9 3699 2507 436 734 223 397 14 9186 118118 908 387',
    'source code': '2251 343 1775 1008 438 223 18 29 1008 818 313 29 1008 9661 875 200 88984 7004 260 3166 4274 1778',
    'white space of all kinds': '260 223 291 200 28544 1004 223 283 204 201 204 201 361',
    'Han and kana': '30594 303 3427 1175 4549 7245 2298 12457 2841 223 15961 11767 15961 27071',
    Hangul: '31404 11939 246 4567 73527 14 76878',
    Arabic: '10393 2212 53067 9254 1183 14059 223 63468 76647 127056',
    Devanagari: '9094 12524 70223 6011 26227 101422 85639',
    'Cyrillic and Greek': '24797 8919 332 226 40715 8535 7725 14 17011 4954 2781 30619',
    'accents, written in one': '21760 992 68967 112752 57664',
    'accents, written in two': '69 15702 17793 260 66383 100819',
    emoji: '25730 105 46088 25730 105 46088 25730 103 92526 40965 124 43754 105 43754 106 53341 100 10759',
    'letters of two units': '3128 245 249 3128 245 107 3128 245 102 86387 241 241 225 120577 241 104 86387 257 225 225',
    'a byte order mark and a next line': '15251 90 129 230 91 15251',
    'zero width and no-break spaces': '67 35020 68 2162 69 18524 70',
    'the name of a special token': '30 94 328 37864 94 32 5265 30 94 328 42616 94 32',
    'an address': '5395 2272 30357 3964 20922 9928 33 69 31 19 8 70 61732 397 5 71',
    'a long s after an apostrophe': '279 9 75929 905 75929',
  },
  gemma3: {
    'a contraction, capitals, digits':
      '236777 236789 2182 1879 625 236789 236751 236743 236778 236771 236764 236778 236812 236771 103099 497 1121',
    'source code':
      '1708 568 1184 858 578 236743 236771 236793 858 655 538 236793 858 4419 642 107 255969 2330 3323 496 236840 236747 2312 107 236783 107',
    'white space of all kinds': '496 138 236763 255969 236755 236743 108 138 236753 251 107 251 107 139',
    'Han and kana': '144626 236900 12811 237354 85141 19799 237312 123729',
    Hangul: '61659 236764 67195',
    Arabic: '236873 150345 107602 17193 115241 241303 242044',
    Devanagari: '226767 19975',
    'Cyrillic and Greek': '116130 205760 238444 233107 236764 24272 237386 237121 16115',
    'accents, written in one': '239685 829 80406 120362 33443',
    'accents, written in two': '101727 238288 496 241151 239430',
    emoji: '243767 237243 243767 237243 244814 240493 242713 246841 245562 64813',
    'letters of two units':
      '478 395 386 390 478 395 386 409 254865 236743 478 382 382 366 478 382 382 406 236743 478 398 366 366',
    'a byte order mark and a next line': '237922 236781 432 371 236762 237922',
    'zero width and no-break spaces': '236746 237141 236763 432 398 236755 465 366 366 236753',
    'the name of a special token': '236820 236909 548 236779 3041 111038 2364 236820 236909 548 236779 643 111038',
    'an address':
      '2574 1411 8358 236761 2187 236786 236746 236786 236763 236881 236755 236784 236770 236880 236753 38077 236778 236771 236865 236744',
    'a long s after an apostrophe': '509 236789 238071 756 238071',
  },
  tekken: {
    'a contraction, capitals, digits': '1073 1039 23947 4150 1494 1681 1032 1050 1048 1044 1050 1052 1048 107936 97202',
    'source code':
      '2975 1319 2186 1623 1376 1032 1048 1059 1623 1534 1308 1059 1623 8510 1512 1009 117980 5773 1261 3755 3864 2002',
    'white space of all kinds': '1261 1032 1289 1009 6622 1032 1267 1032 1266 1013 1010 1013 1010 1293',
    'Han and kana': '124108 1625 29659 1898 130128 55594 6912 10709 13266',
    Hangul: '9805 118463 2106 37843 1044 24353',
    Arabic: '4341 1708 26986 52373 6946 1032 39812 60407 77729',
    Devanagari: '2485 3525 22475 1803 115801',
    'Cyrillic and Greek': '45497 13745 1300 1129 42311 13663 7965 1044 10516 2714 2004 20087',
    'accents, written in one': '62927 1716 57587 98355 35858',
    'accents, written in two': '3173 3070 1204 1129 1261 129636 1204 1163',
    emoji:
      '1240 1159 1145 1169 29568 1240 1159 1145 1169 29568 1240 1159 1145 1167 1240 1159 1145 1141 1240 1159 1143 1189 1240 1159 1135 1169 1240 1159 1135 1170 3221 1157 1164 1239 1184 1143',
    'letters of two units':
      '1240 1157 1148 1152 1240 1157 1148 1171 1240 1157 1148 1166 95750 1144 1144 1128 1240 1144 1144 1168 95750 1160 1128 1128',
    'a byte order mark and a next line': '1239 1187 1191 1120 1194 1133 1121 1239 1187 1191',
    'zero width and no-break spaces': '1097 26580 1098 3997 1099 114840 1100',
    'the name of a special token': '1060 1124 1329 18993 1124 1062 3263 1060 1124 1329 23836 1124 1062',
    'an address': '3299 2345 16609 6766 22139 15836 1063 1099 1061 1049 1038 1100 22442 1050 1048 1035 1101',
    'a long s after an apostrophe': '1276 1039 1197 1191 1576 1197 1191',
  },
} satisfies Record<string, Record<keyof typeof TEXTS, string>>;

for (const [name, rows] of Object.entries(KNOWN) as [keyof typeof KNOWN, (typeof KNOWN)['o200k']][])
  for (const [what, text] of Object.entries(TEXTS) as [keyof typeof TEXTS, string][])
    test(`${name} has the known ids for ${what}`, () => {
      const encoder = publicEncoder(name);
      const ids = encoder.encode(text);
      assert.equal(ids.join(' '), rows[what]);
      assert.equal(decode(encoder, ids), encoder.spelling(text));
    });
