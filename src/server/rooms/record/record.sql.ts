import { randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import type { Executor, Tx } from '#platform/db.ts';

export interface EventRow {
  seq: number;
  at: Date;
  kind: string;
  now: boolean;
  data: unknown;
}

export const insertHead = (tx: Tx, showId: string) =>
  sql`insert into show_logs (show_id, epoch) values (${showId}, ${randomBytes(8).toString('hex')}) on conflict do nothing`.execute(tx);

export async function selectHead(ex: Executor, showId: string): Promise<{ epoch: string; last: number } | null> {
  const { rows } = await sql<{ epoch: string; last: number }>`
    select epoch, last_seq as last from show_logs where show_id = ${showId}`.execute(ex);
  return rows[0] ?? null;
}

/**
 * One statement, one round trip. The update of the head row is the lock: a second appender waits here until the
 * first commits, and then counts on from what the first wrote.
 * @param rows a JSON array of {at: ms, kind, now, data}, numbered in its order
 * @returns the last number given out, or null when the show has no log
 */
export async function insertEvents(tx: Tx, showId: string, rows: string, count: number): Promise<{ epoch: string; last: number } | null> {
  const { rows: heads } = await sql<{ epoch: string; last: number }>`
    with head as (
      update show_logs set last_seq = last_seq + ${count} where show_id = ${showId} returning epoch, last_seq
    ), written as (
      insert into show_events (show_id, seq, at, kind, now, data)
      select ${showId}, head.last_seq - ${count} + row.n::int, to_timestamp((row.value->>'at')::double precision / 1000),
             row.value->>'kind', (row.value->>'now')::boolean, row.value->'data'
      from head, jsonb_array_elements(${rows}::jsonb) with ordinality as row(value, n)
    )
    select epoch, last_seq as last from head`.execute(tx);
  return heads[0] ?? null;
}

export async function selectAfter(ex: Executor, showId: string, after: number, limit: number): Promise<EventRow[]> {
  const { rows } = await sql<EventRow>`
    select seq, at, kind, now, data from show_events
    where show_id = ${showId} and seq > ${after} order by seq limit ${limit}`.execute(ex);
  return rows;
}

/** Newest first. */
export async function selectLatest(ex: Executor, showId: string, kind: string, before: number, limit: number): Promise<EventRow[]> {
  const { rows } = await sql<EventRow>`
    select seq, at, kind, now, data from show_events
    where show_id = ${showId} and kind = ${kind} and seq < ${before} order by seq desc limit ${limit}`.execute(ex);
  return rows;
}
