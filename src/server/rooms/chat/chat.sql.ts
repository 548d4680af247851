import { sql } from 'kysely';
import type { Executor, Tx } from '#platform/db.ts';

export interface LineRow {
  id: string;
  visitorId: string;
  clientId: string;
  author: string;
  text: string;
  saidAt: string;
}

/** The salt of a show's authors, made when the first one asks. */
export async function saltOf(ex: Executor, showId: string, fresh: Buffer): Promise<Buffer> {
  await sql`insert into chat_rooms (show_id, salt) values (${showId}, ${fresh}) on conflict do nothing`.execute(ex);
  const { rows } = await sql<{ salt: Buffer }>`select salt from chat_rooms where show_id = ${showId}`.execute(ex);
  return rows[0]!.salt;
}

/**
 * Of a person's copies of one line only the first is written; another process that writes the same one at this moment
 * is waited for here.
 * @returns the ids that are new
 */
export async function insertLines(tx: Tx, showId: string, lines: readonly LineRow[]): Promise<Set<string>> {
  const { rows } = await sql<{ id: string }>`
    insert into chat_lines (id, show_id, author, visitor_id, client_id, text, said_at)
    select (line->>'id')::uuid, ${showId}, line->>'author', (line->>'visitorId')::uuid, line->>'clientId', line->>'text', (line->>'saidAt')::timestamptz
    from jsonb_array_elements(${JSON.stringify(lines)}::jsonb) as line
    on conflict (show_id, visitor_id, client_id) do nothing
    returning id`.execute(tx);
  return new Set(rows.map((row) => row.id));
}

export const placeLines = (tx: Tx, ids: readonly string[], first: number) =>
  sql`update chat_lines set seq = ${first}::int + place.n::int - 1
      from unnest(${[...ids]}::uuid[]) with ordinality as place(id, n) where chat_lines.id = place.id`.execute(tx);

export async function findSaid(
  ex: Executor,
  showId: string,
  visitorId: string,
  clientId: string,
): Promise<{ id: string; seq: number } | null> {
  const { rows } = await sql<{ id: string; seq: number }>`
    select id, seq from chat_lines where show_id = ${showId} and visitor_id = ${visitorId} and client_id = ${clientId} and seq is not null`.execute(
    ex,
  );
  return rows[0] ?? null;
}

/** The WHERE is the lock: of two who hide a line at once one does. @returns false when it is hidden already or not of this show */
export async function hideLine(
  tx: Tx,
  line: { showId: string; id: string; by: 'author' | 'moderator'; userId: string | null; at: Date },
): Promise<boolean> {
  const result = await sql`
    update chat_lines set hidden_at = ${line.at}, hidden_by = ${line.by}, hidden_by_user = ${line.userId}
    where id = ${line.id} and show_id = ${line.showId} and hidden_at is null`.execute(tx);
  return result.numAffectedRows === 1n;
}

export async function lineExists(ex: Executor, showId: string, id: string): Promise<boolean> {
  const { rows } = await sql`select 1 from chat_lines where id = ${id} and show_id = ${showId}`.execute(ex);
  return rows.length > 0;
}

/** Which of the lines between two places of the record are hidden. */
export async function findHidden(ex: Executor, showId: string, first: number, last: number): Promise<Set<string>> {
  const { rows } = await sql<{ id: string }>`
    select id from chat_lines where show_id = ${showId} and hidden_at is not null and seq between ${first} and ${last}`.execute(ex);
  return new Set(rows.map((row) => row.id));
}

/** A longer pause replaces a shorter one; a pause is never cut short by a second press. */
export const saveTimeout = (tx: Executor, pause: { showId: string; author: string; until: Date; userId: string; at: Date }) =>
  sql`insert into chat_timeouts (show_id, author, until, by_user, at) values (${pause.showId}, ${pause.author}, ${pause.until}, ${pause.userId}, ${pause.at})
      on conflict (show_id, author) do update set until = greatest(chat_timeouts.until, excluded.until), by_user = excluded.by_user, at = excluded.at`.execute(
    tx,
  );

export async function findTimeout(ex: Executor, showId: string, author: string): Promise<Date | null> {
  const { rows } = await sql<{ until: Date }>`select until from chat_timeouts where show_id = ${showId} and author = ${author}`.execute(ex);
  return rows[0]?.until ?? null;
}

/**
 * The place in the record behind which the lines of this moment stand. A line that a moderator held stands later than
 * it was said, so a few are looked at. @returns null when nothing was said after it
 */
export async function seqBefore(ex: Executor, showId: string, at: Date): Promise<number | null> {
  const { rows } = await sql<{ first: number | null }>`
    select min(seq) as first from (
      select seq from chat_lines where show_id = ${showId} and said_at > ${at} and seq is not null order by said_at limit 50
    ) as next`.execute(ex);
  const first = rows[0]?.first ?? null;
  return first === null ? null : first - 1;
}

/** Hearts are only added, never set. @returns the total */
export async function addHearts(ex: Executor, showId: string, count: number, salt: Buffer): Promise<number> {
  const { rows } = await sql<{ hearts: number }>`
    insert into chat_rooms (show_id, salt, hearts) values (${showId}, ${salt}, ${count})
    on conflict (show_id) do update set hearts = chat_rooms.hearts + excluded.hearts returning hearts`.execute(ex);
  return rows[0]!.hearts;
}

export async function findHearts(ex: Executor, showIds: readonly string[]): Promise<Map<string, number>> {
  const { rows } = await sql<{ show_id: string; hearts: number }>`
    select show_id, hearts from chat_rooms where show_id = any(${[...showIds]}::uuid[])`.execute(ex);
  return new Map(rows.map((row) => [row.show_id, row.hearts]));
}
