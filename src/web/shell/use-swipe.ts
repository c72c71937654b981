/** A swipe of one finger to one side: 90 px along, and not more than half as far up or down. */
import { type TouchEvent, useRef } from 'react';

const FAR_PX = 90;

export function useSwipe(way: 'left' | 'right', run: () => void) {
  const start = useRef<{ x: number; y: number }>(undefined);
  return {
    onTouchStart: ({ touches }: TouchEvent) => {
      const touch = touches[0];
      start.current = touch && touches.length === 1 ? { x: touch.clientX, y: touch.clientY } : undefined;
    },
    onTouchEnd: ({ changedTouches }: TouchEvent) => {
      const touch = changedTouches[0];
      if (!touch || !start.current) return;
      const along = (touch.clientX - start.current.x) * (way === 'right' ? 1 : -1);
      if (along > FAR_PX && Math.abs(touch.clientY - start.current.y) < along / 2) run();
    },
  };
}
