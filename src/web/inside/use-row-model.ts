/**
 * The row model of a feed in the width and fonts of an element; grows as the feed grows. A long row is made in slices, so
 * that the page answers in between, and until it is whole the one before it stands.
 */
import { type RefObject, useEffect, useReducer, useRef, useState } from 'react';
import type { Measure } from './layout.ts';
import { measureIn } from './measure.ts';
import type { RowFeed } from './row-feed.ts';
import { emptyRow, growRow, isWhole, type RowModel, type RowOptions, resizeRow } from './row-model.ts';
import { inSlices } from './slice.ts';

type Made = { feed: RowFeed; width: number; measure: Measure; row: RowModel };

/** Tokens taken in at once: about 3 ms of work, which a frame has room for. */
const SLICE = 4000;

/** Undefined until the element has a width and a first row is whole. */
export function useRowModel(
  feed: RowFeed,
  width: number,
  measure: Measure | undefined,
  options: RowOptions,
): RowModel | undefined {
  const held = useRef<{ shown?: Made; next?: Made }>({});
  const [, redraw] = useReducer((times: number) => times + 1, 0);
  if (measure && width > 0) {
    const last = held.current.next ?? held.current.shown;
    const isSame = last?.feed === feed && last.measure === measure && last.row.layout.form === (options.form ?? 'text');
    if (last && isSame && last.width !== width && last.row.taken <= SLICE) {
      last.width = width;
      resizeRow(last.row, width, measure);
    } else if (!isSame || last.width !== width) {
      held.current.next = { feed, width, measure, row: emptyRow(feed.tokens, width, measure, options) };
    }
    catchUp(held.current.shown);
    catchUp(held.current.next);
    if (held.current.next && isWhole(held.current.next.row)) held.current = { shown: held.current.next };
  }
  const growing = held.current.next?.row;
  useEffect(() => {
    if (!growing) return;
    return inSlices(() => {
      growRow(growing, SLICE);
      return isWhole(growing);
    }, redraw);
  }, [growing]);
  return held.current.shown?.row;
}

/** What little has come since, at once. */
function catchUp(made: Made | undefined): void {
  if (made && made.row.tokens.length - made.row.taken <= SLICE) growRow(made.row);
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
