/** Mathematics as MathML, which browsers draw themselves. The typesetter loads with the first formula; until then, its source. */
import { memo, useLayoutEffect, useRef, useState } from 'react';

type Katex = { render: (tex: string, element: HTMLElement, options: object) => void };
let katex: Katex | undefined;

export const Formula = memo(function Formula({ tex, isBlock }: { tex: string; isBlock: boolean }) {
  const place = useRef<HTMLSpanElement>(null);
  const [typesetter, setTypesetter] = useState(katex);
  useLayoutEffect(() => {
    const element = place.current;
    if (!element) return;
    if (!typesetter) {
      void import('katex').then((module) => {
        katex = module.default;
        setTypesetter(katex);
      });
      element.textContent = tex;
      return;
    }
    try {
      typesetter.render(tex, element, {
        output: 'mathml',
        displayMode: isBlock,
        throwOnError: true,
        maxExpand: 200,
        maxSize: 20,
      });
    } catch {
      element.textContent = tex;
    }
  }, [tex, isBlock, typesetter]);
  if (!isBlock) return <span ref={place} />;
  // biome-ignore lint/a11y/noNoninteractiveTabindex lint/a11y/useSemanticElements: a wide one scrolls, and must be reachable by keyboard
  return <span ref={place} className="formula" tabIndex={0} role="group" aria-label={tex} />;
});
