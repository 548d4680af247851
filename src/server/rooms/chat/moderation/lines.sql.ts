import { sql } from 'kysely';
import type { ModerationReason } from '#contract/moderation.ts';
import type { Executor, Tx } from '#platform/db.ts';
import type { LineState } from '../lines/place-line.ts';

/** A line as moderation knows it. */
export interface LineRow {
  id: string;
  seq: number | null;
  author: string;
  visitor_id: string;
  user_id: string | null;
  client_id: string;
  name: string;
  label: string | null;
  about: string | null;
  language: string | null;
  text: string;
  said_at: Date;
  state: LineState;
  reasons: ModerationReason[];
  held_until: Date | null;
  hidden_at: Date | null;
  hidden_by_decision: string | null;
  reply_to: { id: string; name: string; text: string } | null;
  mentions: string[];
  repeats_told: number;
}
const LINE = sql`id, seq, author, visitor_id, user_id, client_id, name, label, about, language, text, said_at, state, reasons, held_until, hidden_at,
  hidden_by_decision, reply_to, mentions, repeats_told from chat_lines`;

export async function findLine(ex: Executor, showId: string, id: string): Promise<LineRow | null> {
  const { rows } = await sql<LineRow>`select ${LINE} where id = ${id} and show_id = ${showId}`.execute(ex);
  return rows[0] ?? null;
}

export async function findNewestBy(ex: Executor, showId: string, author: string): Promise<LineRow | null> {
  const { rows } =
    await sql<LineRow>`select ${LINE} where show_id = ${showId} and author = ${author} order by said_at desc limit 1`.execute(ex);
  return rows[0] ?? null;
}

/** Oldest first. */
export async function findOwn(ex: Executor, showId: string, author: string, limit: number): Promise<LineRow[]> {
  const { rows } = await sql<LineRow>`
    select ${LINE} where show_id = ${showId} and author = ${author} and state <> 'dropped' and hidden_at is null
    order by said_at desc limit ${limit}`.execute(ex);
  return rows.toReversed();
}

/** A held line enters the record at its own new place. The WHERE is the lock. */
export const showHeld = (tx: Tx, id: string, seq: number) =>
  sql`update chat_lines set state = 'shown', seq = ${seq}, held_until = null where id = ${id} and state = 'held'`.execute(tx);

export async function dropHeld(tx: Tx, id: string): Promise<boolean> {
  const result = await sql`update chat_lines set state = 'dropped' where id = ${id} and state = 'held'`.execute(tx);
  return result.numAffectedRows === 1n;
}

/** As before somebody decided, with the whole time to decide again. */
export const holdAgain = (tx: Tx, id: string, until: Date) =>
  sql`update chat_lines set state = 'held', held_until = ${until} where id = ${id} and state = 'dropped'`.execute(tx);

/** The WHERE is the lock: of two who hide a line one does. @returns false when it is hidden already */
export async function hideLine(tx: Tx, id: string, by: { decisionId: string; userId: string; at: Date }): Promise<boolean> {
  const result = await sql`
    update chat_lines set hidden_at = ${by.at}, hidden_by = 'moderator', hidden_by_user = ${by.userId}, hidden_by_decision = ${by.decisionId}
    where id = ${id} and hidden_at is null`.execute(tx);
  return result.numAffectedRows === 1n;
}

/** Everything that somebody said before their ban; what still waited is dropped. */
export async function hideAllBy(
  tx: Tx,
  showId: string,
  author: string,
  by: { decisionId: string; userId: string; at: Date },
): Promise<void> {
  await sql`
    update chat_lines set hidden_at = ${by.at}, hidden_by = 'moderator', hidden_by_user = ${by.userId}, hidden_by_decision = ${by.decisionId}
    where show_id = ${showId} and author = ${author} and hidden_at is null`.execute(tx);
  await dropAllHeldBy(tx, showId, author);
}

export const dropAllHeldBy = (tx: Tx, showId: string, author: string) =>
  sql`update chat_lines set state = 'dropped' where show_id = ${showId} and author = ${author} and state = 'held'`.execute(tx);

/** A line that one decision hid is hidden by another from here on. */
export const hideInstead = (tx: Tx, decisionId: string, by: string) =>
  sql`update chat_lines set hidden_by_decision = ${by} where hidden_by_decision = ${decisionId}`.execute(tx);

/** Undoes what one decision hid. @returns the newest lines that everybody sees again, oldest first */
export async function showAgain(tx: Tx, decisionId: string, atMost: number): Promise<(LineRow & { show_id: string })[]> {
  const { rows: found } = await sql<LineRow & { show_id: string }>`
    select show_id, ${LINE} where hidden_by_decision = ${decisionId} and state = 'shown' order by seq desc limit ${atMost}`.execute(tx);
  await sql`
    update chat_lines set hidden_at = null, hidden_by = null, hidden_by_user = null, hidden_by_decision = null
    where hidden_by_decision = ${decisionId}`.execute(tx);
  return found.toReversed();
}

/** Held lines whose time is over and about which nobody decided. */
export async function dropExpired(
  ex: Executor,
  now: Date,
  limit: number,
): Promise<{ show_id: string; visitor_id: string; client_id: string }[]> {
  const { rows } = await sql<{ show_id: string; visitor_id: string; client_id: string }>`
    update chat_lines set state = 'dropped' where id in (
      select l.id from chat_lines l where l.state = 'held' and l.held_until <= ${now}
        and not exists (select 1 from chat_decisions d where d.line_id = l.id and d.takes_line and d.state = 'waiting')
      limit ${limit} for update skip locked)
    returning show_id, visitor_id, client_id`.execute(ex);
  return rows;
}

/** Where else a person spoke lately, as whom. */
export async function findShowsOf(
  ex: Executor,
  visitorIds: readonly string[],
  since: Date,
): Promise<{ show_id: string; author: string }[]> {
  const { rows } = await sql<{ show_id: string; author: string }>`
    select distinct show_id, author from chat_lines where visitor_id = any (${[...visitorIds]}::uuid[]) and said_at > ${since} limit 100`.execute(
    ex,
  );
  return rows;
}
