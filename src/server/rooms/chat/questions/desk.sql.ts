import { sql } from 'kysely';
import type { TeamMember } from '#contract/questions.ts';
import type { Executor } from '#platform/db.ts';

export interface MemberRow {
  user_id: string;
  name: string;
  role: TeamMember['role'];
}

export const savePresence = (ex: Executor, showId: string, member: { userId: string; name: string; role: TeamMember['role'] }, at: Date) =>
  sql`insert into desk_presence (show_id, user_id, name, role, seen_at) values (${showId}, ${member.userId}, ${member.name}, ${member.role}, ${at})
      on conflict (show_id, user_id) do update set name = excluded.name, role = excluded.role, seen_at = greatest(desk_presence.seen_at, excluded.seen_at)`.execute(
    ex,
  );

export async function findMember(ex: Executor, showId: string, userId: string): Promise<MemberRow | null> {
  const { rows } = await sql<MemberRow>`
    select user_id, name, role from desk_presence where show_id = ${showId} and user_id = ${userId}`.execute(ex);
  return rows[0] ?? null;
}

/** Who had the desk open since then, with what waits for them and how quick they were. */
export async function findTeam(ex: Executor, showId: string, since: Date, most: number): Promise<TeamMember[]> {
  const { rows } = await sql<MemberRow & { open: number; answered: number; average_seconds: number | null }>`
    select p.user_id, p.name, p.role,
      (select count(*) from questions q where q.show_id = p.show_id and q.assignee_id = p.user_id and q.state in ('open', 'next'))::integer as open,
      coalesce(done.answered, 0) as answered, done.average_seconds
    from desk_presence p
    left join (
      select answered_by, count(*)::integer as answered, round(avg(extract(epoch from answered_at - asked_at)))::integer as average_seconds
      from questions where show_id = ${showId} and state = 'answered' group by answered_by
    ) as done on done.answered_by = p.user_id
    where p.show_id = ${showId} and p.seen_at > ${since}
    order by p.name, p.user_id limit ${most}`.execute(ex);
  return rows.map((row) => ({
    userId: row.user_id,
    name: row.name,
    role: row.role,
    open: row.open,
    answered: row.answered,
    averageSeconds: row.average_seconds,
  }));
}

/** @param late what was asked before this and still waits is late. Dropped questions were not for answering. */
export async function findPace(ex: Executor, showId: string, late: Date, inTimeSeconds: number): Promise<{ answered: number; of: number }> {
  const { rows } = await sql<{ answered: number; of: number }>`
    select (count(*) filter (where state = 'answered' and answered_at - asked_at <= make_interval(secs => ${inTimeSeconds})))::integer as answered,
      (count(*) filter (where state = 'answered' or asked_at <= ${late}))::integer as of
    from questions where show_id = ${showId} and state <> 'dropped'`.execute(ex);
  return rows[0]!;
}
