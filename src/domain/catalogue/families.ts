/**
 * The families that are known, the narrower pattern first. What an entry rests on stands in its `from`, or in
 * the published rules and vocabularies that it names.
 */
import { IMAGE_RULES, type ImageRule } from '#domain/money/image-count';
import type { BuiltInName } from '#domain/templates/built-in';
import { type Family, namesModel } from './family.ts';

const EXACT = { grade: 'exact' } as const;
const stoodInFor = (from: string, factor = 1, error?: number) =>
  ({ grade: 'estimated', from, factor, ...(error !== undefined && { error }) }) as const;
/** The family's published format; the template in a model's own file may add to it. */
const OWN_FORM = { grade: 'estimated', from: "the family's usual form; a file's own template comes first" } as const;

/** Its first files, of January 2025, opened an answer without `<think>`. */
const R1_DISTILLED = {
  grade: 'estimated',
  from: "the template of DeepSeek's distilled models; their first files had another",
} as const;
/** The alias was seen to be answered by a V4. */
const MOVING = stoodInFor("DeepSeek V3's encoding; the name moves from model to model");
/** Meta's own models: a name that only holds `llama` is that of another's, with a form of its own. */
const sized = (name: string, ...sizes: string[]) => sizes.flatMap((size) => [`${name}${size}*`, `meta-${name}${size}*`]);

/** One vocabulary, and forms that differ in their usual instructions and in how they show tools. */
const qwen = (name: string, template: BuiltInName, models: readonly string[]): Family => ({
  name,
  models,
  encoding: 'qwen3',
  text: EXACT,
  envelope: OWN_FORM,
  template,
  isOpen: true,
});

export const FAMILIES: readonly Family[] = [
  {
    name: 'gpt-oss',
    models: ['gpt-oss*'],
    encoding: 'o200k_harmony',
    text: EXACT,
    envelope: EXACT,
    template: 'harmony',
    isOpen: true,
  },
  {
    name: 'gpt-4o',
    models: ['gpt-4o*', 'chatgpt-4o*', 'gpt-4.1*', 'gpt-4.5*', 'gpt-5-chat*', 'gpt-5.*-chat*'],
    encoding: 'o200k',
    text: EXACT,
    envelope: { ...EXACT, rules: 'im', from: "the vendor's published rule" },
    template: 'openai',
    isOpen: false,
  },
  {
    name: 'openai-reasoning',
    models: ['o1', 'o1-*', 'o3', 'o3-*', 'o4-*', 'gpt-5', 'gpt-5-*', 'gpt-5.*'],
    encoding: 'o200k',
    text: EXACT,
    envelope: { ...EXACT, rules: 'im-reasoning', from: 'a published example and three recorded turns' },
    template: 'openai-reasoning',
    isOpen: false,
  },
  {
    name: 'gpt-6',
    models: ['gpt-6*', 'gpt-daybreak*'],
    encoding: 'o200k',
    text: stoodInFor('o200k, as in GPT-5; not confirmed for this family'),
    envelope: { grade: 'estimated', rules: 'im-reasoning', from: 'as in GPT-5' },
    isOpen: false,
  },
  {
    name: 'gpt-3.5-turbo-0301',
    models: ['gpt-3.5-turbo-0301', 'gpt-35-turbo-0301'],
    encoding: 'cl100k',
    text: EXACT,
    envelope: { ...EXACT, rules: 'im-0301', from: "the vendor's published rule" },
    template: 'openai-0301',
    isOpen: false,
  },
  {
    name: 'gpt-4',
    models: [
      ...['gpt-4', 'gpt-4-*', 'gpt-3.5-turbo', 'gpt-3.5-turbo-0*', 'gpt-3.5-turbo-1*'],
      ...['gpt-35-turbo', 'gpt-35-turbo-0*', 'gpt-35-turbo-1*'],
    ],
    encoding: 'cl100k',
    text: EXACT,
    envelope: { ...EXACT, rules: 'im', from: "the vendor's published rule" },
    template: 'openai-cl100k',
    isOpen: false,
  },
  qwen('qwen2.5-math', 'qwen2.5-math', ['qwen2.5-math*', 'qwen-2.5-math*']),
  qwen('qwen2.5-vl', 'qwen2.5-vl', ['qwen2.5vl*', 'qwen2.5-vl*', 'qwen-2.5-vl*']),
  qwen('qwen2.5', 'qwen2.5', ['qwen2.5', 'qwen2.5-*', 'qwen2.5:*', 'qwen-2.5-*']),
  // They write tools in another form than the rest of their generation.
  qwen('qwen3-coder', 'chatml', ['qwen3-coder*', 'qwen-3-coder*']),
  qwen('qwen3', 'qwen3', ['qwen3', 'qwen3-*', 'qwen3:*', 'qwen-3-*']),
  qwen('qwq', 'chatml', ['qwq', 'qwq-*', 'qwq:*']),
  {
    name: 'deepseek-r1-distill-llama',
    models: ['deepseek-r1-distill-llama*'],
    encoding: 'llama3',
    text: EXACT,
    envelope: R1_DISTILLED,
    template: 'deepseek-distill-llama',
    isOpen: true,
  },
  {
    name: 'deepseek-r1-distill-qwen',
    models: ['deepseek-r1-distill-qwen*'],
    encoding: 'qwen3',
    text: EXACT,
    envelope: R1_DISTILLED,
    template: 'deepseek-distill-qwen',
    isOpen: true,
  },
  {
    name: 'llama-3.1',
    models: [
      ...['llama-3.1', 'llama-3.2', 'llama-3.3', 'llama3.1', 'llama3.2', 'llama3.3'],
      ...sized('llama-3.1-', '8b', '70b', '405b'),
      ...sized('llama-3.2-', '1b', '3b', '11b', '90b'),
      ...sized('llama-3.3-', '70b'),
      ...['llama3.1:*', 'llama3.2:*', 'llama3.3:*', 'llama3.2-vision*', 'llama3.1-8b*', 'llama3.1-70b*', 'llama3.3-70b*'],
    ],
    encoding: 'llama3',
    text: EXACT,
    envelope: { ...EXACT, from: 'the published template; the day that it prints is an input' },
    template: 'llama-3.1',
    isOpen: true,
  },
  {
    name: 'llama-3',
    models: [...sized('llama-3-', '8b', '70b'), 'llama3', 'llama3-8b*', 'llama3-70b*', 'llama3:*'],
    encoding: 'llama3',
    text: EXACT,
    envelope: EXACT,
    template: 'llama-3',
    isOpen: true,
  },
  {
    name: 'made-of-llama-3',
    models: ['*llama-3*', '*llama3*'],
    encoding: 'llama3',
    text: stoodInFor("Llama 3's encoding, of which the model was made; not confirmed for it"),
    envelope: { grade: 'estimated', from: "Llama 3.1's template; a model made of it may have its own" },
    template: 'llama-3.1',
    isOpen: false,
  },
  {
    name: 'deepseek-r1',
    models: ['deepseek-r1'],
    encoding: 'deepseek-v3',
    text: EXACT,
    envelope: { ...EXACT, from: 'the published template; one recorded turn agrees' },
    template: 'deepseek-reasoner',
    isOpen: true,
  },
  {
    name: 'deepseek-r1-later',
    models: ['deepseek-r1-0528', 'deepseek-r1:671b*'],
    encoding: 'deepseek-v3',
    text: EXACT,
    envelope: { grade: 'estimated', from: "the first R1's template; not confirmed for later ones" },
    template: 'deepseek-reasoner',
    isOpen: true,
  },
  {
    name: 'deepseek-v3.1',
    models: ['deepseek-v3.1', 'deepseek-v3.1-*', 'deepseek-v3.1:*', 'deepseek-v3.2-exp*', 'deepseek-chat-v3.1*'],
    encoding: 'deepseek-v3',
    text: EXACT,
    envelope: EXACT,
    template: 'deepseek-v3.1',
    isOpen: true,
  },
  {
    name: 'deepseek-v3.2',
    models: ['deepseek-v3.2', 'deepseek-v3.2-*', 'deepseek-v3.2:*'],
    encoding: 'deepseek-v3',
    text: EXACT,
    envelope: EXACT,
    template: 'deepseek-v3.2',
    isOpen: true,
  },
  {
    name: 'deepseek-v3',
    models: ['deepseek-v3', 'deepseek-v3-0324*', 'deepseek-v3:*', 'deepseek-chat-v3-0324*'],
    encoding: 'deepseek-v3',
    text: EXACT,
    envelope: EXACT,
    template: 'deepseek',
    isOpen: true,
  },
  {
    name: 'deepseek-chat',
    models: ['deepseek-chat'],
    encoding: 'deepseek-v3',
    text: MOVING,
    envelope: { grade: 'estimated', from: "DeepSeek V3.2's published form" },
    template: 'deepseek-v3.2',
    isOpen: false,
  },
  {
    name: 'deepseek-reasoner',
    models: ['deepseek-reasoner'],
    encoding: 'deepseek-v3',
    text: MOVING,
    envelope: { grade: 'estimated', from: "R1's published template; one recorded turn agrees" },
    template: 'deepseek-reasoner',
    isOpen: false,
  },
  {
    name: 'deepseek-v4',
    models: ['deepseek-v4*', 'deepseek-flash*'],
    encoding: 'deepseek-v3',
    text: stoodInFor("DeepSeek V3's encoding; not confirmed for this family"),
    envelope: { grade: 'estimated', from: "DeepSeek V3's template" },
    template: 'deepseek',
    isOpen: false,
  },
  {
    name: 'gemma-3',
    models: ['gemma-3-*', 'gemma3*'],
    encoding: 'gemma3',
    text: EXACT,
    envelope: EXACT,
    template: 'gemma',
    isOpen: true,
  },
  {
    name: 'gemini-2',
    models: ['gemini-2.*', 'gemini-3-flash-preview*', 'gemini-3-pro-preview*'],
    encoding: 'gemma3',
    text: { grade: 'estimated', error: 0.01, from: "Gemma 3's encoding, which the vendor's own local counter uses" },
    envelope: { grade: 'estimated', rules: 'contents', from: 'three recorded turns' },
    isOpen: false,
  },
  {
    name: 'gemini',
    models: ['gemini-*'],
    encoding: 'gemma3',
    text: stoodInFor("Gemma 3's encoding; newer Gemini models have Gemma 4's"),
    envelope: { grade: 'estimated', rules: 'contents', from: 'as metered for Gemini 2.5' },
    isOpen: false,
  },
  {
    name: 'mistral',
    models: ['mistral*', 'open-mistral*', 'ministral*', 'magistral*', 'devstral*', 'codestral*', 'pixtral*', 'voxtral*'],
    encoding: 'tekken',
    text: stoodInFor("Nemo's encoding; two recorded prompts of later models agree to the token"),
    envelope: { grade: 'estimated', rules: 'brackets', from: 'a begin token, two marks a question and one an answer' },
    isOpen: false,
  },
  {
    name: 'claude-4',
    models: ['claude-*-4-5*', 'claude-*-4-6*', 'claude-*-4-2*', 'claude-*-4-1*', 'claude-*-4-0*', 'claude-3*'],
    encoding: 'o200k',
    text: stoodInFor('o200k x 1.05: two recorded prompts in English were 1.00 and 1.10', 1.05, 0.1),
    envelope: { grade: 'estimated', rules: 'im', from: 'two recorded prompts' },
    isOpen: false,
  },
  {
    name: 'claude',
    models: ['claude-*'],
    encoding: 'o200k',
    text: stoodInFor('o200k x 1.25: by the vendor 1.0 to 1.35 times as many tokens as earlier models', 1.25, 0.2),
    envelope: { grade: 'estimated', rules: 'im', from: 'as recorded for earlier models' },
    isOpen: false,
  },
  {
    name: 'grok',
    models: ['grok-*'],
    encoding: 'o200k',
    text: stoodInFor("o200k; the vendor's encoding is not public"),
    envelope: { grade: 'estimated', rules: 'im', from: 'the vendor adds a hidden prompt: 683 tokens were seen for Grok 4' },
    isOpen: false,
  },
  {
    name: 'phi-4',
    models: ['phi-4*'],
    encoding: 'cl100k',
    text: stoodInFor("cl100k's ranks; not confirmed"),
    envelope: { grade: 'estimated', rules: 'im', from: 'the usual form of that encoding' },
    isOpen: false,
  },
];

/** The family of a model, by its name with or without vendor; undefined where none is known. */
export function familyOf(model: string): Family | undefined {
  return FAMILIES.find(({ models }) => namesModel(models, model));
}

/** The models that a rule's source names, the narrower pattern first. GPT-4 Turbo was billed like GPT-4o. */
const IMAGE_MODELS: readonly [models: readonly string[], rule: ImageRule][] = [
  [['gpt-4o-mini*'], IMAGE_RULES['gpt-4o-mini']],
  [['gpt-4.1-mini*'], IMAGE_RULES['gpt-4.1-mini']],
  [['gpt-4.1-nano*'], IMAGE_RULES['gpt-4.1-nano']],
  [['gpt-4o*', 'chatgpt-4o*', 'gpt-4.1*', 'gpt-4.5*', 'gpt-4-turbo*'], IMAGE_RULES['gpt-4o']],
  [['gpt-5-mini*'], IMAGE_RULES['gpt-5-mini']],
  [['gpt-5-nano*'], IMAGE_RULES['gpt-5-nano']],
  [['gpt-5', 'gpt-5-2*', 'gpt-5-chat*', 'gpt-5.1', 'gpt-5.1-2*'], IMAGE_RULES['gpt-5']],
  [['gpt-5.2', 'gpt-5.2-2*'], IMAGE_RULES['gpt-5.2']],
  [['gpt-5.4', 'gpt-5.4-2*', 'gpt-5.4-mini*', 'gpt-5.4-nano*'], IMAGE_RULES['gpt-5.4']],
  [['gpt-5.5', 'gpt-5.5-2*'], IMAGE_RULES['gpt-5.5']],
  [['gpt-5.6-sol*', 'gpt-5.6-terra*', 'gpt-5.6-luna*'], IMAGE_RULES['gpt-5.6']],
  [['gpt-6-astra*'], IMAGE_RULES['gpt-6-astra']],
  [['o1', 'o1-2*', 'o1-pro*', 'o3', 'o3-2*'], IMAGE_RULES.o3],
  [['o4-mini*'], IMAGE_RULES['o4-mini']],
  [['claude-3*', 'claude-*-4-0*', 'claude-*-4-1*', 'claude-*-4-2*', 'claude-*-4-5*', 'claude-*-4-6*'], IMAGE_RULES['claude-4']],
  [['claude-*-4-7*', 'claude-*-4-8*', 'claude-*-5*'], IMAGE_RULES.claude],
  [['gemini-2.0-flash*', 'gemini-2.5-flash', 'gemini-2.5-flash-lite*', 'gemini-2.5-pro*'], IMAGE_RULES['gemini-2']],
  [
    ['gemini-3-flash*', 'gemini-3-pro-preview*', 'gemini-3.*-flash', 'gemini-3.*-flash-lite', 'gemini-3.*-pro*'],
    IMAGE_RULES['gemini-3'],
  ],
  [['gemma-3-4b*', 'gemma-3-12b*', 'gemma-3-27b*', 'gemma3:4b*', 'gemma3:12b*', 'gemma3:27b*'], IMAGE_RULES['gemma-3']],
  [['pixtral-12b*'], IMAGE_RULES.pixtral],
];

/** How a model counts images; undefined where that is not known. */
export function imageRuleOf(model: string): ImageRule | undefined {
  return IMAGE_MODELS.find(([models]) => namesModel(models, model))?.[1];
}
