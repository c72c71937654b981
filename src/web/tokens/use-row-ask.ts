/** The messages of a choice with their tools and images, as an ask for the row of one model. Kept while none of them changes. */
import { useMemo } from 'react';
import type { Ask } from './ask.ts';
import type { Choice } from './share-link.ts';
import { readToolText } from './tool-text.ts';

/** @param model undefined asks nothing */
export function useRowAsk({ messages, tools, images }: Choice, model: string | undefined): Ask<'row'> | undefined {
  return useMemo(() => {
    if (model === undefined) return undefined;
    return {
      name: 'row',
      model,
      messages,
      tools: readToolText(tools).tools,
      images: images.filter(({ width, height }) => width > 0 && height > 0),
      atMs: Date.now(),
    };
  }, [model, messages, tools, images]);
}
