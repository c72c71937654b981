/** Where the focus goes when the button that has it goes: to the composer. Not on touch screens, where a keyboard would come up. */
import { runCommand } from '../shell/shortcut.ts';

export function focusComposer(): void {
  if (matchMedia('(pointer: fine)').matches) runCommand('composer');
}
