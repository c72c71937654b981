/** The row model of a feed in the width and fonts of an element; grows as the feed grows. */
import { type RefObject, useEffect, useRef, useState } from 'react';
import type { Measure } from './layout.ts';
import { measureIn } from './measure.ts';
import type { RowFeed } from './row-feed.ts';
import { growRow, type RowModel, type RowOptions, resizeRow, rowModel } from './row-model.ts';

type Held = { feed: RowFeed; width: number; measure: Measure; row: RowModel };

/** Undefined until the element has a width. */
export function useRowModel(
  feed: RowFeed,
  width: number,
  measure: Measure | undefined,
  options: RowOptions,
): RowModel | undefined {
  const held = useRef<Held>(undefined);
  if (!measure || width <= 0) return undefined;
  const before = held.current;
  if (before?.feed !== feed || before.measure !== measure || before.row.layout.form !== (options.form ?? 'text')) {
    held.current = { feed, width, measure, row: rowModel(feed.tokens, width, measure, options) };
  } else {
    if (before.width !== width) {
      before.width = width;
      resizeRow(before.row, width, measure);
    }
    growRow(before.row);
  }
  return held.current?.row;
}

/** Width of an element in whole pixels, 0 before it is there. */
export function useWidth(element: RefObject<HTMLElement | null>): number {
  const [width, setWidth] = useState(0);
  useEffect(() => {
    if (!element.current) return;
    const sizes = new ResizeObserver(([entry]) => entry && setWidth(Math.floor(entry.contentRect.width)));
    sizes.observe(element.current);
    return () => sizes.disconnect();
  }, [element]);
  return width;
}

/** The measure of the fonts in use; taken again when fonts that were on their way have come. */
export function useMeasure(token: RefObject<HTMLElement | null>, pill: RefObject<HTMLElement | null>): Measure | undefined {
  const [measure, setMeasure] = useState<Measure>();
  useEffect(() => {
    const take = () => token.current && pill.current && setMeasure(measureIn(token.current, pill.current));
    take();
    document.fonts.addEventListener('loadingdone', take);
    return () => document.fonts.removeEventListener('loadingdone', take);
  }, [token, pill]);
  return measure;
}
