import { sql } from 'kysely';
import type { Executor } from '#platform/db.ts';
import type { Place } from './worker/stage.ts';
import type { RecordingStop } from './worker/messages.ts';

export interface StreamRow {
  id: string;
  state: 'open' | 'closed';
  generation: number;
  hasKey: boolean;
  keyRotatedAt: Date | null;
  keepSeconds: number | null;
  /** Why nothing is recorded now; null while it is. */
  recordingStop: RecordingStop | null;
}

const columns = sql`id, state, generation, key_hash is not null as "hasKey", key_rotated_at as "keyRotatedAt", keep_seconds as "keepSeconds",
  recording_stop as "recordingStop"`;

/** Opens a stream, or opens a closed one again. */
export async function openStreamRow(
  db: Executor,
  { id, keepSeconds, now }: { id: string; keepSeconds: number | null; now: Date },
): Promise<void> {
  await sql`
    insert into media_streams (id, keep_seconds, opened_at) values (${id}, ${keepSeconds}, ${now})
    on conflict (id) do update set state = 'open', closed_at = null, forgotten_at = null,
      -- Whether it is recorded is asked anew, unless it is on air: a restart is not the end of a full disk.
      recording_stop = case media_streams.state when 'open' then media_streams.recording_stop end,
      keep_seconds = coalesce(excluded.keep_seconds, media_streams.keep_seconds)`.execute(db);
}

export async function closeStreamRow(db: Executor, id: string, now: Date): Promise<void> {
  await sql`update media_streams set state = 'closed', closed_at = ${now} where id = ${id} and state = 'open'`.execute(db);
  await sql`delete from media_tickets where stream_id = ${id}`.execute(db);
}

/** @returns the new generation, or null when the stream is not open */
export async function raiseGeneration(db: Executor, id: string): Promise<number | null> {
  const { rows } = await sql<{ generation: number }>`
    update media_streams set generation = generation + 1 where id = ${id} and state = 'open' returning generation`.execute(db);
  return rows[0]?.generation ?? null;
}

export async function findStream(db: Executor, id: string): Promise<StreamRow | null> {
  const { rows } = await sql<StreamRow>`select ${columns} from media_streams where id = ${id}`.execute(db);
  return rows[0] ?? null;
}

export async function listOpenStreams(db: Executor): Promise<StreamRow[]> {
  const { rows } = await sql<StreamRow>`select ${columns} from media_streams where state = 'open' order by opened_at`.execute(db);
  return rows;
}

/** The stream that this key opens, whatever its state. */
export async function findByKey(db: Executor, keyHash: string): Promise<StreamRow | null> {
  const { rows } = await sql<StreamRow>`select ${columns} from media_streams where key_hash = ${keyHash}`.execute(db);
  return rows[0] ?? null;
}

export async function setKey(db: Executor, id: string, keyHash: string, now: Date): Promise<boolean> {
  const { numAffectedRows } = await sql`update media_streams set key_hash = ${keyHash}, key_rotated_at = ${now} where id = ${id}`.execute(
    db,
  );
  return numAffectedRows === 1n;
}

/**
 * Also sweeps what expired, so that the table stays as small as the tickets in use. Sixty seconds are the database's: a
 * server whose clock is set in between neither loses its tickets nor lets old ones in.
 */
export async function insertTicket(db: Executor, ticket: { hash: string; streamId: string; place: Place; lastsMs: number }): Promise<Date> {
  await sql`delete from media_tickets where expires_at < clock_timestamp()`.execute(db);
  const { rows } = await sql<{ expires_at: Date }>`
    insert into media_tickets (hash, stream_id, place, expires_at)
    values (${ticket.hash}, ${ticket.streamId}, ${JSON.stringify(ticket.place)}, clock_timestamp() + make_interval(secs => ${ticket.lastsMs / 1000}))
    returning expires_at`.execute(db);
  return rows[0]!.expires_at;
}

/** Takes a ticket. The delete is the lock: of two that come at once, one finds no row. */
export async function takeTicket(db: Executor, hash: string, streamId: string): Promise<{ place: Place | null } | null> {
  const { rows } = await sql<{ place: Place | null }>`
    delete from media_tickets where hash = ${hash} and stream_id = ${streamId} and expires_at >= clock_timestamp() returning place`.execute(
    db,
  );
  return rows[0] ?? null;
}

/** @returns false when it was like that already: the news is told once, also across restarts */
export async function setRecordingStop(db: Executor, id: string, stop: RecordingStop | null): Promise<boolean> {
  const { numAffectedRows } = await sql`
    update media_streams set recording_stop = ${stop} where id = ${id} and recording_stop is distinct from ${stop}`.execute(db);
  return numAffectedRows === 1n;
}

/** Closed before `before`, oldest first, and still kept. */
export async function listToForget(db: Executor, before: Date, limit: number): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select id from media_streams where state = 'closed' and forgotten_at is null and closed_at < ${before}
    order by closed_at limit ${limit}`.execute(db);
  return rows.map(({ id }) => id);
}

export async function markForgotten(db: Executor, id: string, now: Date): Promise<void> {
  await sql`update media_streams set forgotten_at = ${now} where id = ${id} and state = 'closed'`.execute(db);
}
