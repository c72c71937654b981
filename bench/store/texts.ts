/** Messages from a seed: 60 % English-like, 40 % Chinese, words by Zipf's law, 560 bytes on average. */

function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 4_294_967_296;
  };
}

const SYLLABLES = ['ka', 'lo', 'mi', 'tre', 'sun', 'der', 'in', 'po', 'qua', 'ble', 'st', 'on', 'ver', 'al', 'en', 'ri'];
const WORDS = 20_000;
const CHARACTERS = 3_000;

/** Zipf's law by its inverse: the rank of a word among `count`. */
const rankOf = (random: number, count: number): number => Math.floor(count ** random) - 1;

function wordOf(rank: number): string {
  let word = '';
  for (let left = rank + 1; left > 0; left = Math.floor(left / SYLLABLES.length)) word += SYLLABLES[left % SYLLABLES.length];
  return word;
}

export function texts(count: number, seed: number): string[] {
  const random = randomFrom(seed);
  const words = Array.from({ length: WORDS }, (_, rank) => wordOf(rank));
  return Array.from({ length: count }, () => {
    if (random() < 0.4) {
      const length = 60 + Math.floor(random() * 250);
      return Array.from({ length }, (_, at) =>
        at % 17 === 16 ? '，' : String.fromCodePoint(0x4e00 + rankOf(random(), CHARACTERS)),
      ).join('');
    }
    return Array.from({ length: 30 + Math.floor(random() * 110) }, () => words[rankOf(random(), WORDS)]).join(' ');
  });
}
