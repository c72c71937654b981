/**
 * The committer's thread: owns the writing connection. Each message is a list of units of work, which become one
 * transaction; a refused unit is rolled back alone. A stalled disk stops this thread and not the server's loop.
 */
import { backup, type SQLInputValue } from 'node:sqlite';
import { parentPort, workerData } from 'node:worker_threads';
import { isSqliteError, openConnection } from './database.connection.ts';
import type { Refusal, Row, Statement } from './database.ts';

export type Work = { units: (readonly Statement[])[] } | { copyTo: string } | 'close';
export type Outcome = { rows: Row[][] } | { refusal: Refusal };
export type Report = { outcomes: Outcome[] } | { failed: string } | { copied: string; problem?: string } | 'open' | 'closed';

/** Pages a step: 100 held the loop up for 1.8 ms, 1,000 for 61 ms. */
const PAGES_A_STEP = 100;
const COPY_TRIES = 20;

/** Primary result codes after which nothing of the transaction can be trusted: busy, no memory, read-only, I/O, corrupt, full, not a database. */
const STORAGE_CODES = new Set([5, 7, 8, 10, 11, 13, 26]);

class Missing extends Error {
  readonly noun: string;
  constructor(noun: string) {
    super(`There is no such ${noun}.`);
    this.noun = noun;
  }
}

const port = parentPort;
if (!port) throw new Error('This file is the thread of a committer; it is not run by itself.');
const { database, statement } = openConnection((workerData as { file: string }).file, false);

port.on('message', (work: Work) => {
  if (work === 'close') {
    database.close();
    post('closed');
    port.close();
  } else if ('copyTo' in work) copy(work.copyTo);
  else commit(work.units);
});
post('open');

function post(report: Report): void {
  port?.postMessage(report);
}

function commit(units: (readonly Statement[])[]): void {
  try {
    statement('begin immediate').run();
    const outcomes = units.map(runUnit);
    statement('commit').run();
    post({ outcomes });
  } catch (error) {
    if (database.isTransaction) statement('rollback').run();
    post({ failed: error instanceof Error ? error.message : String(error) });
  }
}

function runUnit(unit: readonly Statement[]): Outcome {
  statement('savepoint unit').run();
  try {
    const rows = unit.map(runStatement);
    statement('release unit').run();
    return { rows };
  } catch (error) {
    if (isSqliteError(error) && STORAGE_CODES.has(error.errcode & 0xff)) throw error;
    statement('rollback to unit').run();
    statement('release unit').run();
    return { refusal: refusalOf(error) };
  }
}

function runStatement({ sql, parameters, must }: Statement): Row[] {
  const prepared = statement(sql);
  const values = parameters as SQLInputValue[];
  if (prepared.columns().length > 0) {
    const rows = prepared.all(...values);
    if (must && rows.length === 0) throw new Missing(must);
    return rows;
  }
  if (Number(prepared.run(...values).changes) === 0 && must) throw new Missing(must);
  return [];
}

/** Extended result codes: https://www.sqlite.org/rescode.html */
function refusalOf(error: unknown): Refusal {
  const message = error instanceof Error ? error.message : String(error);
  if (error instanceof Missing) return { kind: 'missing', missing: error.noun, message };
  const code = isSqliteError(error) ? error.errcode : 0;
  if (code === 2067 || code === 1555) return { kind: 'unique', message };
  if (code === 787) return { kind: 'foreign-key', message };
  return { kind: 'invalid', message };
}

/**
 * Steps of a copy run beside the writes on this connection, and one in about fifty that meets a commit is given up with the code
 * of no error at all: it begins again.
 */
function copy(file: string, left = COPY_TRIES): void {
  backup(database, file, { rate: PAGES_A_STEP }).then(
    () => post({ copied: file }),
    (error: Error) => {
      if (left > 1 && isSqliteError(error) && error.errcode === 0) copy(file, left - 1);
      else post({ copied: file, problem: error.message });
    },
  );
}
