/**
 * What the server says in English, for a page in Chinese: a Chinese sentence by its kind, the server's own words after it.
 * In English they stand alone. Knows no component; the language is the one that the page shows now.
 */
import type { ErrorKind } from '#domain/conversation/turn-event';
import type { WeightsProblemKind } from '#wire/model';
import type { Language } from './format.ts';

const KINDS: Record<ErrorKind, string> = {
  unauthenticated: '没有登录',
  forbidden: '不允许这样做',
  'no-credit': '余额不足',
  'not-found': '找不到',
  'bad-request': '请求有误',
  'window-exceeded': '太长，窗口放不下',
  'rate-limited': '请求太多，请稍后再试',
  overloaded: '现在还不能用',
  'vendor-fault': '模型或服务出错',
  'cut-off': '中途断开',
  unreachable: '连接不上',
  'timed-out': '等了太久没有回应',
  'too-large': '太大，放不下',
  conflict: '与现在的状态冲突',
};

const NOTICES: Record<string, string> = {
  fallback: '先前回答的文件不在这台机器上了，由别的模型回答',
  unloaded: '为腾出内存，卸下了最久没用的模型',
};

const WEIGHTS: Record<WeightsProblemKind, string> = {
  'not-found': '文件不见了',
  'bad-request': '这不是能用的模型文件',
  forbidden: '要先接受许可条款',
  unreachable: '各个来源都取不到',
  'vendor-fault': '内容与应有的不符，已丢弃',
  'too-large': '磁盘空间不够',
  conflict: '文件被改动或截断过',
};

/** Details that people meet often, with what stands in their gaps; all others stay as they were said. */
const DETAILS: [RegExp, string][] = [
  [
    /^This needs (\d+) tokens and the window holds (\d+)\. Shorten the message, or choose a model with a larger window\.$/,
    '需要 $1 个 token，窗口容得下 $2 个。请缩短这条消息，或换一个窗口更大的模型。',
  ],
  [
    /^The model's process ended by (\w+)\. What was answered is kept; try again\.$/,
    '模型进程被 $1 终止。已写出的都保留着，请再试一次。',
  ],
  [/^There is no thread (\S+)\.$/, '没有对话 $1，也许已经删除'],
  [/^Oriel is shutting down\. .+$/, 'Oriel 正在关闭。请重新启动它，再发送一次。'],
];

/** Why something failed. */
export function reasonIn(language: Language, kind: ErrorKind, detail: string): string {
  if (language !== 'zh') return detail;
  const known = DETAILS.find(([pattern]) => pattern.test(detail));
  return withDetail(KINDS[kind], known ? detail.replace(...known) : detail);
}

/** What was passed over while a file was fetched: a source that cannot be reached, and why. */
export function weightsNoticeIn(language: Language, notice: string): string {
  if (language !== 'zh') return notice;
  return notice.replace(/^(.+): cannot be reached \((.+)\)$/, '$1：连接不上，换了下一个来源（$2）');
}

/** Why a file is not here. */
export function weightsReasonIn(language: Language, kind: WeightsProblemKind | undefined, detail: string): string {
  return language === 'zh' && kind !== undefined ? withDetail(WEIGHTS[kind], detail) : detail;
}

/** What happened on the way of a turn. */
export function noticeIn(language: Language, code: string, detail: string): string {
  const sentence = NOTICES[code];
  return language === 'zh' && sentence !== undefined ? withDetail(sentence, detail) : detail;
}

/** Why this machine cannot hold a file, with the server's numbers. */
export function tooLargeIn(language: Language, sentence: string): string {
  return language === 'zh' ? withDetail('这台机器的空间不够', sentence) : sentence;
}

/** Where a file comes from: `package registry, by npm`; the hub's name is an address and stays. */
export function sourceIn(language: Language, source: string): string {
  const registry = /^package registry(?:, by (?<client>.+))?$/.exec(source);
  if (language !== 'zh' || !registry) return source;
  const client = registry.groups?.client;
  return client === undefined ? '软件包仓库' : `软件包仓库（${client}）`;
}

function withDetail(sentence: string, detail: string): string {
  return detail === '' ? `${sentence}。` : `${sentence}（${detail}）`;
}
