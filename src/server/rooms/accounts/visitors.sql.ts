import { sql } from 'kysely';
import type { Executor } from '#platform/db.ts';

/** Devices of one account that are known together; the newest. */
const MAX_KIN = 200;

export async function insertVisitor(ex: Executor, id: string, tokenHash: Buffer, userId: string | null): Promise<void> {
  await sql`insert into visitors (id, token_hash, user_id) values (${id}, ${tokenHash}, ${userId})`.execute(ex);
}

export async function nameVisitor(ex: Executor, visitorId: string, name: string): Promise<void> {
  await sql`update visitors set name = ${name} where id = ${visitorId}`.execute(ex);
}

/** A signed-in person without a chosen name goes by the name of their account. */
export async function findVisitorName(ex: Executor, visitorId: string): Promise<string | null> {
  const { rows } = await sql<{ name: string | null }>`
    select coalesce(v.name, p.name) as name from visitors v left join people p on p.id = v.user_id where v.id = ${visitorId}`.execute(ex);
  return rows[0]?.name ?? null;
}

/** The WHERE refuses a device that already belongs to somebody else. @returns false then */
export async function claimVisitor(ex: Executor, tokenHash: Buffer, userId: string): Promise<boolean> {
  const { rows } = await sql`
    update visitors set user_id = ${userId} where token_hash = ${tokenHash} and (user_id is null or user_id = ${userId}) returning id`.execute(
    ex,
  );
  return rows.length > 0;
}

/** The account of this device, and all devices of that account; a device without one stands alone. */
export async function findKin(ex: Executor, visitorId: string): Promise<{ userId: string | null; visitorIds: string[] }> {
  const { rows } = await sql<{ user_id: string | null; ids: string[] | null }>`
    select v.user_id, (select array_agg(k.id order by k.created_at desc) from visitors k where k.user_id = v.user_id) as ids
    from visitors v where v.id = ${visitorId}`.execute(ex);
  return { userId: rows[0]?.user_id ?? null, visitorIds: [...new Set([visitorId, ...(rows[0]?.ids ?? [])])].slice(0, MAX_KIN) };
}

/** Of these devices those that somebody signed in on, and whether that person works for the organisation. */
export async function findOwners(
  ex: Executor,
  orgId: string,
  visitorIds: readonly string[],
): Promise<{ visitor_id: string; user_id: string; crew: boolean }[]> {
  const { rows } = await sql<{ visitor_id: string; user_id: string; crew: boolean }>`
    select v.id as visitor_id, v.user_id,
      exists (select 1 from memberships m where m.org_id = ${orgId} and m.user_id = v.user_id) as crew
    from visitors v where v.id = any (${[...visitorIds]}::uuid[]) and v.user_id is not null`.execute(ex);
  return rows;
}

/** Every device of the people who work for these organisations. */
export async function findCrewDevices(ex: Executor, orgIds: readonly string[]): Promise<{ org_id: string; visitor_id: string }[]> {
  const { rows } = await sql<{ org_id: string; visitor_id: string }>`
    select m.org_id, v.id as visitor_id from memberships m join visitors v on v.user_id = m.user_id
    where m.org_id = any (${[...orgIds]}::uuid[]) limit 50000`.execute(ex);
  return rows;
}
