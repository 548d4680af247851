import { sql } from 'kysely';
import type { Caption } from '#contract/captions.ts';
import type { Executor, Tx } from '#platform/db.ts';

export interface TrackRow {
  id: string;
  language: string;
  label: string;
}

export async function findTrack(ex: Executor, showId: string, language: string): Promise<TrackRow | null> {
  const { rows } = await sql<TrackRow>`
    select id, language, label from caption_tracks where show_id = ${showId} and language = ${language} and closed_at is null`.execute(ex);
  return rows[0] ?? null;
}

/** Every language of a show, with how many of its cues hold. */
export async function findTracks(ex: Executor, showId: string): Promise<(TrackRow & { cues: number })[]> {
  const { rows } = await sql<TrackRow & { cues: number }>`
    select t.id, t.language, t.label, count(c.id)::integer as cues
    from caption_tracks t
    left join caption_cues c on c.track_id = t.id and c.text <> '' and not exists (select from caption_cues r where r.replaces = c.id)
    where t.show_id = ${showId} and t.closed_at is null
    group by t.id order by t.opened_at, t.id`.execute(ex);
  return rows;
}

export interface NewTrack extends TrackRow {
  showId: string;
  at: Date;
  userId: string;
}

/**
 * The index on open tracks is the lock: of two who open one language at once the second waits here for the first.
 * @returns false when the language is open already
 */
export async function insertTrack(tx: Tx, track: NewTrack): Promise<boolean> {
  const result = await sql`
    insert into caption_tracks (id, show_id, language, label, opened_at, opened_by)
    values (${track.id}, ${track.showId}, ${track.language}, ${track.label}, ${track.at}, ${track.userId})
    on conflict (show_id, language) where closed_at is null do nothing`.execute(tx);
  return result.numAffectedRows === 1n;
}

export const closeTrack = (tx: Tx, showId: string, language: string, at: Date) =>
  sql`update caption_tracks set closed_at = ${at} where show_id = ${showId} and language = ${language} and closed_at is null`.execute(tx);

interface CueRow {
  id: string;
  track_id: string;
  language: string;
  text: string;
  source: Caption['source'];
  starts_at: Date;
  ends_at: Date;
  said_at: Date;
  replaces: string | null;
}

const toCaption = (row: CueRow): Caption => ({
  id: row.id,
  trackId: row.track_id,
  language: row.language,
  text: row.text,
  source: row.source,
  startsAtMs: row.starts_at.getTime(),
  endsAtMs: row.ends_at.getTime(),
  saidAtMs: row.said_at.getTime(),
  replaces: row.replaces,
});

/**
 * Writes cues of one track. Of copies (same sender's id) and of corrections of one cue only the first is written;
 * another process that writes the same at this moment is waited for here.
 * @returns how many are new
 */
export async function insertCues(
  tx: Tx,
  trackId: string,
  userId: string,
  cues: readonly (Caption & { clientId: string })[],
): Promise<number> {
  const result = await sql`
    insert into caption_cues (id, track_id, client_id, source, text, starts_at, ends_at, said_at, by_user, replaces)
    select (cue->>'id')::uuid, ${trackId}, cue->>'clientId', cue->>'source', cue->>'text',
           to_timestamp((cue->>'startsAtMs')::double precision / 1000), to_timestamp((cue->>'endsAtMs')::double precision / 1000),
           to_timestamp((cue->>'saidAtMs')::double precision / 1000), ${userId}, (cue->>'replaces')::uuid
    from jsonb_array_elements(${JSON.stringify(cues)}::jsonb) as cue
    on conflict do nothing`.execute(tx);
  return Number(result.numAffectedRows ?? 0n);
}

export async function findCopy(ex: Executor, trackId: string, clientId: string): Promise<Caption | null> {
  const { rows } = await sql<CueRow>`
    select c.*, t.language from caption_cues c join caption_tracks t on t.id = c.track_id
    where c.track_id = ${trackId} and c.client_id = ${clientId}`.execute(ex);
  return rows[0] ? toCaption(rows[0]) : null;
}

export async function findCue(ex: Executor, trackId: string, id: string): Promise<Caption | null> {
  const { rows } = await sql<CueRow>`
    select c.*, t.language from caption_cues c join caption_tracks t on t.id = c.track_id
    where c.track_id = ${trackId} and c.id = ${id}`.execute(ex);
  return rows[0] ? toCaption(rows[0]) : null;
}

/** What holds: corrected cues and those that were taken back are left out. In the order in which it was heard. */
export async function findHolding(ex: Executor, trackId: string, limit: number): Promise<Caption[]> {
  const { rows } = await sql<CueRow>`
    select c.*, t.language from caption_cues c join caption_tracks t on t.id = c.track_id
    where c.track_id = ${trackId} and c.text <> '' and not exists (select from caption_cues r where r.replaces = c.id)
    order by c.starts_at desc, c.id desc limit ${limit}`.execute(ex);
  return rows.map(toCaption).toReversed();
}

export async function findScript(ex: Executor, showId: string, language: string): Promise<string[]> {
  const { rows } = await sql<{ lines: string[] }>`
    select lines from caption_scripts where show_id = ${showId} and language = ${language}`.execute(ex);
  return rows[0]?.lines ?? [];
}

export const saveScript = (
  ex: Executor,
  script: { showId: string; language: string; lines: readonly string[]; at: Date; userId: string },
) =>
  sql`insert into caption_scripts (show_id, language, lines, changed_at, changed_by)
      values (${script.showId}, ${script.language}, ${[...script.lines]}::text[], ${script.at}, ${script.userId})
      on conflict (show_id, language) do update
      set lines = excluded.lines, changed_at = excluded.changed_at, changed_by = excluded.changed_by`.execute(ex);
