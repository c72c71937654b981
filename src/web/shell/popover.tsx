/**
 * What floats beside a button: in the browser's top layer, placed where there is room, closed by Escape, by a press
 * elsewhere or by leaving it; the focus goes back to the button. Mounted only while it is open.
 */
import { type ReactNode, useEffect, useLayoutEffect, useRef } from 'react';

export type PopoverProps = {
  anchor: HTMLElement;
  label: string;
  role?: 'dialog' | 'menu';
  align?: 'start' | 'end';
  className?: string;
  onClose: () => void;
  children: ReactNode;
};

const GAP = 6;
const MARGIN = 8;

export function Popover({ anchor, label, role = 'dialog', align = 'start', className = '', onClose, children }: PopoverProps) {
  const panel = useRef<HTMLDivElement>(null);
  const close = useRef(onClose);
  close.current = onClose;

  useLayoutEffect(() => {
    const element = panel.current;
    if (!element) return;
    element.showPopover();
    const put = () => place(element, anchor, align);
    put();
    const first = element.querySelector<HTMLElement>('[role^="menuitem"], input, textarea, select');
    (first ?? element).focus({ preventScroll: true });
    const sizes = new ResizeObserver(put);
    sizes.observe(element);
    window.addEventListener('resize', put);
    window.addEventListener('scroll', put, true);
    return () => {
      sizes.disconnect();
      window.removeEventListener('resize', put);
      window.removeEventListener('scroll', put, true);
      if (element.contains(document.activeElement) || document.activeElement === document.body)
        anchor.focus({ preventScroll: true });
    };
  }, [anchor, align]);

  useEffect(() => {
    const onPress = (event: PointerEvent) => {
      const at = event.target as Node;
      if (!panel.current?.contains(at) && !anchor.contains(at)) close.current();
    };
    document.addEventListener('pointerdown', onPress, true);
    return () => document.removeEventListener('pointerdown', onPress, true);
  }, [anchor]);

  return (
    // biome-ignore lint/a11y/useAriaPropsSupportedByRole: both roles take a label
    // biome-ignore lint/a11y/noStaticElementInteractions: its role is given, a dialog's or a menu's
    <div
      ref={panel}
      popover="manual"
      role={role}
      aria-label={label}
      tabIndex={-1}
      className={`fixed m-0 max-h-[min(32rem,80dvh)] max-w-[calc(100vw-1rem)] overflow-auto rounded-xl border border-line bg-surface text-ink shadow-float outline-none ${className}`}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        event.stopPropagation();
        event.preventDefault();
        onClose();
      }}
      onBlur={(event) => {
        if (event.relatedTarget && !event.currentTarget.contains(event.relatedTarget) && !anchor.contains(event.relatedTarget))
          onClose();
      }}
    >
      {children}
    </div>
  );
}

/** Below the anchor, or above it where there is more room; never outside the window. */
function place(element: HTMLElement, anchor: HTMLElement, align: 'start' | 'end'): void {
  const at = anchor.getBoundingClientRect();
  const { width, height } = element.getBoundingClientRect();
  const below = window.innerHeight - at.bottom - GAP - MARGIN;
  const isBelow = height <= below || below >= at.top - GAP - MARGIN;
  const left = align === 'start' ? at.left : at.right - width;
  element.style.left = `${Math.max(MARGIN, Math.min(left, window.innerWidth - width - MARGIN))}px`;
  element.style.top = `${Math.max(MARGIN, isBelow ? at.bottom + GAP : at.top - GAP - height)}px`;
}
