import { sql } from 'kysely';
import type { DISCLOSURES } from '#contract/shows.ts';
import type { Language } from '#contract/common.ts';
import type { Executor, Tx } from '#platform/db.ts';
import type { ShowState } from './show-machine.ts';

export type MediaStateName = 'none' | 'live' | 'reconnecting' | 'gone' | 'replay';

export interface ShowRow {
  id: string;
  org_id: string;
  slug: string;
  title: string;
  description: string;
  language: Language;
  host_name: string;
  host_image_url: string | null;
  disclosure_kind: (typeof DISCLOSURES)[number];
  disclosure_text: string;
  is_demo: boolean;
  is_synthetic: boolean;
  poster_url: string | null;
  state: ShowState;
  notice: string | null;
  starts_at: Date | null;
  started_at: Date | null;
  ended_at: Date | null;
  stream_id: string;
  media_state: MediaStateName;
  media_generation: number;
  media_since: Date;
  pins: string[];
  now_segment_id: string | null;
  replay_url: string | null;
  replay_starts_at: Date | null;
  replay_duration_ms: number;
  stage_open: boolean;
  stage_auto: boolean;
  recording_closed_at: Date | null;
  clips_allowed: boolean;
}

export type NewShowRow = Pick<
  ShowRow,
  | 'id'
  | 'org_id'
  | 'slug'
  | 'title'
  | 'description'
  | 'language'
  | 'host_name'
  | 'host_image_url'
  | 'disclosure_kind'
  | 'disclosure_text'
  | 'is_demo'
  | 'is_synthetic'
  | 'poster_url'
  | 'state'
  | 'starts_at'
  | 'stream_id'
>;

/** @returns false when the slug is taken */
export async function insertShow(tx: Tx, row: NewShowRow): Promise<boolean> {
  const result = await sql`
    insert into shows (id, org_id, slug, title, description, language, host_name, host_image_url, disclosure_kind, disclosure_text,
                       is_demo, is_synthetic, poster_url, state, starts_at, stream_id)
    values (${row.id}, ${row.org_id}, ${row.slug}, ${row.title}, ${row.description}, ${row.language}, ${row.host_name},
            ${row.host_image_url}, ${row.disclosure_kind}, ${row.disclosure_text}, ${row.is_demo}, ${row.is_synthetic},
            ${row.poster_url}, ${row.state}, ${row.starts_at}, ${row.stream_id})
    on conflict on constraint shows_slug do nothing`.execute(tx);
  return result.numAffectedRows === 1n;
}

/** The lock of every verb on a show: the second one waits here and then decides on what the first one left. */
export async function lockShow(tx: Tx, showId: string): Promise<ShowRow | null> {
  const { rows } = await sql<ShowRow>`select * from shows where id = ${showId} for update`.execute(tx);
  return rows[0] ?? null;
}

export async function findShow(ex: Executor, showId: string): Promise<ShowRow | null> {
  const { rows } = await sql<ShowRow>`select * from shows where id = ${showId}`.execute(ex);
  return rows[0] ?? null;
}

async function findShowBySlug(ex: Executor, slug: string): Promise<ShowRow | null> {
  const { rows } = await sql<ShowRow>`select * from shows where slug = ${slug}`.execute(ex);
  return rows[0] ?? null;
}

const ID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
/** @param key its id or its slug, as addresses have it */
export const findShowByKey = (ex: Executor, key: string): Promise<ShowRow | null> =>
  ID.test(key) ? findShow(ex, key) : findShowBySlug(ex, key);

export async function findShowOfStream(ex: Executor, streamId: string): Promise<Pick<ShowRow, 'id' | 'org_id'> | null> {
  const { rows } = await sql<Pick<ShowRow, 'id' | 'org_id'>>`select id, org_id from shows where stream_id = ${streamId}`.execute(ex);
  return rows[0] ?? null;
}

export async function findShowsOfOrg(
  ex: Executor,
  query: { orgId: string; state: ShowState | null; before: string | null; limit: number },
): Promise<ShowRow[]> {
  const { rows } = await sql<ShowRow>`
    select * from shows
    where org_id = ${query.orgId}
      and (${query.state}::text is null or state = ${query.state})
      and (${query.before}::uuid is null or id < ${query.before})
    order by id desc limit ${query.limit}`.execute(ex);
  return rows;
}

/** On air, the newest first. @param orgId null means every shop */
export async function findLive(ex: Executor, orgId: string | null, limit: number): Promise<ShowRow[]> {
  const { rows } = await sql<ShowRow>`
    select * from shows where state = 'live' and (${orgId}::uuid is null or org_id = ${orgId})
    order by started_at desc, id limit ${limit}`.execute(ex);
  return rows;
}

/** Planned, the next first; what should have begun long ago is not coming. */
export async function findUpcoming(ex: Executor, orgId: string | null, since: Date, limit: number): Promise<ShowRow[]> {
  const { rows } = await sql<ShowRow>`
    select * from shows where state = 'scheduled' and starts_at > ${since} and (${orgId}::uuid is null or org_id = ${orgId})
    order by starts_at, id limit ${limit}`.execute(ex);
  return rows;
}

export async function findReplays(ex: Executor, orgId: string | null, limit: number): Promise<ShowRow[]> {
  const { rows } = await sql<ShowRow>`
    select * from shows where state = 'ended' and replay_url is not null and (${orgId}::uuid is null or org_id = ${orgId})
    order by ended_at desc, id limit ${limit}`.execute(ex);
  return rows;
}

/** Which of these are on air. */
export async function findLiveOf(ex: Executor, showIds: readonly string[]): Promise<Set<string>> {
  const { rows } = await sql<{ id: string }>`select id from shows where id = any(${[...showIds]}::uuid[]) and state = 'live'`.execute(ex);
  return new Set(rows.map((row) => row.id));
}

/** Shows that media may still tell about, for the start of the process. */
export async function findLiveStreams(ex: Executor): Promise<Pick<ShowRow, 'id' | 'stream_id'>[]> {
  const { rows } = await sql<Pick<ShowRow, 'id' | 'stream_id'>>`select id, stream_id from shows where state = 'live'`.execute(ex);
  return rows;
}

export async function findShowsWithProduct(ex: Executor, productId: string, states: readonly ShowState[]): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select shows.id from show_shelf join shows on shows.id = show_shelf.show_id
    where product_id = ${productId} and state = any(${[...states]}) order by shows.id`.execute(ex);
  return rows.map((row) => row.id);
}

export const saveFacts = (
  tx: Tx,
  showId: string,
  facts: Pick<
    ShowRow,
    'title' | 'description' | 'language' | 'host_name' | 'disclosure_kind' | 'disclosure_text' | 'is_synthetic' | 'starts_at' | 'state'
  >,
) =>
  sql`update shows set title = ${facts.title}, description = ${facts.description}, language = ${facts.language}, host_name = ${facts.host_name},
        disclosure_kind = ${facts.disclosure_kind}, disclosure_text = ${facts.disclosure_text}, is_synthetic = ${facts.is_synthetic},
        starts_at = ${facts.starts_at}, state = ${facts.state}
      where id = ${showId}`.execute(tx);

export const saveCancelled = (tx: Tx, showId: string, notice: string) =>
  sql`update shows set state = 'cancelled', notice = ${notice} where id = ${showId}`.execute(tx);

export const saveLive = (tx: Tx, showId: string, at: Date) =>
  sql`update shows set state = 'live', started_at = ${at} where id = ${showId}`.execute(tx);

export const saveEnded = (tx: Tx, showId: string, at: Date) =>
  sql`update shows set state = 'ended', ended_at = ${at} where id = ${showId}`.execute(tx);

export const savePins = (tx: Tx, showId: string, pins: readonly string[]) =>
  sql`update shows set pins = ${[...pins]}::uuid[] where id = ${showId}`.execute(tx);

export const saveNow = (tx: Tx, showId: string, segmentId: string | null) =>
  sql`update shows set now_segment_id = ${segmentId} where id = ${showId}`.execute(tx);

export const saveMedia = (tx: Tx, showId: string, media: { state: MediaStateName; generation: number; since: Date }) =>
  sql`update shows set media_state = ${media.state}, media_generation = ${media.generation}, media_since = ${media.since}
      where id = ${showId}`.execute(tx);

export const saveStageRules = (tx: Tx, showId: string, rules: { open: boolean; auto: boolean }) =>
  sql`update shows set stage_open = ${rules.open}, stage_auto = ${rules.auto} where id = ${showId}`.execute(tx);

/** A segment of the recording: the replay starts with the first and grows with each. */
export const addRecorded = (tx: Tx, showId: string, startsAt: Date, durationMs: number) =>
  sql`update shows set replay_starts_at = coalesce(replay_starts_at, ${startsAt}), replay_duration_ms = replay_duration_ms + ${durationMs}::int
      where id = ${showId}`.execute(tx);

/** The recording's own length is the truth; what was added up on the way stays when there is none. */
export const saveReplay = (tx: Tx, showId: string, replay: { url: string; durationMs: number } | null, closedAt: Date) =>
  sql`update shows set recording_closed_at = ${closedAt}, replay_url = ${replay?.url ?? null}, replay_duration_ms = coalesce(${replay ? Math.round(replay.durationMs) : null}::int, replay_duration_ms)
      where id = ${showId}`.execute(tx);
