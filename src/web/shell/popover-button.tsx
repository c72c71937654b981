/** A button that opens a popover or a menu beside it; pressed again, it closes it. */
import { type KeyboardEvent, type ReactNode, useRef, useState } from 'react';
import { Popover } from './popover.tsx';

type Props = {
  /** Name of what opens; also of the button, and the hint under the pointer. */
  label: string;
  /** What the button shows. */
  face: ReactNode;
  /** The face is words: they are the button's name. */
  isNamedByFace?: boolean;
  className?: string;
  popoverClassName?: string;
  align?: 'start' | 'end';
  disabled?: boolean;
  children: (close: () => void) => ReactNode;
};

export function PopoverButton({ label, face, isNamedByFace, className, popoverClassName, align, disabled, children }: Props) {
  return (
    <FloatButton role="dialog" {...{ label, face, isNamedByFace, className, popoverClassName, align, disabled }}>
      {children}
    </FloatButton>
  );
}

/** Its children are `MenuItem`s; arrow keys, Home and End move among them. */
export function MenuButton({ label, face, isNamedByFace, className, popoverClassName = '', align, disabled, children }: Props) {
  return (
    <FloatButton
      role="menu"
      popoverClassName={`p-1 ${popoverClassName}`}
      {...{ label, face, isNamedByFace, className, align, disabled }}
    >
      {(close) => (
        // biome-ignore lint/a11y/noStaticElementInteractions: keys of the menu around it
        <div onKeyDown={moveFocus}>{children(close)}</div>
      )}
    </FloatButton>
  );
}

type ItemProps = { onSelect: () => void /** For choices of which one holds. */; isChosen?: boolean; children: ReactNode };

export function MenuItem({ onSelect, isChosen, children }: ItemProps) {
  const choice =
    isChosen === undefined ? ({ role: 'menuitem' } as const) : ({ role: 'menuitemradio', 'aria-checked': isChosen } as const);
  return (
    <button
      type="button"
      {...choice}
      tabIndex={-1}
      onClick={onSelect}
      className={`flex w-full items-center gap-3 rounded-lg px-3 py-1.5 text-left hover:bg-rail focus-visible:bg-rail ${isChosen ? 'bg-soft' : ''}`}
    >
      {children}
    </button>
  );
}

type FloatProps = { [Name in keyof Props]: Props[Name] | undefined } & Pick<Props, 'label' | 'children'> & {
    role: 'dialog' | 'menu';
  };

function FloatButton({ role, label, face, isNamedByFace, className, popoverClassName, align, disabled, children }: FloatProps) {
  const button = useRef<HTMLButtonElement>(null);
  const [isOpen, setOpen] = useState(false);
  const close = () => setOpen(false);
  return (
    <>
      <button
        ref={button}
        type="button"
        aria-label={isNamedByFace ? undefined : label}
        title={label}
        aria-haspopup={role}
        aria-expanded={isOpen}
        disabled={disabled}
        onClick={() => setOpen(!isOpen)}
        className={className}
      >
        {face}
      </button>
      {isOpen && button.current && (
        <Popover
          anchor={button.current}
          label={label}
          role={role}
          onClose={close}
          {...(align && { align })}
          {...(popoverClassName && { className: popoverClassName })}
        >
          {children(close)}
        </Popover>
      )}
    </>
  );
}

function moveFocus(event: KeyboardEvent<HTMLElement>): void {
  const items = [...event.currentTarget.querySelectorAll<HTMLElement>('[role^="menuitem"]')];
  const at = items.indexOf(document.activeElement as HTMLElement);
  const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: items.length - 1 }[event.key];
  if (to === undefined) return;
  event.preventDefault();
  items[(to + items.length) % items.length]?.focus();
}
