/** What the rows of a chat share: the thread, what can be done, the models, and the way to Look inside. */
import { createContext, useContext } from 'react';
import type { ModelList } from '../api/calls.ts';
import type { Actions } from './use-actions.ts';
import type { ThreadView } from './use-thread.ts';

/** Before the list of models has been read. */
export const unreadModels: ModelList = { models: [], default: 'local/default' };

export type Chat = {
  view: ThreadView;
  actions: Actions;
  models: ModelList;
  /** The name the next turn asks. */
  model: string;
  lookInside: (turn: string) => void;
};

export const ChatContext = createContext<Chat | undefined>(undefined);

export function useChat(): Chat {
  const chat = useContext(ChatContext);
  if (!chat) throw new Error('useChat needs a ChatContext above it.');
  return chat;
}
