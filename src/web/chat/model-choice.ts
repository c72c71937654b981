/** Which model a chat speaks to, and what a model's names mean now. Pure; knows no component. */
import type { Turn } from '#domain/conversation/turn';
import type { WireModel } from '#wire/model';

export const nameOf = ({ vendor, model }: Pick<WireModel, 'vendor' | 'model'>): string => `${vendor}/${model}`;

/** The row of a name, an alias followed to what it means; undefined for an unknown name. */
export function resolve(models: readonly WireModel[], name: string | undefined): WireModel | undefined {
  const row = models.find((model) => nameOf(model) === name);
  if (row?.aliasOf === undefined) return row;
  const target = row.aliasOf.includes('/') ? row.aliasOf : `${row.vendor}/${row.aliasOf}`;
  return models.find((model) => nameOf(model) === target) ?? row;
}

/** Models one can choose: rows that are not another name of one. */
export const choosable = (models: readonly WireModel[]): WireModel[] => models.filter((model) => model.aliasOf === undefined);

/** The model whose file has this hash. */
export function bySnapshot(models: readonly WireModel[], snapshot: string | undefined): WireModel | undefined {
  return snapshot === undefined ? undefined : choosable(models).find((model) => model.snapshot === snapshot);
}

/**
 * The name the next turn asks: what a person chose here, else what last answered here (an old thread stays with its
 * snapshot), else what a person chose for new chats, else the default.
 */
export function nextModel(
  list: { models: readonly WireModel[]; default: string },
  chosen: string | undefined,
  last: Turn | undefined,
  preferred: string | undefined,
): string {
  if (chosen !== undefined && resolve(list.models, chosen)) return chosen;
  const before = bySnapshot(list.models, last?.answeredBy?.snapshot);
  if (before) return nameOf(before);
  const asked = last && !last.answeredBy ? nameOf({ vendor: last.asked.vendor, model: last.asked.model }) : undefined;
  if (asked !== undefined && resolve(list.models, asked)) return asked;
  return preferred !== undefined && resolve(list.models, preferred) ? preferred : list.default;
}

/** Whether a text is in Chinese to a good part: two characters at least, and a fifth of its letters. */
export function isChinese(text: string): boolean {
  const start = text.slice(0, 2000);
  const han = start.match(/\p{Script=Han}/gu)?.length ?? 0;
  return han >= 2 && han * 5 >= (start.match(/\p{L}/gu)?.length ?? 0);
}

/** For Chinese words to a model without Chinese: one that has it, a ready one first. Undefined: no need, or none there. */
export function betterForChinese(
  models: readonly WireModel[],
  model: WireModel | undefined,
  text: string,
): WireModel | undefined {
  if (!model?.languages || model.languages.some((tag) => tag.startsWith('zh')) || !isChinese(text)) return undefined;
  const able = choosable(models).filter((other) => other.languages?.some((tag) => tag.startsWith('zh')));
  return able.find((other) => other.isReady) ?? able[0];
}

/** Whether a model's file is here, so that a turn may ask for it. */
export const isHere = (model: WireModel): boolean => model.isReady || ['unloaded', 'loading', 'ready'].includes(model.state);
