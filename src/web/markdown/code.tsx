/** A block of code with its language and a copy button. Colours come when the block is finished and its language is loaded. */
import { Check, Copy } from 'lucide-react';
import { memo, type ReactNode, useEffect, useState } from 'react';
import { useLanguage } from '../i18n/language.tsx';
import { useCopy } from '../shell/use-copy.ts';

/** Longer code stays plain: colouring it would hold up the page. */
const LONGEST = 50_000;

type Props = { text: string; language: string; isGrowing: boolean };

export const Code = memo(function Code({ text, language, isGrowing }: Props) {
  const { t } = useLanguage();
  const { hasCopied, copy } = useCopy();
  const name = language.trim().split(/[\s{,]/)[0] ?? '';
  const coloured = useColours(isGrowing || text.length > LONGEST ? undefined : name, text);
  return (
    <div className="code-frame">
      <div className="flex items-center justify-between border-b border-hairline py-0.5 pr-1 pl-3.5 text-[12.5px] text-muted">
        <span>{name || t('markdown.plain')}</span>
        <button
          type="button"
          className="icon-button"
          aria-label={hasCopied ? t('app.copied') : t('app.copy')}
          onClick={() => copy(text)}
        >
          {hasCopied ? <Check size={14} strokeWidth={1.6} aria-hidden /> : <Copy size={14} strokeWidth={1.6} aria-hidden />}
        </button>
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex lint/a11y/useSemanticElements: what scrolls must be reachable by keyboard, with a name */}
      <pre tabIndex={0} role="group" aria-label={t('markdown.code', { language: name || t('markdown.plain') })}>
        <code>{coloured ?? text}</code>
      </pre>
    </div>
  );
});

function useColours(language: string | undefined, text: string): ReactNode | undefined {
  const [done, setDone] = useState<{ text: string; nodes: ReactNode }>();
  useEffect(() => {
    if (!language) return;
    let isWanted = true;
    import('./highlight.tsx')
      .then(({ highlight }) => highlight(language, text))
      .then((nodes) => isWanted && nodes !== undefined && setDone({ text, nodes }))
      .catch(() => {}); // Plain code is code too.
    return () => {
      isWanted = false;
    };
  }, [language, text]);
  return done?.text === text ? done.nodes : undefined;
}
