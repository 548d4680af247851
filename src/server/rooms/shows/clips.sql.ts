import { sql } from 'kysely';
import type { Executor } from '#platform/db.ts';

export interface ClipRow {
  id: string;
  show_id: string;
  url: string;
  title: string;
  starts_ms: number;
  duration_ms: number;
  product_id: string | null;
  made_at: Date;
  withdrawn_at: Date | null;
}

const CLIP = sql`id, show_id, url, title, starts_ms, duration_ms, product_id, made_at, withdrawn_at`;

export interface NewClip extends Omit<ClipRow, 'withdrawn_at'> {
  from_ms: number;
  to_ms: number;
  made_by: string;
}

/** Of two who ask for the same span the first made it; the second is shown the same. */
export async function insertClip(ex: Executor, clip: NewClip): Promise<ClipRow> {
  await sql`
    insert into show_clips (id, show_id, url, title, from_ms, to_ms, starts_ms, duration_ms, product_id, made_by, made_at)
    values (${clip.id}, ${clip.show_id}, ${clip.url}, ${clip.title}, ${clip.from_ms}, ${clip.to_ms}, ${clip.starts_ms}, ${clip.duration_ms},
            ${clip.product_id}, ${clip.made_by}, ${clip.made_at})
    on conflict (show_id, from_ms, to_ms) do nothing`.execute(ex);
  return (await findClipOfSpan(ex, clip.show_id, clip.from_ms, clip.to_ms))!;
}

export async function findClipOfSpan(ex: Executor, showId: string, fromMs: number, toMs: number): Promise<ClipRow | null> {
  const { rows } = await sql<ClipRow>`
    select ${CLIP} from show_clips where show_id = ${showId} and from_ms = ${fromMs} and to_ms = ${toMs}`.execute(ex);
  return rows[0] ?? null;
}

export async function findClip(ex: Executor, clipId: string): Promise<ClipRow | null> {
  const { rows } = await sql<ClipRow>`select ${CLIP} from show_clips where id = ${clipId}`.execute(ex);
  return rows[0] ?? null;
}

/** The newest first, withdrawn ones left out. */
export async function findClipsOfShow(ex: Executor, showId: string, limit: number): Promise<ClipRow[]> {
  const { rows } = await sql<ClipRow>`
    select ${CLIP} from show_clips where show_id = ${showId} and withdrawn_at is null order by made_at desc, id desc limit ${limit}`.execute(
    ex,
  );
  return rows;
}

/** @returns false when this show has no such clip; a second time changes nothing */
export async function saveWithdrawn(ex: Executor, showId: string, clipId: string, at: Date): Promise<boolean> {
  const { numAffectedRows } = await sql`
    update show_clips set withdrawn_at = coalesce(withdrawn_at, ${at}) where id = ${clipId} and show_id = ${showId}`.execute(ex);
  return numAffectedRows === 1n;
}

/** @returns false when this organisation has no such show */
export async function saveClipsAllowed(ex: Executor, orgId: string, showId: string, allowed: boolean): Promise<boolean> {
  const { numAffectedRows } = await sql`
    update shows set clips_allowed = ${allowed} where id = ${showId} and org_id = ${orgId}`.execute(ex);
  return numAffectedRows === 1n;
}
