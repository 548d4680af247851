import { sql } from 'kysely';
import type { Executor, Tx } from '#platform/db.ts';

/**
 * The advisory lock is per show and held until commit: a second process waits here, and then sees the first one's entry.
 * @returns when the last entry was written, if that was after `since`; null means that the caller writes it
 */
export async function takeMinute(tx: Tx, showId: string, since: Date): Promise<Date | null> {
  await sql`select pg_advisory_xact_lock(hashtextextended('counted ' || ${showId}, 0))`.execute(tx);
  const { rows } = await sql<{ at: Date }>`
    select at from show_events where show_id = ${showId} and kind = 'counted' and at > ${since} order by seq desc limit 1`.execute(tx);
  return rows[0]?.at ?? null;
}

/** How many entries the record has, and the number of its last one: without holes both are the same. */
export async function countEntries(ex: Executor, showId: string): Promise<{ there: number; last: number }> {
  const { rows } = await sql<{ there: number; last: number }>`
    select (select count(*)::int from show_events where show_id = ${showId}) as there, last_seq as last
    from show_logs where show_id = ${showId}`.execute(ex);
  return rows[0] ?? { there: 0, last: 0 };
}
