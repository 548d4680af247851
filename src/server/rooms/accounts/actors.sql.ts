import { sql } from 'kysely';
import type { Role } from '#contract/route.ts';
import type { Executor } from '#platform/db.ts';

export interface ActorRow {
  visitor_id: string | null;
  visitor_name: string | null;
  user_id: string | null;
  email: string | null;
  name: string | null;
  second_factor: boolean | null;
  operator_waived: boolean | null;
  memberships: { orgId: string; roles: Role[]; waived: boolean }[] | null;
}

export interface ActorQuestion {
  visitorHash: Buffer | null;
  sessionToken: string | null;
}

/**
 * Everything that decides who asks, for many at once, by position. Sessions of staff end a day after sign-in and of
 * operators after eight hours, whatever their expiry says: the limit follows the roles a person has now.
 */
export async function readActors(ex: Executor, asked: readonly ActorQuestion[], now: Date): Promise<ActorRow[]> {
  const { rows } = await sql<ActorRow>`
    select v.id as visitor_id, v.name as visitor_name, s.user_id, s.email, s.name, s.second_factor, s.operator_waived, s.memberships
    from unnest(${asked.map((each) => each.visitorHash?.toString('hex') ?? null)}::text[], ${asked.map((each) => each.sessionToken)}::text[])
      with ordinality as asked (visitor_hash, session_token, position)
    left join visitors v on v.token_hash = decode(asked.visitor_hash, 'hex')
    left join lateral (
      select p.id as user_id, p.email, p.name, s.second_factor, o.second_factor_waived as operator_waived, m.memberships
      from sessions s
      join people p on p.id = s.user_id
      left join operators o on o.user_id = p.id
      left join lateral (
        select jsonb_agg(jsonb_build_object('orgId', m.org_id, 'roles', m.roles, 'waived', org.second_factor_waived)) as memberships
        from memberships m join organisations org on org.id = m.org_id
        where m.user_id = p.id
      ) m on true
      where s.token = asked.session_token and s.expires_at > ${now}
        and s.created_at > ${now}::timestamptz - case
          when o.user_id is not null then interval '8 hours'
          when m.memberships is not null then interval '24 hours'
          else interval '90 days' end
    ) s on true
    order by asked.position`.execute(ex);
  return rows;
}
