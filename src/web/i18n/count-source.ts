/**
 * Where a count comes from, in the page's language: what a count itself says in English, sentence by sentence. One that is not
 * known here stays as it is. Knows no component.
 */
import type { Language } from './format.ts';

const CHINESE: Record<string, string> = {
  "the vendor's published rule": '厂商公布的规则',
  'a published example and three recorded turns': '一个公布的例子和三次实录',
  'o200k, as in GPT-5; not confirmed for this family': '按 GPT-5 的 o200k；这个系列未经证实',
  'as in GPT-5': '与 GPT-5 相同',
  "the family's usual form; a file's own template comes first": '这个系列通常的格式；文件自带的模板优先',
  'the published template; the day that it prints is an input': '公布的模板；其中的日期是输入',
  'the published template; one recorded turn agrees': '公布的模板；与一次实录相符',
  "DeepSeek V3's encoding; not confirmed for this family": '按 DeepSeek V3 的编码；这个系列未经证实',
  "DeepSeek V3's encoding; the name moves from model to model": '按 DeepSeek V3 的编码；这个名字会换成别的模型',
  "DeepSeek V3.2's published form": 'DeepSeek V3.2 公布的格式',
  "R1's published template; one recorded turn agrees": 'R1 公布的模板；与一次实录相符',
  "the first R1's template; not confirmed for later ones": '最初的 R1 的模板；后来的未经证实',
  "the template of DeepSeek's distilled models; their first files had another":
    'DeepSeek 蒸馏模型的模板；它们最初的文件用的是另一个',
  "Llama 3's encoding, of which the model was made; not confirmed for it": '按 Llama 3 的编码，模型由它而来；未经证实',
  "Llama 3.1's template; a model made of it may have its own": 'Llama 3.1 的模板；由它而来的模型可能有自己的',
  "DeepSeek V3's template": 'DeepSeek V3 的模板',
  "Gemma 3's encoding, which the vendor's own local counter uses": 'Gemma 3 的编码，厂商自己的本地计数器也用它',
  'three recorded turns': '三次实录',
  "Gemma 3's encoding; newer Gemini models have Gemma 4's": '按 Gemma 3 的编码；更新的 Gemini 用 Gemma 4 的',
  'as metered for Gemini 2.5': '按 Gemini 2.5 的计量',
  "Nemo's encoding; two recorded prompts of later models agree to the token": '按 Nemo 的编码；后来的模型有两次实录与它完全相符',
  'a begin token, two marks a question and one an answer': '一个开头 token，每个问题两个标记，每个回答一个',
  'o200k x 1.05: two recorded prompts in English were 1.00 and 1.10': 'o200k × 1.05：两次英文实录是 1.00 和 1.10',
  'two recorded prompts': '两次实录',
  'o200k x 1.25: by the vendor 1.0 to 1.35 times as many tokens as earlier models':
    'o200k × 1.25：据厂商是早先模型的 1.0 至 1.35 倍',
  'as recorded for earlier models': '按早先模型的实录',
  "o200k; the vendor's encoding is not public": '按 o200k；厂商的编码没有公开',
  'the vendor adds a hidden prompt: 683 tokens were seen for Grok 4': '厂商会加一段看不见的提示：Grok 4 曾见到 683 个 token',
  "cl100k's ranks; not confirmed": '按 cl100k 的词表；未经证实',
  'the usual form of that encoding': '这种编码通常的格式',
  'tools as a TypeScript namespace': '工具按 TypeScript 命名空间计算',
  "tools as OpenAI's namespace, which is not this family's own form": '工具按 OpenAI 的命名空间计算，并非这个系列自己的格式',
  "tools as Nemo's published template writes them": '工具按 Nemo 公布的模板书写',
  'calls of tools and their results by what was metered for some': '工具调用及其结果按已知的几次计量计算',
  "calls of tools and their results as plain text, without the form's own marks":
    '工具调用及其结果按普通文本计算，不含格式自己的标记',
  "images by OpenAI's published rule": '图像按 OpenAI 公布的规则计算',
  "images by Anthropic's published rule": '图像按 Anthropic 公布的规则计算',
  "images by Google's published rule, which it calls rough": '图像按 Google 公布的规则计算，它自称是粗略的',
  "images by Google's published budget, the most that one takes": '图像按 Google 公布的额度计算，即一张图像的上限',
  "images by Mistral's published tokenizer": '图像按 Mistral 公布的分词器计算',
  "images by Gemma's model card": '图像按 Gemma 的模型卡计算',
};

/** The longest first: one may be the beginning of another. */
const SENTENCES = Object.keys(CHINESE).sort((a, b) => b.length - a.length);

/** @param from one sentence, or several with `; ` between them */
export function sourceOfCount(language: Language, from: string): string {
  if (language === 'en') return from;
  let rest = from;
  const told: string[] = [];
  while (rest !== '') {
    const next = SENTENCES.find((sentence) => rest === sentence || rest.startsWith(`${sentence}; `));
    if (next === undefined) return from;
    told.push(CHINESE[next] ?? next);
    rest = rest.slice(next.length + 2);
  }
  return told.join('；');
}
