import { sql } from 'kysely';
import type { Executor, Tx } from '#platform/db.ts';
import type { LineState } from './place-line.ts';

export interface RoomRow {
  slow_seconds: number;
  paused: boolean;
  pace_left: number | null;
  pace_at: Date | null;
}

/**
 * The lock of a room's chat. Whoever appends lines or applies a decision waits here until the one before has committed,
 * and then reads what it wrote: that is why nobody is shown a line after its author's ban.
 */
export async function lockRoom(tx: Tx, showId: string): Promise<RoomRow> {
  const { rows } = await sql<RoomRow>`
    select slow_seconds, paused, pace_left, pace_at from chat_rooms where show_id = ${showId} for update`.execute(tx);
  return rows[0]!;
}

/** As a line asks to be kept. */
export interface LineWish {
  id: string;
  author: string;
  visitorId: string;
  userId: string | null;
  /** Marks of what this person paid with. */
  payers: readonly string[];
  clientId: string;
  wordsKey: string;
}
export interface LineFacts {
  known: { id: string; seq: number | null; state: LineState } | null;
  ban: { id: string; kind: 'ban' | 'shadow_ban'; knows_device: boolean } | null;
  paused_until: Date | null;
  last_at: Date | null;
  /** The visible line with the same words of somebody else. */
  same: string | null;
  /** How many people without a label said them lately. */
  same_people: number;
  held: number;
}

/** What the rules ask about each line of a batch, in its order; read after the lock, in one statement. */
export async function factsOf(
  tx: Tx,
  at: { orgId: string; showId: string; now: Date; sameSince: Date; samePeopleSince: Date },
  lines: readonly LineWish[],
): Promise<LineFacts[]> {
  const { rows } = await sql<LineFacts>`
    select known.line as known, ban.found as ban, pause.until as paused_until, last.at as last_at, same.id as same,
      coalesce(people.count, 0) as same_people, held.count as held
    from jsonb_to_recordset(${JSON.stringify(lines.map((line, n) => ({ ...line, n })))}::jsonb)
      as w(n int, "visitorId" uuid, "userId" text, author text, "clientId" text, "wordsKey" text, payers text[])
    left join lateral (
      select json_build_object('id', id, 'seq', seq, 'state', state) as line from chat_lines
      where show_id = ${at.showId} and visitor_id = w."visitorId" and client_id = w."clientId") as known on true
    left join lateral (
      select json_build_object('id', b.id, 'kind', b.kind, 'knows_device', m.kind = 'device') as found
      from chat_ban_marks m join chat_bans b on b.id = m.ban_id
      where m.org_id = ${at.orgId} and b.lifted_at is null and (b.until is null or b.until > ${at.now})
        and ((m.kind = 'device' and m.mark = w."visitorId"::text) or (m.kind = 'account' and m.mark = w."userId")
          or (m.kind = 'payment' and m.mark = any (w.payers)))
      order by b.kind, m.kind = 'device' desc limit 1) as ban on true
    left join lateral (
      select max(until) as until from chat_decisions
      where show_id = ${at.showId} and author = w.author and kind = 'time_out' and state = 'applied' and until > ${at.now}) as pause on true
    left join lateral (
      select max(said_at) as at from chat_lines where show_id = ${at.showId} and author = w.author) as last on true
    left join lateral (
      select id from chat_lines
      where show_id = ${at.showId} and words_key = w."wordsKey" and said_at > ${at.sameSince}
        and state = 'shown' and hidden_at is null and author <> w.author
      order by said_at limit 1) as same on true
    left join lateral (
      select count(distinct author)::int as count from chat_lines
      where show_id = ${at.showId} and words_key = w."wordsKey" and said_at > ${at.samePeopleSince}
        and label is null and author <> w.author) as people on true
    left join lateral (
      select count(*)::int as count from chat_lines
      where show_id = ${at.showId} and author = w.author and state = 'held' and held_until > ${at.now}) as held on true
    order by w.n`.execute(tx);
  return rows;
}

export interface PlacedLine extends LineWish {
  name: string;
  label: string | null;
  about: string | null;
  language: string | null;
  text: string;
  saidAt: string;
  state: LineState;
  seq: number | null;
  reasons: readonly string[];
  heldUntil: string | null;
  replyTo: object | null;
  mentions: readonly string[];
  repeatOf: string | null;
}

/** Writes the batch, adds up who repeated whom, and what is left of the pace. */
export async function insertLines(tx: Tx, showId: string, lines: readonly PlacedLine[], pace: { left: number; at: Date }): Promise<void> {
  await sql`
    with paced as (update chat_rooms set pace_left = ${pace.left}, pace_at = ${pace.at} where show_id = ${showId})
    insert into chat_lines (id, show_id, author, visitor_id, user_id, client_id, name, label, about, language, text, said_at, state, seq, reasons,
      held_until, reply_to, mentions, words_key, repeat_of)
    select id, ${showId}, author, "visitorId", "userId", "clientId", name, label, about, language, text, "saidAt", state, seq, reasons,
      "heldUntil", "replyTo", mentions, "wordsKey", "repeatOf"
    from jsonb_to_recordset(${JSON.stringify(lines)}::jsonb)
      as l(id uuid, author text, "visitorId" uuid, "userId" text, "clientId" text, name text, label text, about text, language text, text text,
        "saidAt" timestamptz, state text, seq int, reasons text[], "heldUntil" timestamptz, "replyTo" jsonb, mentions text[],
        "wordsKey" text, "repeatOf" uuid)`.execute(tx);
  if (!lines.some((line) => line.repeatOf)) return;
  // Not in the same statement: a line and its first copy may come in one batch.
  await sql`
    update chat_lines l set repeats = l.repeats + more.count
    from (select repeat_of as id, count(*)::int as count from chat_lines
      where id = any (${lines.filter((line) => line.repeatOf).map((line) => line.id)}::uuid[]) group by repeat_of) as more
    where l.id = more.id`.execute(tx);
}

/** Somebody banned who came back with another device is known by that one too. */
export async function learnDevices(tx: Tx, orgId: string, found: readonly { banId: string; visitorId: string }[]): Promise<void> {
  for (const { banId, visitorId } of found)
    await sql`insert into chat_ban_marks (ban_id, org_id, kind, mark) values (${banId}, ${orgId}, 'device', ${visitorId}) on conflict do nothing`.execute(
      tx,
    );
}

/** The copies of visible lines that the record does not tell of yet, per show. */
export async function findToTell(ex: Executor): Promise<string[]> {
  const { rows } = await sql<{ show_id: string }>`select distinct show_id from chat_lines where repeats > repeats_told limit 100`.execute(
    ex,
  );
  return rows.map((row) => row.show_id);
}

export async function markTold(
  tx: Tx,
  showId: string,
  at: Date,
  atMost: number,
): Promise<{ id: string; repeats: number; placed: boolean }[]> {
  const { rows } = await sql<{ id: string; repeats: number; placed: boolean }>`
    update chat_lines set repeats_told = repeats, repeats_told_at = ${at}
    where id in (select id from chat_lines where show_id = ${showId} and repeats > repeats_told
      and (repeats_told_at is null or repeats_told_at <= ${new Date(at.getTime() - 1000)}) limit ${atMost})
    returning id, repeats, state = 'shown' as placed`.execute(tx);
  return rows;
}
