import { sql } from 'kysely';
import type { Executor } from '#platform/db.ts';

/** The salt of a show's authors, made when the first one asks. */
export async function saltOf(ex: Executor, showId: string, fresh: Buffer): Promise<Buffer> {
  await sql`insert into chat_rooms (show_id, salt) values (${showId}, ${fresh}) on conflict do nothing`.execute(ex);
  const { rows } = await sql<{ salt: Buffer }>`select salt from chat_rooms where show_id = ${showId}`.execute(ex);
  return rows[0]!.salt;
}

/** Which of the lines between two places of the record are hidden. */
export async function findHidden(ex: Executor, showId: string, first: number, last: number): Promise<Set<string>> {
  const { rows } = await sql<{ id: string }>`
    select id from chat_lines where show_id = ${showId} and hidden_at is not null and seq between ${first} and ${last}`.execute(ex);
  return new Set(rows.map((row) => row.id));
}

/** What became of the lines between two places of the record since they were said. */
export async function findLineFacts(
  ex: Executor,
  showId: string,
  first: number,
  last: number,
): Promise<Map<string, { hidden: boolean; repeats: number }>> {
  const { rows } = await sql<{ id: string; hidden: boolean; repeats: number }>`
    select id, hidden_at is not null as hidden, repeats_told as repeats from chat_lines
    where show_id = ${showId} and seq between ${first} and ${last} and (hidden_at is not null or repeats_told > 0)`.execute(ex);
  return new Map(rows.map(({ id, hidden, repeats }) => [id, { hidden, repeats }]));
}

export async function findVisibleLine(
  ex: Executor,
  showId: string,
  id: string,
): Promise<{ id: string; name: string; text: string } | null> {
  const { rows } = await sql<{ id: string; name: string; text: string }>`
    select id, name, text from chat_lines where id = ${id} and show_id = ${showId} and state = 'shown' and hidden_at is null`.execute(ex);
  return rows[0] ?? null;
}

/** Who spoke last, the newest first, each with the name they go by now. */
export async function findRecentSpeakers(
  ex: Executor,
  showId: string,
  limit: number,
): Promise<{ author: string; name: string; label: string | null }[]> {
  const { rows } = await sql<{ author: string; name: string; label: string | null }>`
    select distinct on (author) author, name, label from (
      select author, name, label, said_at from chat_lines
      where show_id = ${showId} and state = 'shown' and hidden_at is null order by said_at desc limit ${limit}) as recent
    order by author, said_at desc`.execute(ex);
  return rows;
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
