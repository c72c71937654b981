/** The encoders that are measured, ours first: each is loaded when asked for and counts the o200k tokens of a text. */
export type Peer = (text: string) => number | Promise<number>;

/** How each is made ready. `nativeFile` is a `tokenizer.json` of o200k, written before. */
export const PEERS: Record<string, (nativeFile: string) => Promise<Peer>> = {
  oriel: async () => {
    const { encoders } = await import('#server/encoding-files');
    const { encode } = await encoders.get('o200k');
    return (text) => encode(text).length;
  },
  'gpt-tokenizer': async () => {
    const { encode } = await import('gpt-tokenizer/encoding/o200k_base');
    return (text) => encode(text).length;
  },
  tiktoken: async () => {
    const { get_encoding } = await import('tiktoken');
    const encoding = get_encoding('o200k_base');
    return (text) => encoding.encode_ordinary(text).length;
  },
  'ai-tokenizer': async () => {
    const [{ default: Tokenizer }, o200k] = await Promise.all([
      import('ai-tokenizer'),
      import('ai-tokenizer/encoding/o200k_base'),
    ]);
    const tokenizer = new Tokenizer(o200k);
    return (text) => tokenizer.encode(text).length;
  },
  'js-tiktoken': async () => {
    const [{ Tiktoken }, { default: ranks }] = await Promise.all([
      import('js-tiktoken/lite'),
      import('js-tiktoken/ranks/o200k_base'),
    ]);
    const encoding = new Tiktoken(ranks);
    return (text) => encoding.encode(text, [], []).length;
  },
  'tokenizers (native)': async (nativeFile) => {
    const { default: tokenizers } = await import('tokenizers');
    const tokenizer = tokenizers.Tokenizer.fromFile(nativeFile);
    return async (text) => (await tokenizer.encode(text, null, { addSpecialTokens: false })).getLength();
  },
};
