/** As much of a growing text as is to be drawn now. Where motion is unwanted, or nothing grows: all of it. */
import { useEffect, useRef, useState } from 'react';
import { useMedia } from '../shell/media.ts';
import { type Pace, setPace, stepPace, wholeLength } from './pace.ts';

export function usePacedText(text: string, isGrowing: boolean): string {
  const isStill = useMedia('(prefers-reduced-motion: reduce)') || !isGrowing;
  const [length, setLength] = useState(text.length);
  const latest = useRef(text);
  const pace = useRef<Pace>({ shown: text.length, speed: 0 });
  if (latest.current !== text) {
    latest.current = text;
    pace.current = setPace(pace.current, text.length);
  }
  useEffect(() => {
    if (isStill) return;
    let frame = 0;
    let before = performance.now();
    const draw = (now: number) => {
      const total = latest.current.length;
      pace.current = stepPace(pace.current, total, now - before);
      before = now;
      setLength(wholeLength(latest.current, pace.current.shown));
      frame = requestAnimationFrame(draw);
    };
    frame = requestAnimationFrame(draw);
    return () => cancelAnimationFrame(frame);
  }, [isStill]);
  return isStill ? text : text.slice(0, length);
}
