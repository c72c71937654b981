/** The size of a model's file in words: to the byte known, or about so much for a file that only its hub knows. */
import type { WireWeights } from '#wire/model';
import type { useLanguage } from '../i18n/language.tsx';

type Words = Pick<ReturnType<typeof useLanguage>, 't' | 'format'>;

/** Undefined where nothing is known of it. */
export function sizeIn({ t, format }: Words, file: Pick<WireWeights, 'bytes' | 'aboutBytes'> | undefined): string | undefined {
  if (file?.bytes !== undefined) return format.bytes(file.bytes);
  return file?.aboutBytes === undefined ? undefined : t('files.about', { size: format.bytes(file.aboutBytes) });
}
