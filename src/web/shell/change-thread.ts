/** What a person does with a whole thread: rename, pin, delete with undo. Knows no component. */
import { threads } from '../api/calls.ts';
import { reasonOf } from '../api/client.ts';
import { queryClient } from '../api/queries.ts';
import type { Words } from '../i18n/language.tsx';
import { showToast } from './toast.tsx';

const tabs = new BroadcastChannel('oriel');
tabs.onmessage = () =>
  void queryClient.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] === 'threads' || queryKey[0] === 'thread' });

/** After a change to a thread: this tab and the others ask again. */
export function threadChanged(thread: string): Promise<void> {
  tabs.postMessage(thread);
  void queryClient.invalidateQueries({ queryKey: ['threads'] });
  return queryClient.invalidateQueries({ queryKey: ['thread', thread] });
}

export async function changeThread(thread: string, change: { title?: string; pinned?: boolean }): Promise<void> {
  try {
    await threads.change(thread, change);
  } catch (error) {
    showToast({ text: reasonOf(error) });
  }
  await threadChanged(thread);
}

/** @param onUndone when the thread is there again */
export async function deleteThread(thread: string, title: string, { t }: Words, onUndone?: () => void): Promise<void> {
  try {
    await threads.remove(thread);
    const undo = async () => {
      try {
        await threads.restore(thread);
        onUndone?.();
      } catch (error) {
        showToast({ text: reasonOf(error) });
      }
      await threadChanged(thread);
    };
    showToast({ text: t('rail.deleted', { title }), action: { label: t('app.undo'), run: undo } });
  } catch (error) {
    showToast({ text: reasonOf(error) });
  }
  await threadChanged(thread);
}
