/** A sheet over the page: the browser's own modal dialog, so focus stays inside and Escape closes it. */
import { X } from 'lucide-react';
import { type ReactNode, useEffect, useRef } from 'react';
import { useLanguage } from '../i18n/language.tsx';
import { useSwipe } from './use-swipe.ts';

type Props = {
  label: string;
  /** `center`: a card, `top`: one whose top stays where it is; `start`: a drawer at the left edge; `whole`: the whole screen. */
  form?: 'center' | 'top' | 'start' | 'whole';
  /** Shows the label as a heading with a cross beside it. */
  hasHeading?: boolean;
  onClose: () => void;
  children: ReactNode;
};

const FORMS = {
  center: 'w-[min(34rem,calc(100vw-2rem))] max-h-[85dvh] rounded-2xl border border-line shadow-float',
  top: 'mt-[12vh] w-[min(38rem,calc(100vw-2rem))] max-h-[70dvh] rounded-2xl border border-line shadow-float',
  start: 'mx-0 my-0 h-dvh max-h-none w-[min(18rem,85vw)] border-r border-hairline',
  whole: 'm-0 h-dvh max-h-none w-screen max-w-none',
};

export function Sheet({ label, form = 'center', hasHeading = true, onClose, children }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  const { t } = useLanguage();
  const swipe = useSwipe(form === 'start' ? 'left' : 'right', onClose);
  useEffect(() => {
    const element = dialog.current;
    const before = document.activeElement;
    element?.showModal();
    return () => {
      element?.close();
      if (before instanceof HTMLElement && before.isConnected) before.focus({ preventScroll: true });
    };
  }, []);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Escape is the key; the press is on the backdrop
    <dialog
      ref={dialog}
      aria-label={label}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      onClick={(event) => event.target === dialog.current && onClose()}
      className={`overflow-hidden bg-surface p-0 text-ink backdrop:bg-black/25 ${FORMS[form]}`}
    >
      <div className="flex h-full max-h-[inherit] flex-col" {...(form === 'start' || form === 'whole' ? swipe : {})}>
        {hasHeading && (
          <div className="flex items-center justify-between border-b border-hairline px-5 py-3">
            <h2 className="font-semibold">{label}</h2>
            <button type="button" aria-label={t('app.close')} onClick={onClose} className="icon-button">
              <X size={16} strokeWidth={1.6} aria-hidden />
            </button>
          </div>
        )}
        {children}
      </div>
    </dialog>
  );
}
