/** The page's English words, for tests of what is put into words. */
import { en } from './en.ts';
import { createFormat } from './format.ts';
import type { Words } from './language.tsx';
import { fill, type Value } from './message.ts';

const format = createFormat('en');
const plural = new Intl.PluralRules(format.locale);
const translate = (key: keyof typeof en, values: Record<string, Value> = {}) => fill(en[key], values, plural, format.decimal);

export const english: Pick<Words, 't' | 'format'> = { t: translate as Words['t'], format };
