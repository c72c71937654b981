/** Which models have which encoding, as people know them; and the model whose rows an encoding shows. */
import type { EncodingName } from '#domain/tokens/encodings';

export const ENCODING_MODELS: Record<EncodingName, { known: string; row: string }> = {
  o200k: { known: 'GPT-4o, 4.1, 5', row: 'gpt-4o' },
  cl100k: { known: 'GPT-4, 3.5', row: 'gpt-4' },
  o200k_harmony: { known: 'gpt-oss', row: 'gpt-oss-120b' },
  qwen3: { known: 'Qwen 2.5, 3', row: 'qwen3-8b' },
  llama3: { known: 'Llama 3.1, 3.2, 3.3', row: 'llama-3.3-70b' },
  'deepseek-v3': { known: 'DeepSeek V3, R1', row: 'deepseek-v3' },
  tekken: { known: 'Mistral Nemo', row: 'mistral-nemo' },
  gemma3: { known: 'Gemma 3, Gemini 2', row: 'gemma-3-27b-it' },
};
