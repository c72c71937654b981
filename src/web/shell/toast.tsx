/** Short notes at the foot of the page, with at most one button each. They go after eight seconds, unless looked at. */
import { X } from 'lucide-react';
import { useEffect, useState, useSyncExternalStore } from 'react';
import { useLanguage } from '../i18n/language.tsx';

/** `about`: what it is of; a later note about the same takes its place. */
export type Toast = { text: string; about?: string; action?: { label: string; run: () => void } };
type Shown = Toast & { id: number };

const STAYS_MS = 8000;
let shown: Shown[] = [];
let lastId = 0;
const listeners = new Set<() => void>();

export function showToast(toast: Toast): void {
  lastId++;
  if (toast.about !== undefined) hideAbout(toast.about);
  set([...shown.slice(-2), { ...toast, id: lastId }]);
}

/** What it tells is no longer so. */
export function hideAbout(about: string): void {
  if (shown.some((toast) => toast.about === about)) set(shown.filter((toast) => toast.about !== about));
}

function hide(id: number): void {
  set(shown.filter((toast) => toast.id !== id));
}

function set(next: Shown[]): void {
  shown = next;
  for (const hear of listeners) hear();
}

export function Toasts() {
  const toasts = useSyncExternalStore(
    (hear) => {
      listeners.add(hear);
      return () => listeners.delete(hear);
    },
    () => shown,
    () => shown,
  );
  return (
    <div
      role="status"
      className="pointer-events-none fixed inset-x-0 bottom-56 z-20 sm:bottom-40 flex flex-col items-center gap-2 px-4"
    >
      {toasts.map((toast) => (
        <ToastCard key={toast.id} toast={toast} />
      ))}
    </div>
  );
}

function ToastCard({ toast }: { toast: Shown }) {
  const { t } = useLanguage();
  const [isLookedAt, setLookedAt] = useState(false);
  useEffect(() => {
    if (isLookedAt) return;
    const timer = setTimeout(hide, STAYS_MS, toast.id);
    return () => clearTimeout(timer);
  }, [isLookedAt, toast.id]);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: looking at it keeps it, by pointer or focus
    <div
      className="pointer-events-auto flex max-w-full items-center gap-3 rounded-xl border border-line bg-surface py-1.5 pr-1.5 pl-4 shadow-float"
      onPointerEnter={() => setLookedAt(true)}
      onPointerLeave={() => setLookedAt(false)}
      onFocus={() => setLookedAt(true)}
      onBlur={() => setLookedAt(false)}
    >
      <span className="min-w-0 break-words">{toast.text}</span>
      {toast.action && (
        <button
          type="button"
          className="shrink-0 rounded-lg px-2 py-1 font-medium text-accent hover:bg-soft"
          onClick={() => {
            hide(toast.id);
            toast.action?.run();
          }}
        >
          {toast.action.label}
        </button>
      )}
      <button type="button" aria-label={t('app.close')} className="icon-button" onClick={() => hide(toast.id)}>
        <X size={14} strokeWidth={1.6} aria-hidden />
      </button>
    </div>
  );
}
