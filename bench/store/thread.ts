/** A thread of 2,000 messages, as the page asks for it: the thread, its messages, its turns. */
import type { Message } from '#domain/conversation/message';
import { pathTo } from '#domain/conversation/thread';
import { newId } from '#store/id';
import type { NewTurn, Store } from '#store/store';
import type { Figure } from '../store.ts';
import { inHome, ms, quantile, timesOf } from './home.ts';
import { texts } from './texts.ts';

const MESSAGES = 2_000;

export function benchThread(): Promise<Figure[]> {
  return inHome(async (store) => {
    const { id } = await store.threads.create(store.person, {});
    const said = texts(MESSAGES, 3);
    let parent: string | undefined;
    for (let at = 0; at < MESSAGES; at += 2) parent = await exchange(store, id, said[at] ?? '', said[at + 1] ?? '', parent);
    const times = await timesOf(40, () =>
      Promise.all([
        store.threads.get(store.person, id),
        store.threads.messages(store.person, id),
        store.turns.ofThread(store.person, id),
      ]),
    );
    const messages = await timesOf(40, async () => {
      const { head } = await store.threads.get(store.person, id);
      pathTo(await store.threads.messages(store.person, id), head);
    });
    return [
      {
        name: `a thread of ${MESSAGES.toLocaleString('en')} messages with its turns, median`,
        value: ms(quantile(times, 0.5)),
        target: '15 ms',
      },
      { name: '  its messages alone, and the path', value: ms(quantile(messages, 0.5)) },
    ];
  });
}

async function exchange(
  store: Store,
  thread: string,
  question: string,
  reply: string,
  parent: string | undefined,
): Promise<string> {
  const turn = newId();
  const asked: Message = {
    id: newId(),
    role: 'user',
    parts: [{ kind: 'text', text: question }],
    at: 1,
    ...(parent !== undefined && { parent }),
  };
  const answer: Message = { id: newId(), parent: asked.id, role: 'assistant', parts: [], at: 2, turn };
  const begun: NewTurn = {
    start: {
      type: 'turn-start',
      turn,
      thread,
      message: answer.id,
      at: 1,
      asked: { vendor: 'local', model: 'bench' },
      mode: 'chat',
      settings: { temperature: 0.8, seed: 1 },
      window: { limit: 8192, used: 100, reserve: 1024, left: [] },
    },
    prompt: { encoding: 'bench', grade: 'exact', text: '', tokens: [] },
    messages: [asked, answer],
  };
  await store.turns.start(store.person, begun);
  await store.turns.open(begun.start, begun.prompt);
  void store.turns.append(turn, [
    { type: 'part-start', index: 0, kind: 'text' },
    { type: 'part-delta', index: 0, text: reply },
    { type: 'part-end', index: 0 },
    { type: 'usage', kinds: { inputUncached: 100, outputText: 50 }, raw: { from: 'engine' } },
    { type: 'turn-end', reason: 'end', timing: { firstTokenMs: 20, totalMs: 900 }, cost: { kind: 'local' } },
  ]);
  return answer.id;
}
