/** The words for owners and grades, by their keys. */
import type { Count } from '#domain/money/usage';
import type { Owner } from '#domain/tokens/token';
import type { Words } from '../i18n/language.tsx';

const OWNER_KEYS = {
  template: 'inside.template',
  system: 'inside.system',
  person: 'inside.person',
  model: 'inside.model',
  tool: 'inside.tool',
} as const;

export function ownerName(owner: Owner, { t }: Pick<Words, 't'>): string {
  return t(OWNER_KEYS[owner]);
}

/** `template + you`: as a title that names who wrote what stands below. */
export function ownerNames(owners: readonly Owner[], words: Pick<Words, 't'>): string {
  return owners.map((owner) => ownerName(owner, words)).join(' + ');
}

export function gradeName(count: Pick<Count, 'grade' | 'error'>, { t, format }: Pick<Words, 't' | 'format'>): string {
  if (count.grade === 'metered') return t('inside.gradeMetered');
  if (count.grade === 'exact') return t('inside.gradeExact');
  return count.error === undefined
    ? t('inside.gradeEstimated')
    : t('inside.gradeEstimatedError', { share: format.share(count.error) });
}
