import { sql } from 'kysely';
import type { RELATIONS } from '#contract/accounts.ts';
import type { Executor } from '#platform/db.ts';

export type RelationKind = (typeof RELATIONS)[number];
export interface RelationNow {
  kind: RelationKind;
  about: string;
}
export interface RelationRow extends RelationNow {
  id: string;
  user_id: string;
  name: string;
  email: string;
  note: string;
  since: Date;
  until: Date | null;
  added_by: string;
  ended_by: string | null;
}

const MOST = 500;

/** Whoever is paid is named as paid, also when they got something besides. */
export async function findRelationNow(ex: Executor, orgId: string, userId: string, now: Date): Promise<RelationNow | null> {
  const { rows } = await sql<RelationNow>`
    select kind, about from shop_relations
    where user_id = ${userId} and org_id = ${orgId} and since <= ${now} and (until is null or until > ${now})
    order by kind = 'affiliate' desc, since desc limit 1`.execute(ex);
  return rows[0] ?? null;
}

export async function findRelations(ex: Executor, orgId: string, id: string | null = null): Promise<RelationRow[]> {
  const { rows } = await sql<RelationRow>`
    select r.id, r.user_id, p.name, p.email, r.kind, r.about, r.note, r.since, r.until,
      coalesce(adder.name, '') as added_by, ender.name as ended_by
    from shop_relations r
    join people p on p.id = r.user_id
    left join people adder on adder.id = r.added_by
    left join people ender on ender.id = r.ended_by
    where r.org_id = ${orgId} and (${id}::uuid is null or r.id = ${id})
    order by r.until is not null, r.since desc limit ${MOST}`.execute(ex);
  return rows;
}

/** The index of open ones decides between two who add at once. @returns false when it holds already */
export async function insertRelation(
  ex: Executor,
  row: { id: string; orgId: string; userId: string; kind: RelationKind; about: string; note: string; since: Date; addedBy: string },
): Promise<boolean> {
  const { rows } = await sql`
    insert into shop_relations (id, org_id, user_id, kind, about, note, since, added_by)
    values (${row.id}, ${row.orgId}, ${row.userId}, ${row.kind}, ${row.about}, ${row.note}, ${row.since}, ${row.addedBy})
    on conflict (org_id, user_id, kind) where until is null do nothing returning id`.execute(ex);
  return rows.length > 0;
}

/** Ended once: the WHERE leaves the end and the hand of the first. */
export async function endRelation(ex: Executor, orgId: string, id: string, userId: string, at: Date): Promise<void> {
  await sql`
    update shop_relations set until = greatest(since, ${at}::timestamptz), ended_by = ${userId}
    where id = ${id} and org_id = ${orgId} and until is null`.execute(ex);
}
