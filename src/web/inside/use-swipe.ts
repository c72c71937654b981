/** A swipe down, by touch: how a sheet is put away. */
import { type TouchEvent, useRef } from 'react';

/** Pixels that make a swipe of a touch. */
const FAR = 70;

export function useSwipeDown(onSwipe: () => void) {
  const start = useRef<number>(undefined);
  return {
    onTouchStart: (event: TouchEvent) => {
      start.current = event.touches[0]?.clientY;
    },
    onTouchEnd: (event: TouchEvent) => {
      const end = event.changedTouches[0]?.clientY;
      if (start.current !== undefined && end !== undefined && end - start.current > FAR) onSwipe();
      start.current = undefined;
    },
  };
}
