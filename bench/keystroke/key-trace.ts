/**
 * What each key costs the main thread of a page, from Chromium's own record of its tasks: timers of the page itself cannot
 * see layout and paint, and what they post to see the end of a frame is held back while something scrolls.
 */
import type { Page } from 'playwright-core';

/** Milliseconds a key, sorted. */
export type KeyTimes = {
  /** All tasks from the one that handles the key to the end of the one that draws it, without the wait between them. */
  drawn: number[];
  /** Of those the processor's time: without what other threads and neighbours took meanwhile. At most `drawn`: the clocks differ. */
  drawnCpu: number[];
  /** All tasks until the next key, processor's time. */
  work: number[];
  /** Tasks over 50 ms. */
  longTasks: number[];
};

/** Times in microseconds; `tdur` is processor's time. */
type TraceEvent = { name: string; ph: string; pid: number; tid: number; ts: number; dur: number; tdur?: number; args: Args };
type Args = { data?: { type?: string } };

const LONG_TASK_MS = 50;

/** Part of the time between two keys that a key is held down. */
const HELD = 0.6;

/** Presses `keys` times, one every `everyMs`. */
export async function typeTraced(page: Page, keys: number, everyMs: number): Promise<KeyTimes> {
  const browser = page.context().browser();
  if (!browser) throw new Error('The page has no browser of its own.');
  await browser.startTracing(page, { categories: ['toplevel', 'devtools.timeline'] });
  for (let key = 0; key < keys; key++) {
    await page.keyboard.press('x', { delay: HELD * everyMs });
    await page.waitForTimeout((1 - HELD) * everyMs);
  }
  const { traceEvents } = JSON.parse((await browser.stopTracing()).toString()) as { traceEvents: TraceEvent[] };
  return keyTimes(traceEvents.filter(({ ph }) => ph === 'X').sort((a, b) => a.ts - b.ts));
}

function keyTimes(events: readonly TraceEvent[]): KeyTimes {
  const downs = events.filter(({ name, args }) => name === 'EventDispatch' && args.data?.type === 'keydown');
  const [first] = downs;
  const main = events.filter(({ pid, tid }) => pid === first?.pid && tid === first.tid);
  const tasks = main.filter(({ name }) => name === 'ThreadControllerImpl::RunTask');
  const frames = main.filter(({ name }) => name === 'Layerize');
  const times: KeyTimes = {
    drawn: [],
    drawnCpu: [],
    work: [],
    longTasks: tasks.map(({ dur }) => dur / 1000).filter((ms) => ms > LONG_TASK_MS),
  };
  for (const [index, down] of downs.entries()) {
    const until = downs[index + 1]?.ts ?? Number.POSITIVE_INFINITY;
    const drawn = frames.find(({ ts }) => ts > down.ts)?.ts ?? Number.POSITIVE_INFINITY;
    const ofKey = tasks.filter(({ ts, dur }) => ts + dur > down.ts && ts < until);
    const toFrame = ofKey.filter(({ ts }) => ts <= drawn);
    times.work.push(sum(ofKey.map(cpu)));
    if (drawn > until) continue;
    times.drawn.push(sum(toFrame.map(({ dur }) => dur)));
    times.drawnCpu.push(sum(toFrame.map(cpu)));
  }
  if (times.drawn.length < 0.9 * downs.length)
    throw new Error(`Of ${downs.length} keys only ${times.drawn.length} were drawn before the next.`);
  for (const list of Object.values(times)) list.sort((a, b) => a - b);
  return times;
}

const cpu = ({ dur, tdur = dur }: TraceEvent): number => Math.min(dur, tdur);
const sum = (durations: readonly number[]): number => durations.reduce((total, us) => total + us, 0) / 1000;
