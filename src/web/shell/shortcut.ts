/**
 * The page's shortcuts: which key means which command, and who carries it out now. Single letters count only outside
 * of fields, never while an input method composes, and can be switched off (WCAG 2.1.4).
 */
import { useEffect, useRef } from 'react';

export type Command = 'newChat' | 'search' | 'inside' | 'composer' | 'sheet' | 'stop';

export type KeyPress = Pick<KeyboardEvent, 'key' | 'code' | 'ctrlKey' | 'metaKey' | 'shiftKey' | 'altKey' | 'isComposing'>;

/** The command of a key press, or undefined. `isInField`: the focus is where one writes. */
export function commandOf(press: KeyPress, isInField: boolean, hasSingleKeys: boolean): Command | undefined {
  if (press.isComposing || press.altKey) return undefined;
  if (press.ctrlKey || press.metaKey) {
    if (press.shiftKey) return press.code === 'KeyO' ? 'newChat' : press.code === 'KeyX' ? 'stop' : undefined;
    return press.code === 'KeyK' ? 'search' : undefined;
  }
  if (isInField || !hasSingleKeys) return undefined;
  if (press.key === '?') return 'sheet';
  if (press.shiftKey) return undefined;
  return press.key === '/' ? 'composer' : press.code === 'KeyI' ? 'inside' : undefined;
}

/** The key that goes with letters on this machine. */
export const modifier = /Mac|iPhone|iPad/.test(globalThis.navigator?.userAgent ?? '') ? '⌘' : 'Ctrl';

const carriers = new Map<Command, () => void>();

/** Carries out a command while the component is there. */
export function useCommand(command: Command, run: () => void): void {
  const latest = useRef(run);
  latest.current = run;
  useEffect(() => {
    const carrier = () => latest.current();
    carriers.set(command, carrier);
    return () => {
      if (carriers.get(command) === carrier) carriers.delete(command);
    };
  }, [command]);
}

export function runCommand(command: Command): void {
  carriers.get(command)?.();
}

/** Listens to the window's keys. */
export function useShortcuts(hasSingleKeys: boolean): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const command = commandOf(event, isField(event.target), hasSingleKeys);
      if (!command || !carriers.has(command)) return;
      event.preventDefault();
      runCommand(command);
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [hasSingleKeys]);
}

function isField(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));
}
