/** A round button that is on or off. */
import type { ReactNode } from 'react';

type Props = { isOn?: boolean; title?: string; onPress: () => void; children: ReactNode };

export function Chip({ isOn, title, onPress, children }: Props) {
  return (
    <button
      type="button"
      aria-pressed={isOn}
      title={title}
      onClick={onPress}
      className={`rounded-full border px-3 py-0.5 text-[13px] ${isOn ? 'border-soft bg-soft text-accent' : 'border-line text-second hover:border-muted'}`}
    >
      {children}
    </button>
  );
}
