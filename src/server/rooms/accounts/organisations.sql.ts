import { sql } from 'kysely';
import type { Role } from '#contract/route.ts';
import type { Executor, Tx } from '#platform/db.ts';

export interface OrganisationRow {
  id: string;
  slug: string;
  name: string;
  legal_name: string;
  city: string | null;
  country: string;
  currency: string;
  vat_percent: string;
  shipping_minor: bigint;
  delivery_days: number;
  return_days: number;
  takes_orders: boolean;
  about: string;
  image_url: string | null;
  second_factor_waived: boolean;
}

const ORGANISATION = sql`id, slug, name, legal_name, city, country, currency, vat_percent, shipping_minor, delivery_days, return_days, takes_orders, about, image_url, second_factor_waived`;

export async function findOrganisation(ex: Executor, orgId: string): Promise<OrganisationRow | undefined> {
  const { rows } = await sql<OrganisationRow>`select ${ORGANISATION} from organisations where id = ${orgId}`.execute(ex);
  return rows[0];
}

export async function findOrganisationBySlug(ex: Executor, slug: string): Promise<OrganisationRow | undefined> {
  const { rows } = await sql<OrganisationRow>`select ${ORGANISATION} from organisations where slug = ${slug}`.execute(ex);
  return rows[0];
}

/** @returns nothing when the slug is taken: the unique constraint decides. */
export async function insertOrganisation(
  ex: Executor,
  row: Omit<OrganisationRow, 'vat_percent'> & { vat_percent: number },
): Promise<OrganisationRow | undefined> {
  const { rows } = await sql<OrganisationRow>`
    insert into organisations (${ORGANISATION})
    values (${row.id}, ${row.slug}, ${row.name}, ${row.legal_name}, ${row.city}, ${row.country}, ${row.currency}, ${row.vat_percent}, ${row.shipping_minor},
      ${row.delivery_days}, ${row.return_days}, ${row.takes_orders}, ${row.about}, ${row.image_url}, ${row.second_factor_waived})
    on conflict on constraint organisations_slug do nothing
    returning ${ORGANISATION}`.execute(ex);
  return rows[0];
}

/** Writes the given columns only; the keys come from our own code, never from a request. */
export async function changeOrganisation(
  ex: Executor,
  orgId: string,
  columns: Readonly<Record<string, string | number | bigint | boolean | null>>,
): Promise<OrganisationRow | undefined> {
  const changes = Object.entries(columns).map(([column, value]) => sql`${sql.ref(column)} = ${value}`);
  if (changes.length === 0) return findOrganisation(ex, orgId);
  const { rows } =
    await sql<OrganisationRow>`update organisations set ${sql.join(changes)} where id = ${orgId} returning ${ORGANISATION}`.execute(ex);
  return rows[0];
}

/** Changes to the people of one organisation happen one after the other; this row is the lock. */
export async function lockOrganisation(tx: Tx, orgId: string): Promise<void> {
  await sql`select 1 from organisations where id = ${orgId} for no key update`.execute(tx);
}

export interface MemberRow {
  user_id: string;
  name: string;
  email: string;
  roles: Role[];
  joined_at: Date;
  two_factor: boolean;
}

const MEMBER = sql`m.user_id, p.name, p.email, m.roles, m.joined_at,
  (coalesce(p.two_factor_enabled, false) or exists (select 1 from passkeys k where k.user_id = p.id)) as two_factor`;

/** An organisation has hundreds of people at most; the limit keeps a mistake from becoming a large answer. */
export async function findMembers(ex: Executor, orgId: string): Promise<MemberRow[]> {
  const { rows } = await sql<MemberRow>`
    select ${MEMBER} from memberships m join people p on p.id = m.user_id where m.org_id = ${orgId} order by m.joined_at, m.user_id limit 5000`.execute(
    ex,
  );
  return rows;
}

export async function findMember(ex: Executor, orgId: string, userId: string): Promise<MemberRow | undefined> {
  const { rows } = await sql<MemberRow>`
    select ${MEMBER} from memberships m join people p on p.id = m.user_id where m.org_id = ${orgId} and m.user_id = ${userId}`.execute(ex);
  return rows[0];
}

/** @returns false when this person already belongs to the organisation. */
export async function insertMember(ex: Executor, orgId: string, userId: string, roles: readonly Role[]): Promise<boolean> {
  const { rows } = await sql`
    insert into memberships (org_id, user_id, roles) values (${orgId}, ${userId}, ${[...roles]}) on conflict do nothing returning user_id`.execute(
    ex,
  );
  return rows.length > 0;
}

export async function upsertMember(ex: Executor, orgId: string, userId: string, roles: readonly Role[]): Promise<void> {
  await sql`
    insert into memberships (org_id, user_id, roles) values (${orgId}, ${userId}, ${[...roles]})
    on conflict (org_id, user_id) do update set roles = excluded.roles`.execute(ex);
}

/** The WHERE keeps one seller admin; two changes at once need `lockOrganisation` before it, or each would count on the other. */
export async function changeRoles(tx: Tx, orgId: string, userId: string, roles: readonly Role[]): Promise<boolean> {
  const { rows } = await sql`
    update memberships set roles = ${[...roles]} where org_id = ${orgId} and user_id = ${userId}
      and (${roles.includes('seller_admin')} or ${adminStays(orgId, userId)}) returning user_id`.execute(tx);
  return rows.length > 0;
}

export async function deleteMember(tx: Tx, orgId: string, userId: string): Promise<boolean> {
  const { rows } = await sql`
    delete from memberships where org_id = ${orgId} and user_id = ${userId} and ${adminStays(orgId, userId)} returning user_id`.execute(tx);
  return rows.length > 0;
}

/** This person is no seller admin, or is not the only one. */
const adminStays = (orgId: string, userId: string) => sql`(not 'seller_admin' = any (roles) or exists (
  select 1 from memberships other where other.org_id = ${orgId} and other.user_id <> ${userId} and 'seller_admin' = any (other.roles)))`;

export interface MembershipRow {
  org_id: string;
  org_slug: string;
  org_name: string;
  roles: Role[];
}

export async function findMemberships(ex: Executor, userId: string): Promise<MembershipRow[]> {
  const { rows } = await sql<MembershipRow>`
    select m.org_id, o.slug as org_slug, o.name as org_name, m.roles
    from memberships m join organisations o on o.id = m.org_id where m.user_id = ${userId} order by o.name, o.id limit 200`.execute(ex);
  return rows;
}
