/** Figures in a language's own form: numbers, sizes, times, days. All by Intl; knows no messages and no React. */
export type Language = 'en' | 'zh';

export type Format = {
  locale: string;
  decimal: Intl.NumberFormat;
  /** The sign after a figure: ` %`, in Chinese `%`. */
  percent: string;
  /** 0.002 as `0.2 %`, in Chinese as `0.2%`: two figures below ten per cent, none above. */
  share: (value: number) => string;
  /** 98,362,432 as `98 MB`, 1,117,320,768 as `1.1 GB`: decimal units, as files are sold. */
  bytes: (value: number) => string;
  /** 134,515,008 as `134.5 M`. */
  short: (value: number) => string;
  /** Milliseconds as `4 ms`, `0.41 s`, `12 s` or `3 min`: the signs of the units are the same in every language. */
  duration: (ms: number) => string;
  /** Tokens a second, without the unit: `74`, `9.6`. */
  rate: (perSecond: number) => string;
  /** Day and time of an instant. */
  moment: (at: number) => string;
  /** Month and year of an instant, for older threads. */
  month: (at: number) => string;
  /** What stands between two sentences: a space, in Chinese nothing. */
  gap: string;
  /** Names of languages by their tags: `en`, `zh` as *English*, *Chinese*, as a list. */
  languages: (tags: readonly string[]) => string;
};

export function createFormat(language: Language): Format {
  const locale = language === 'zh' ? 'zh-CN' : 'en-GB';
  const number = (options: Intl.NumberFormatOptions) => new Intl.NumberFormat(locale, options);
  const decimal = number({ maximumFractionDigits: 2 });
  const whole = number({ maximumFractionDigits: 0 });
  const tenth = number({ maximumFractionDigits: 1 });
  const figures = number({ maximumSignificantDigits: 2 });
  const moment = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' });
  const month = new Intl.DateTimeFormat(locale, { year: 'numeric', month: 'long' });
  const percent = language === 'zh' ? '%' : ' %';
  const names = new Intl.DisplayNames(locale, { type: 'language' });
  /** A tag may come from any file: one that is none stays as it is. */
  const nameOf = (tag: string) => {
    try {
      return names.of(tag) ?? tag;
    } catch {
      return tag;
    }
  };
  const list = new Intl.ListFormat(locale, { type: 'conjunction' });
  return {
    locale,
    decimal,
    percent,
    share: (value) => `${value > 0 && value < 0.1 ? figures.format(100 * value) : whole.format(100 * value)}${percent}`,
    bytes: (value) => {
      if (value >= 1e9) return `${tenth.format(value / 1e9)} GB`;
      if (value >= 1e6) return `${value >= 1e7 ? whole.format(value / 1e6) : tenth.format(value / 1e6)} MB`;
      return value >= 1000 ? `${whole.format(value / 1000)} kB` : `${whole.format(value)} B`;
    },
    short: (value) => {
      if (value >= 1e9) return `${decimal.format(value / 1e9)} B`;
      return value >= 1e6 ? `${tenth.format(value / 1e6)} M` : whole.format(value);
    },
    duration: (ms) => {
      if (ms < 95) return `${whole.format(ms)} ms`;
      const seconds = ms / 1000;
      if (seconds >= 90) return `${whole.format(seconds / 60)} min`;
      return `${(seconds >= 10 ? whole : decimal).format(seconds)} s`;
    },
    rate: (perSecond) => (perSecond >= 10 ? whole : tenth).format(perSecond),
    moment: (at) => moment.format(at),
    month: (at) => month.format(at),
    gap: language === 'zh' ? '' : ' ',
    languages: (tags) => list.format(tags.map(nameOf)),
  };
}
