import { sql } from 'kysely';
import type { ModerationDesk, ModerationReason } from '#contract/moderation.ts';
import type { Executor } from '#platform/db.ts';

export interface HeldRow {
  id: string;
  author: string;
  visitor_id: string;
  name: string;
  label: string | null;
  text: string;
  said_at: Date;
  held_until: Date;
  reasons: ModerationReason[];
  first_at: Date | null;
  held: number;
  hidden: number;
}

/** What waits and nobody decided about, the oldest first, with what the person did before. */
export async function findHeld(ex: Executor, showId: string, now: Date, limit: number): Promise<HeldRow[]> {
  const { rows } = await sql<HeldRow>`
    select l.id, l.author, l.visitor_id, l.name, l.label, l.text, l.said_at, l.held_until, l.reasons, p.first_at, p.held, p.hidden
    from chat_lines l
    cross join lateral (
      select min(o.said_at) filter (where o.id <> l.id) as first_at, count(*) filter (where o.reasons <> '{}')::int as held,
        count(*) filter (where o.hidden_at is not null or o.state = 'dropped')::int as hidden
      from chat_lines o where o.show_id = l.show_id and o.author = l.author) as p
    where l.show_id = ${showId} and l.state = 'held' and l.held_until > ${now}
      and not exists (select 1 from chat_decisions d where d.line_id = l.id and d.takes_line and d.state <> 'undone')
    order by l.said_at, l.id limit ${limit}`.execute(ex);
  return rows;
}

export async function countTonight(
  ex: Executor,
  showId: string,
  minuteAgo: Date,
): Promise<ModerationDesk['tonight'] & { linesPerMinute: number }> {
  const { rows } = await sql<ModerationDesk['tonight'] & { linesPerMinute: number }>`
    with decided as (
      select count(*) filter (where kind = 'allow')::int as allowed, count(*) filter (where kind = 'time_out')::int as "timedOut",
        count(*) filter (where kind in ('ban', 'shadow_ban'))::int as banned
      from chat_decisions where show_id = ${showId} and state <> 'undone'),
    said as (
      select count(*) filter (where reasons <> '{}')::int as held, count(*) filter (where hidden_at is not null or state = 'dropped')::int as hidden,
        count(*) filter (where said_at > ${minuteAgo})::int as "linesPerMinute"
      from chat_lines where show_id = ${showId})
    select * from decided, said`.execute(ex);
  return rows[0]!;
}

export interface PersonRow {
  author: string;
  name: string;
  label: string | null;
  lines: number;
  hidden: number;
  last_at: Date;
  timed_out_until: Date | null;
  banned: 'ban' | 'shadow_ban' | null;
}

/** Who spoke in a show, by any name they used there; the last to speak first. */
export async function findPeople(
  ex: Executor,
  place: { orgId: string; showId: string },
  search: string,
  now: Date,
  limit: number,
): Promise<PersonRow[]> {
  const like = `%${search.replace(/[\\%_]/g, '\\$&')}%`;
  const { rows } = await sql<PersonRow>`
    with spoke as (
      select author, (array_agg(name order by said_at desc))[1] as name, (array_agg(label order by said_at desc))[1] as label,
        (array_agg(visitor_id order by said_at desc))[1]::text as visitor_id, max(user_id) as user_id,
        count(*)::int as lines, count(*) filter (where hidden_at is not null or state = 'dropped')::int as hidden, max(said_at) as last_at
      from chat_lines where show_id = ${place.showId} group by author having bool_or(name ilike ${like})
      order by max(said_at) desc limit ${limit})
    select s.author, s.name, s.label, s.lines, s.hidden, s.last_at,
      (select max(until) from chat_decisions d where d.show_id = ${place.showId} and d.author = s.author and d.kind = 'time_out'
        and d.state = 'applied' and d.until > ${now}) as timed_out_until,
      (select min(b.kind) from chat_ban_marks m join chat_bans b on b.id = m.ban_id
        where m.org_id = ${place.orgId} and ((m.kind = 'device' and m.mark = s.visitor_id) or (m.kind = 'account' and m.mark = s.user_id))
          and b.lifted_at is null and (b.until is null or b.until > ${now})) as banned
    from spoke s order by s.last_at desc`.execute(ex);
  return rows;
}

export async function findPause(
  ex: Executor,
  showId: string,
  author: string,
  now: Date,
): Promise<{ until: Date; reason: ModerationReason | null } | null> {
  const { rows } = await sql<{ until: Date; reason: ModerationReason | null }>`
    select until, reason from chat_decisions
    where show_id = ${showId} and author = ${author} and kind = 'time_out' and state = 'applied' and until > ${now}
    order by until desc limit 1`.execute(ex);
  return rows[0] ?? null;
}

/** Shows by name, for lists over several of them. */
export async function findTitles(ex: Executor, showIds: readonly string[]): Promise<Map<string, string>> {
  const { rows } = await sql<{ id: string; title: string }>`select id, title from shows where id = any (${[...showIds]}::uuid[])`.execute(
    ex,
  );
  return new Map(rows.map((row) => [row.id, row.title]));
}

export interface CsvRow {
  id: string;
  seq: number | null;
  said_at: Date;
  author: string;
  name: string;
  label: string | null;
  language: string | null;
  text: string;
  state: string;
  reasons: string[];
  repeats: number;
  hidden_at: Date | null;
  hidden_by: string | null;
  decisions: string | null;
}

/** All lines of a show with what was decided about each, oldest first. */
export async function findForCsv(ex: Executor, showId: string, after: { at: Date; id: string } | null, limit: number): Promise<CsvRow[]> {
  const { rows } = await sql<CsvRow>`
    select l.id, l.seq, l.said_at, l.author, l.name, l.label, l.language, l.text, l.state, l.reasons, l.repeats, l.hidden_at, l.hidden_by,
      (select string_agg(concat_ws(' ', d.kind, d.state, 'by ' || d.by_name, 'at ' || to_char(d.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'),
        'reason ' || d.reason, d.note), '; ' order by d.at)
        from chat_decisions d where d.line_id = l.id or (d.show_id = l.show_id and d.line_id is null and d.author = l.author)) as decisions
    from chat_lines l
    where l.show_id = ${showId} and ${after ? sql`(l.said_at, l.id) > (${after.at}::timestamptz, ${after.id}::uuid)` : sql`true`}
    order by l.said_at, l.id limit ${limit}`.execute(ex);
  return rows;
}
