/** Whether Look inside is open. Beside the chat that is remembered; over it, on a narrow window, it begins closed. */
import { useCallback, useState } from 'react';
import { useMedia } from '../shell/media.ts';
import { setPreferences, usePreferences } from '../shell/preferences.ts';

export type PanelState = {
  isOpen: boolean /** The panel covers the chat. */;
  isOver: boolean;
  setOpen: (isOpen: boolean) => void;
};

export function usePanel(): PanelState {
  const isOver = useMedia('(max-width: 860px)');
  const { panelOpen = false } = usePreferences();
  const [isOpenOver, setOpenOver] = useState(false);
  const setOpen = useCallback(
    (isOpen: boolean) => {
      if (isOver) setOpenOver(isOpen);
      else void setPreferences({ panelOpen: isOpen }).catch(() => {});
    },
    [isOver],
  );
  return { isOpen: isOver ? isOpenOver : panelOpen, isOver, setOpen };
}
