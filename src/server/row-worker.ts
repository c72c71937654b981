/** Counts texts away from the event loop, one after another (`row-desk.ts`). An answer goes as the bytes of its JSON, handed over and not copied. */
import { parentPort } from 'node:worker_threads';
import { TemplateRefused } from '#domain/templates/template';
import { publicRow, type RowAsk } from './public-row.ts';
import { inColumns } from './row.ts';

/** `isRefused`: the family's template does not take these messages, as its sentence says. */
export type RowReply = { json: Uint8Array } | { failure: string; isRefused: boolean };

parentPort?.on('message', async (ask: RowAsk) => {
  try {
    const row = await publicRow(ask);
    const json = new TextEncoder().encode(JSON.stringify(ask.form === 'columns' ? inColumns(row) : row));
    parentPort?.postMessage({ json } satisfies RowReply, [json.buffer]);
  } catch (error) {
    const failure = error instanceof Error ? error.message : String(error);
    parentPort?.postMessage({ failure, isRefused: error instanceof TemplateRefused } satisfies RowReply);
  }
});
