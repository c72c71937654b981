/**
 * The thread that proves a database file: integrity, foreign keys, and 100 random turns folded from their log. A
 * thread of its own, because a file of 200 MB takes a second and nobody should wait for that.
 */
import { statSync } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';
import { foldTurnEvents } from '#domain/conversation/turn';
import type { TurnEvent } from '#domain/conversation/turn-event';
import { openConnection } from './database.connection.ts';
import type { Verdict } from './database.ts';

const TURNS_TO_FOLD = 100;

const { file } = workerData as { file: string };
const { database, statement } = openConnection(file, true);
try {
  parentPort?.postMessage(verdict());
} finally {
  database.close();
}

function verdict(): Verdict {
  const wrong = [...integrityFaults(), ...turnFaults()];
  return {
    integrity: wrong.length === 0 ? 'ok' : wrong.slice(0, 5).join('; '),
    schema: numberOf('select max(number) as n from migration'),
    bytes: statSync(file).size,
    threads: numberOf('select count(*) as n from thread'),
    turns: numberOf('select count(*) as n from turn'),
  };
}

function numberOf(sql: string): number {
  return Number(statement(sql).get()?.n ?? 0);
}

function integrityFaults(): string[] {
  const faults = statement('pragma integrity_check(5)')
    .all()
    .map((row) => String(row.integrity_check));
  const keys = statement('pragma foreign_key_check')
    .all()
    .map((row) => `a row of ${row.table} points to no ${row.parent}`);
  return [...faults.filter((fault) => fault !== 'ok'), ...keys];
}

function turnFaults(): string[] {
  const turns = statement('select id, status from turn order by random() limit ?').all(TURNS_TO_FOLD);
  return turns.flatMap(({ id, status }) => {
    const rows = statement('select seq, events from turn_event where turn_id = ? order by seq').all(id ?? null);
    if (rows.some((row, index) => row.seq !== index + 1)) return [`the log of turn ${id} has a gap`];
    try {
      const turn = foldTurnEvents(rows.flatMap((row) => JSON.parse(String(row.events)) as TurnEvent[]));
      const told = turn?.status ?? 'running'; // A turn has no log until its prompt is made.
      return told === status ? [] : [`turn ${id} is ${status} and its log says ${told}`];
    } catch (error) {
      return [`turn ${id} does not fold: ${error instanceof Error ? error.message : error}`];
    }
  });
}
