/**
 * The language of the page: `useLanguage()` gives `t` (a sentence), `rich` (a sentence with elements in it) and the
 * figures in the language's own form. English comes with the page, Chinese is loaded when it is asked for.
 */
import { createContext, Fragment, type ReactNode, useContext, useEffect, useMemo, useState } from 'react';
import { en } from './en.ts';
import { createFormat, type Format, type Language } from './format.ts';
import { chooseForm, cutAtNames, fill, type Message, type NamesOf, type Value } from './message.ts';

type English = typeof en;
export type Key = keyof English;
type Arguments<K extends Key, V> = [NamesOf<English[K]>] extends [never] ? [] : [values: Record<NamesOf<English[K]>, V>];

export type Words = {
  language: Language;
  t: <K extends Key>(key: K, ...values: Arguments<K, Value>) => string;
  rich: <K extends Key>(key: K, ...values: Arguments<K, ReactNode>) => ReactNode;
  format: Format;
};

/** The words that are in force; `LanguageProvider` gives them. */
export const LanguageContext = createContext<Words | undefined>(undefined);

export function useLanguage(): Words {
  const words = useContext(LanguageContext);
  if (!words) throw new Error('useLanguage needs a LanguageProvider above it.');
  return words;
}

type Setting = { language: Language; messages: Record<Key, Message> };

/** What a weights file is good for: the table of files names its sentence, and the page may have it. */
export type GoodFor = Key & `weights.goodFor.${string}`;
export const isGoodFor = (name: string | undefined): name is GoodFor =>
  /^weights\.goodFor\./.test(name ?? '') && Object.hasOwn(en, name ?? '');

/** The language of the browser, or the one a person chose before. */
export function firstLanguage(): Language {
  return document.documentElement.lang === 'zh-CN' ? 'zh' : 'en';
}

/** Shows its children in `language`; keeps the old words until the new ones have come. */
export function LanguageProvider({ language, children }: { language: Language; children: ReactNode }) {
  const [setting, setSetting] = useState<Setting | undefined>(language === 'en' ? { language, messages: en } : undefined);
  useEffect(() => {
    let isWanted = true;
    const set = (messages: Record<Key, Message>) => {
      if (!isWanted) return;
      document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en';
      setSetting({ language, messages });
    };
    if (language === 'en') set(en);
    else import('./zh.ts').then((module) => set(module.zh));
    return () => {
      isWanted = false;
    };
  }, [language]);
  const words = useMemo(() => setting && createWords(setting), [setting]);
  if (!words) return null;
  return <LanguageContext.Provider value={words}>{children}</LanguageContext.Provider>;
}

/** The two functions and the figures of one language. Pure. */
export function createWords({ language, messages }: Setting): Words {
  const format = createFormat(language);
  const plural = new Intl.PluralRules(format.locale);
  return {
    language,
    format,
    t: (key, ...[values]) => fill(messages[key], values ?? {}, plural, format.decimal),
    rich: (key, ...[values]) => {
      const given: Record<string, ReactNode> = values ?? {};
      const count = typeof given.count === 'number' ? given.count : undefined;
      return cutAtNames(chooseForm(messages[key], count, plural)).map((piece, at) => {
        const value = at % 2 === 0 ? piece : given[piece];
        // biome-ignore lint/suspicious/noArrayIndexKey: the pieces of a sentence never move
        return <Fragment key={at}>{typeof value === 'number' ? format.decimal.format(value) : value}</Fragment>;
      });
    },
  };
}
