/**
 * The small vocabulary of the scripted model: 256 bytes, some frequent words, the special tokens of ChatML. An
 * encoder that needs no file and can still end a token in half a character. Knows nothing of models.
 */
import type { Encoder } from '#domain/tokens/encoder';

const WORDS = [
  ...[' the', ' of', ' and', ' a', ' to', ' in', ' is', ' you', ' that', ' it', ' was', ' for', ' on', ' are', ' as', ' with'],
  ...[' his', ' they', ' I', ' at', ' be', ' this', ' have', ' from', ' or', ' one', ' had', ' by', ' word', ' but', ' not'],
  ...[' what', ' all', ' were', ' we', ' when', ' your', ' can', ' said', ' there', ' use', ' an', ' each', ' which', ' she'],
  ...[' do', ' how', ' their', ' if', ' will', ' up', ' other', ' about', ' out', ' many', ' then', ' them', ' these', ' so'],
  ...[' some', ' her', ' would', ' make', ' like', ' him', ' into', ' time', ' has', ' look', ' two', ' more', ' write'],
  ...[' go', ' see', ' number', ' no', ' way', ' could', ' people', ' my', ' than', ' first', ' water', ' been', ' call'],
  ...[' model', ' token', ' tokens', ' language', ' large', ' stream', ' thought', ' answer', ' row', ' window', ' mine'],
  ...['The', 'Words', 'Endless', 'Ghost', 'Echoes', ' flow', ' never', ' unseen', ' echoes', 'ing', 'ed', 'er', 'ly', 'tion'],
  ...['system', 'user', 'assistant', '.\n', ',\n', '\n\n'],
];

const encoder = new TextEncoder();
const items: Uint8Array[] = [
  ...Array.from({ length: 256 }, (_, byte) => Uint8Array.of(byte)),
  ...WORDS.map((word) => encoder.encode(word)),
];
const wordIds = new Map(WORDS.map((word, at) => [word, 256 + at]));
const longestWord = Math.max(...WORDS.map((word) => word.length));

const special = (offset: number, text: string) => ({ id: items.length + offset, text });
export const SCRIPTED_SPECIALS = [special(0, '<|im_start|>'), special(1, '<|im_end|>'), special(2, '<|endoftext|>')];
export const SCRIPTED_END = items.length + 1;
export const SCRIPTED_VOCABULARY = items.length + SCRIPTED_SPECIALS.length;

export const scriptedEncoder: Encoder = {
  encoding: 'scripted',
  encode(text) {
    const ids: number[] = [];
    for (let at = 0; at < text.length; ) {
      const word = longestAt(text, at) ?? String.fromCodePoint(text.codePointAt(at) ?? 0);
      const id = wordIds.get(word);
      if (id === undefined) ids.push(...encoder.encode(word));
      else ids.push(id);
      at += word.length;
    }
    return ids;
  },
  bytesOf(id) {
    const bytes = items[id] ?? encoder.encode(SCRIPTED_SPECIALS.find((one) => one.id === id)?.text);
    if (bytes.length === 0) throw new RangeError(`Token ${id} is not in the scripted vocabulary of ${SCRIPTED_VOCABULARY}.`);
    return bytes;
  },
};

function longestAt(text: string, at: number): string | undefined {
  for (let length = longestWord; length > 1; length--) {
    const word = text.slice(at, at + length);
    if (wordIds.has(word)) return word;
  }
  return undefined;
}
