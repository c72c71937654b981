/** The live count under the words: tokens, share of the window, cost. Each has its reason under the pointer. */
import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { countQuery } from '../api/queries.ts';
import { useLanguage } from '../i18n/language.tsx';
import type { Draft } from '../inside/inside-props.ts';
import { useChat } from './chat-context.ts';
import { isHere, resolve } from './model-choice.ts';
import { figuresOf } from './turn-figures.ts';

/** After the last key, ms; longer texts are counted less often. */
const waitFor = (length: number): number => (length > 20_000 ? 800 : 120);

export function ComposerLine({ draft: { text } }: { draft: Draft }) {
  const { t, format } = useLanguage();
  const { view, models, model } = useChat();
  const row = resolve(models.models, model);
  const settled = useSettled(text);
  const { data: count } = useQuery(countQuery(row && isHere(row) ? model : undefined, settled));
  const tokens = text === '' ? 0 : settled === text ? count?.value : undefined;
  const [shown, setShown] = useState(0);
  if (tokens !== undefined && tokens !== shown) setShown(tokens);
  const before = view.last ? view.last.window.used + (figuresOf(view.last).output ?? 0) : 0;
  const share = row?.window ? (before + shown) / row.window : undefined;
  return (
    <p className="flex min-w-0 flex-wrap items-center gap-x-1 pl-1.5 text-[12.5px] text-muted max-sm:order-first max-sm:basis-full">
      <span className={shown > 0 ? 'font-semibold text-second' : ''} title={count && t(`grade.${count.grade}`)}>
        {t('composer.tokens', { count: shown })}
      </span>
      {share !== undefined && <span>· {t('composer.window', { share: format.share(share) })}</span>}
      {row?.vendor === 'local' && <span className="max-sm:hidden">· {t('composer.free')}</span>}
      {share !== undefined && share > 1 && <span className="text-danger">{t('composer.tooLong')}</span>}
    </p>
  );
}

/** The text once no key has come for a while. */
function useSettled(text: string): string {
  const [settled, setSettled] = useState(text);
  useEffect(() => {
    const timer = setTimeout(setSettled, waitFor(text.length), text);
    return () => clearTimeout(timer);
  }, [text]);
  return settled;
}
