/**
 * The row of tokens as running text: only the lines in sight are drawn, the caret goes from token to token, and the
 * token under caret or pointer has its card. Knows no turn and no server.
 */
import {
  type KeyboardEvent,
  type PointerEvent,
  type ReactNode,
  useCallback,
  useEffect,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from 'react';
import { moveCaret } from './caret.ts';
import './inside.css';
import { HEADING_HEIGHT, holds, LINE_HEIGHT, lineAt, lineOfUnit, type RowForm } from './layout.ts';
import { LineView } from './line-view.tsx';
import { lookAlikesOf } from './look-alike.ts';
import type { RowFeed } from './row-feed.ts';
import type { RowModel } from './row-model.ts';
import type { Section } from './section.ts';
import { type Unit, unitOfToken } from './unit.ts';
import { useMeasure, useRowModel, useWidth } from './use-row-model.ts';
import type { View, ViewFacts } from './view.ts';

export type RowViewProps = {
  feed: RowFeed;
  view: View;
  facts: ViewFacts;
  /** Stays at the end while the row grows, as long as a person has not scrolled away from it. */
  isLive: boolean;
  form?: RowForm;
  /** False for a text of which nobody asks who speaks. */
  hasSections?: boolean;
  /** How the place that scrolls is sized; by default it fills what is left of a column. */
  className?: string;
  label: string;
  /** Spellings of special tokens that the model's own file names. */
  specials: readonly string[];
  heading?: (section: Section, isLast: boolean) => ReactNode;
  tokenLabel: (row: RowModel, unit: Unit) => string;
  /** The card of a token; `isPinned` when it is the caret's and can be used. */
  card: (
    row: RowModel,
    position: number,
    isPinned: boolean,
    lookAlike: { text: string; tokens: number } | undefined,
  ) => ReactNode;
  /** The card stands below the row instead of over it, and only for the caret's token. */
  isCardBelow?: boolean;
  /** A new object moves the caret there. */
  goTo?: { position: number } | undefined;
};

/** Lines drawn beyond what is in sight, and how far one may scroll before more are drawn. */
const MARGIN_LINES = 8;
const STEP = 5 * LINE_HEIGHT;
/** A pointer that rests so long (ms) asks; one that passes does not. */
const REST_MS = 90;
/** Room that the highest card needs, pixels: decides whether it stands below or above its line. */
const CARD_HEIGHT = 215;

export function RowView(props: RowViewProps) {
  const {
    feed,
    view,
    facts,
    isLive,
    label,
    heading,
    tokenLabel,
    card,
    goTo,
    form = 'text',
    hasSections = true,
    isCardBelow = false,
  } = props;
  const { className = 'min-h-0 flex-1 px-[18px] py-2' } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const content = useRef<HTMLDivElement>(null);
  const cardFrame = useRef<HTMLDivElement>(null);
  const tokenProbe = useRef<HTMLSpanElement>(null);
  const pillProbe = useRef<HTMLSpanElement>(null);
  const row = useRowModel(feed, useWidth(content), useMeasure(tokenProbe, pillProbe), { form, hasSections });
  const { sight, follow } = useSight(scroller, row, isLive);
  const [caret, setCaret] = useState<number>();
  const [hover, setHover] = useHover(scroller);
  const alikes = useLookAlikes(row, props.specials);

  const labelOf = useRef(tokenLabel);
  labelOf.current = tokenLabel;
  const stableLabel = useCallback((unit: Unit) => (row ? labelOf.current(row, unit) : ''), [row]);

  useEffect(() => {
    if (goTo) setCaret(goTo.position);
  }, [goTo]);
  useLayoutEffect(() => {
    if (!row || caret === undefined) return;
    showLine(scroller.current, row, caret);
    showCard(scroller.current, cardFrame.current);
  }, [row, caret]);

  const onKeyDown = (event: KeyboardEvent) => {
    if (!row || event.altKey || event.metaKey) return;
    if (event.key === 'Escape' && caret !== undefined) {
      event.stopPropagation();
      event.preventDefault();
      setCaret(undefined);
      return;
    }
    const next = moveCaret(row.layout, row.units, caret, event.ctrlKey ? `Ctrl+${event.key}` : event.key);
    if (next === undefined) return;
    event.preventDefault();
    follow.current = false;
    setCaret(next);
  };
  const onClick = (event: { target: EventTarget }) => {
    const unit = row?.units[unitAt(event.target) ?? -1];
    if (!unit) return;
    // Pressed again, a character of several tokens shows the next of them.
    const isSame = caret !== undefined && caret >= unit.first && caret < unit.first + unit.count;
    setCaret(isSame && caret + 1 < unit.first + unit.count ? caret + 1 : unit.first);
    setHover(undefined);
  };

  const caretUnit = row && caret !== undefined ? unitOfToken(row.units, Math.min(caret, row.taken - 1)) : undefined;
  const shownUnit = hover ?? caretUnit;
  const shownPosition = hover !== undefined ? row?.units[hover]?.first : caret;
  const last = row?.sections.at(-1);
  const layout = row?.layout;
  const from = layout ? lineAt(layout, sight.top - MARGIN_LINES * LINE_HEIGHT) : 0;
  const to = layout ? lineAt(layout, sight.top + sight.height + MARGIN_LINES * LINE_HEIGHT) : -1;
  const shownAlike =
    shownUnit === undefined ? undefined : alikes.list.find((one) => one.first <= shownUnit && shownUnit < one.end);

  const isShown = row && shownUnit !== undefined && shownPosition !== undefined && shownPosition < row.taken;
  const shownCard = isShown
    ? { row, unit: shownUnit, element: card(row, shownPosition, hover === undefined, shownAlike) }
    : undefined;

  const lines = (
    <div
      ref={scroller}
      className={`relative overflow-x-hidden overflow-y-auto ${className}`}
      onPointerLeave={() => setHover(undefined)}
    >
      <span aria-hidden className="token-text invisible absolute">
        <span ref={tokenProbe}>m</span>
        <span ref={pillProbe} className="token-pill-measure" />
      </span>
      <div
        ref={content}
        role="listbox"
        aria-label={label}
        tabIndex={0}
        {...(caretUnit !== undefined && row && { 'aria-activedescendant': `token-${row.units[caretUnit]?.first}` })}
        onKeyDown={onKeyDown}
        onClick={onClick}
        onPointerOver={(event: PointerEvent) => event.pointerType === 'mouse' && !isCardBelow && setHover(unitAt(event.target))}
        className="relative rounded-md outline-offset-4"
        style={{ height: layout?.height ?? 0, marginBottom: caretUnit === undefined || isCardBelow ? 0 : CARD_HEIGHT }}
      >
        {row &&
          layout?.lines.slice(from, to + 1).map((line) =>
            line.heading ? (
              <div
                key={line.top}
                aria-hidden
                className="absolute inset-x-0 flex items-center gap-2 text-[11px] font-semibold tracking-wide text-muted uppercase"
                style={{ top: line.top, height: HEADING_HEIGHT }}
              >
                {heading?.(line.heading, line.heading === last)}
                <span className="h-px flex-1 bg-hairline" />
              </div>
            ) : (
              <LineView
                key={line.top}
                line={line}
                layout={layout}
                units={row.units}
                tokens={row.tokens}
                view={view}
                facts={facts}
                alikes={alikes.units}
                label={stableLabel}
                {...(holds(line, caretUnit) && { caret: caretUnit })}
                {...(holds(line, hover) && { hover })}
              />
            ),
          )}
      </div>
      {shownCard && !isCardBelow && (
        <div
          ref={cardFrame}
          className={`absolute inset-x-0 z-10 px-[inherit] ${hover === undefined ? '' : 'pointer-events-none'}`}
          style={cardPlace(shownCard.row, shownCard.unit, sight)}
        >
          {shownCard.element}
        </div>
      )}
    </div>
  );
  if (!isCardBelow) return lines;
  return (
    <>
      {lines}
      {shownCard?.element}
    </>
  );
}

function unitAt(target: EventTarget): number | undefined {
  const element = target instanceof Element ? target.closest('[data-unit]') : null;
  return element instanceof HTMLElement ? Number(element.dataset.unit) : undefined;
}

/** What is in sight, in steps; scrolls to the last change of speakers at first, and to the end while a live row grows. */
function useSight(scroller: React.RefObject<HTMLDivElement | null>, row: RowModel | undefined, isLive: boolean) {
  const [sight, setSight] = useState({ top: 0, height: 0 });
  const follow = useRef(isLive);
  const hasRow = row !== undefined;
  useLayoutEffect(() => {
    const element = scroller.current;
    if (!element || !hasRow) return;
    const see = () => {
      follow.current = element.scrollHeight - element.scrollTop - element.clientHeight < 2 * LINE_HEIGHT;
      const top = Math.floor(element.scrollTop / STEP) * STEP;
      const height = element.clientHeight + STEP;
      setSight((before) => (before.top === top && before.height === height ? before : { top, height }));
    };
    see();
    element.addEventListener('scroll', see, { passive: true });
    const sizes = new ResizeObserver(see);
    sizes.observe(element);
    return () => {
      element.removeEventListener('scroll', see);
      sizes.disconnect();
    };
  }, [scroller, hasRow]);

  const isPlaced = useRef(false);
  const height = row?.layout.height;
  // biome-ignore lint/correctness/useExhaustiveDependencies: a row that grew is the same object with another height
  useLayoutEffect(() => {
    const element = scroller.current;
    if (!element || !row || row.taken === 0) return;
    if (!isPlaced.current) {
      isPlaced.current = true;
      if (!isLive) element.scrollTop = lastWord(row);
      else element.scrollTop = element.scrollHeight;
    } else if (isLive && follow.current) element.scrollTop = element.scrollHeight;
  }, [scroller, row, isLive, height]);
  return { sight, follow };
}

/** Height of the heading before the model's last words, with what it was given last above it. */
function lastWord(row: RowModel): number {
  const heading = row.layout.lines.findLast((line) => line.heading);
  return Math.max(0, (heading?.top ?? 0) - 4 * LINE_HEIGHT);
}

/** The unit under a pointer that rests. */
function useHover(scroller: React.RefObject<HTMLDivElement | null>): [number | undefined, (unit: number | undefined) => void] {
  const [hover, setHover] = useState<number>();
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const ask = useCallback((unit: number | undefined) => {
    clearTimeout(timer.current);
    if (unit === undefined) setHover(undefined);
    else timer.current = setTimeout(setHover, REST_MS, unit);
  }, []);
  useEffect(() => {
    const element = scroller.current;
    const leave = () => ask(undefined);
    element?.addEventListener('scroll', leave, { passive: true });
    return () => {
      clearTimeout(timer.current);
      element?.removeEventListener('scroll', leave);
    };
  }, [scroller, ask]);
  return [hover, ask];
}

function useLookAlikes(row: RowModel | undefined, specials: readonly string[]) {
  // Text of people does not grow while an answer streams: looking once a feed and a settled length is enough.
  const length = row?.taken;
  return useMemo(() => {
    const list = row && length !== undefined ? lookAlikesOf(row.units, row.tokens, specials) : [];
    const units = new Set<number>();
    for (const one of list) for (let unit = one.first; unit < one.end; unit++) units.add(unit);
    return { list, units };
  }, [row, length, specials]);
}

function showLine(scroller: HTMLElement | null, row: RowModel, position: number): void {
  const line = row.layout.lines[lineOfUnit(row.layout, unitOfToken(row.units, position))];
  if (!scroller || !line) return;
  if (line.top < scroller.scrollTop) scroller.scrollTop = line.top - HEADING_HEIGHT;
  const bottom = line.top + LINE_HEIGHT + 16;
  if (bottom > scroller.scrollTop + scroller.clientHeight) scroller.scrollTop = bottom - scroller.clientHeight;
}

/** Scrolls until the card below the caret's line is in sight, as far as that line stays in sight too. */
function showCard(scroller: HTMLElement | null, card: HTMLElement | null): void {
  if (!scroller || !card) return;
  const frame = scroller.getBoundingClientRect();
  const { top, bottom } = card.getBoundingClientRect();
  const hidden = bottom + 8 - frame.bottom;
  if (hidden > 0) scroller.scrollTop += Math.min(hidden, Math.max(0, top - LINE_HEIGHT - frame.top));
}

function cardPlace(row: RowModel, unit: number, sight: { top: number; height: number }): React.CSSProperties {
  const top = (row.layout.lines[lineOfUnit(row.layout, unit)]?.top ?? 0) + 8;
  const below = sight.top + sight.height - STEP - top - LINE_HEIGHT;
  const isAbove = below < CARD_HEIGHT && top - sight.top > CARD_HEIGHT;
  return isAbove ? { top: top - 5, transform: 'translateY(-100%)' } : { top: top + LINE_HEIGHT + 1 };
}
