/** Counts one long text away from the event loop. The answer goes as JSON: one string is cheaper to hand over than its tokens. */
import { parentPort, workerData } from 'node:worker_threads';
import { computeRow, type RowAsk } from './public-row.ts';

parentPort?.postMessage(JSON.stringify(await computeRow(workerData as RowAsk)));
