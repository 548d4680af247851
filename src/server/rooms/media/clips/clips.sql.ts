import { sql } from 'kysely';
import type { Executor } from '#platform/db.ts';

export interface ClipRow {
  id: string;
  streamId: string;
  startsAtMs: number;
  durationMs: number;
  bytes: number;
  storageKey: string;
}

const columns = sql`id, stream_id as "streamId", starts_at_ms as "startsAtMs", duration_ms as "durationMs",
  bytes::float8 as bytes, storage_key as "storageKey"`;

export async function findClip(db: Executor, id: string): Promise<ClipRow | null> {
  const { rows } = await sql<ClipRow>`select ${columns} from media_clips where id = ${id}`.execute(db);
  return rows[0] ?? null;
}

export async function findClipOfSpan(db: Executor, streamId: string, fromMs: number, toMs: number): Promise<ClipRow | null> {
  const { rows } = await sql<ClipRow>`
    select ${columns} from media_clips where stream_id = ${streamId} and from_ms = ${fromMs} and to_ms = ${toMs}`.execute(db);
  return rows[0] ?? null;
}

export async function countClips(db: Executor, streamId: string): Promise<number> {
  const { rows } = await sql<{ count: number }>`select count(*)::int as count from media_clips where stream_id = ${streamId}`.execute(db);
  return rows[0]!.count;
}

/** Of two that cut the same span at once, the first keeps its row and both answer with it. */
export async function insertClip(db: Executor, clip: ClipRow & { fromMs: number; toMs: number; now: Date }): Promise<ClipRow> {
  await sql`
    insert into media_clips (id, stream_id, from_ms, to_ms, starts_at_ms, duration_ms, bytes, storage_key, created_at)
    values (${clip.id}, ${clip.streamId}, ${clip.fromMs}, ${clip.toMs}, ${clip.startsAtMs}, ${clip.durationMs}, ${clip.bytes},
      ${clip.storageKey}, ${clip.now})
    on conflict (stream_id, from_ms, to_ms) do nothing`.execute(db);
  return (await findClipOfSpan(db, clip.streamId, clip.fromMs, clip.toMs))!;
}
