import { v7 as uuidv7 } from 'uuid';
import type { Role } from '#contract/route.ts';
import { done, type Outcome, refuse } from '#lib/outcome.ts';
import { afterCommit, attempt, type Db, type Executor, type Tx } from '#platform/db.ts';
import type { SignalBus } from '#platform/signals.ts';
import {
  changeOrganisation,
  changeRoles,
  deleteMember,
  findMember,
  findMembers,
  findOrganisation,
  findOrganisationBySlug,
  insertMember,
  insertOrganisation,
  lockOrganisation,
  type MemberRow,
  type OrganisationRow,
  upsertMember,
} from './organisations.sql.ts';
import { findPersonByEmail, upsertOperator } from './people.sql.ts';

export interface OrganisationView {
  id: string;
  slug: string;
  name: string;
  legalName: string;
  city: string | null;
  country: string;
  currency: string;
  vatPercent: number;
  shippingMinor: number;
  deliveryDays: number;
  returnDays: number;
  takesOrders: boolean;
  about: string;
  imageUrl: string | null;
  secondFactorWaived: boolean;
}
export type NewOrganisation = Pick<OrganisationView, 'slug' | 'name' | 'legalName' | 'city' | 'country' | 'currency'> &
  Partial<OrganisationView>;
export type OrganisationChange = Partial<Omit<OrganisationView, 'id' | 'slug' | 'currency' | 'secondFactorWaived'>>;

export interface MemberView {
  userId: string;
  name: string;
  email: string;
  roles: Role[];
  joinedAt: string;
  twoFactor: boolean;
}

/** The verbs on organisations and who works there. */
export function createOrganisations(needs: { db: Db; signals: SignalBus }) {
  const { db, signals } = needs;

  async function organisation(ex: Executor, orgId: string): Promise<OrganisationView | null> {
    const row = await findOrganisation(ex, orgId);
    return row ? view(row) : null;
  }

  async function organisationBySlug(ex: Executor, slug: string): Promise<OrganisationView | null> {
    const row = await findOrganisationBySlug(ex, slug);
    return row ? view(row) : null;
  }

  async function createOrganisation(ex: Executor, input: NewOrganisation): Promise<Outcome<OrganisationView, 'name_taken'>> {
    const row = await insertOrganisation(ex, {
      id: input.id ?? uuidv7(),
      slug: input.slug,
      name: input.name,
      legal_name: input.legalName,
      city: input.city,
      country: input.country,
      currency: input.currency,
      vat_percent: input.vatPercent ?? 21,
      shipping_minor: BigInt(input.shippingMinor ?? 0),
      delivery_days: input.deliveryDays ?? 3,
      return_days: input.returnDays ?? 14,
      takes_orders: input.takesOrders ?? true,
      about: input.about ?? '',
      image_url: input.imageUrl ?? null,
      second_factor_waived: input.secondFactorWaived ?? false,
    });
    return row ? done(view(row)) : refuse('name_taken');
  }

  /** Whoever opens a shop runs it, until others are added: an office needs somebody in it. */
  function openOrganisation(userId: string, input: NewOrganisation): Promise<Outcome<OrganisationView, 'name_taken'>> {
    return attempt(db, async (tx) => {
      const made = await createOrganisation(tx, input);
      if (made.ok) await upsertMember(tx, made.value.id, userId, ['seller_admin']);
      return made;
    });
  }

  async function updateOrganisation(orgId: string, change: OrganisationChange): Promise<Outcome<OrganisationView, 'not_found'>> {
    const row = await changeOrganisation(db, orgId, columnsOf(change));
    return row ? done(view(row)) : refuse('not_found');
  }

  async function members(orgId: string): Promise<MemberView[]> {
    return (await findMembers(db, orgId)).map(memberView);
  }

  /** The person must have an account: without mail there is nobody to invite. */
  function addMember(orgId: string, email: string, roles: readonly Role[]): Promise<Outcome<MemberView, 'already_member' | 'not_found'>> {
    return attempt(db, async (tx) => {
      const person = await findPersonByEmail(tx, email);
      if (!person) return refuse('not_found', { email });
      if (!(await insertMember(tx, orgId, person.id, unique(roles)))) return refuse('already_member');
      return memberOrGone(tx, orgId, person.id);
    });
  }

  function setRoles(orgId: string, userId: string, roles: readonly Role[]): Promise<Outcome<MemberView, 'last_admin' | 'not_found'>> {
    return attempt(db, async (tx) => {
      await lockOrganisation(tx, orgId);
      if (!(await findMember(tx, orgId, userId))) return refuse('not_found');
      if (!(await changeRoles(tx, orgId, userId, unique(roles)))) return refuse('last_admin');
      afterCommit(tx, () => signals.emit('rightsMoved', userId));
      return memberOrGone(tx, orgId, userId);
    });
  }

  function removeMember(orgId: string, userId: string): Promise<Outcome<void, 'last_admin' | 'not_found'>> {
    return attempt(db, async (tx) => {
      await lockOrganisation(tx, orgId);
      if (!(await findMember(tx, orgId, userId))) return refuse('not_found');
      afterCommit(tx, () => signals.emit('rightsMoved', userId));
      return (await deleteMember(tx, orgId, userId)) ? done(undefined) : refuse('last_admin');
    });
  }

  return {
    organisation,
    organisationBySlug,
    createOrganisation,
    openOrganisation,
    updateOrganisation,
    members,
    addMember,
    setRoles,
    removeMember,
    /** Gives exactly these roles, whatever there was. For seeding and first start; people use `addMember`. */
    grant: (tx: Tx, orgId: string, userId: string, roles: readonly Role[]) => upsertMember(tx, orgId, userId, unique(roles)),
    makeOperator: (tx: Tx, userId: string, options: { secondFactorWaived?: boolean } = {}) =>
      upsertOperator(tx, userId, options.secondFactorWaived ?? false),
  };
}

async function memberOrGone(ex: Executor, orgId: string, userId: string): Promise<Outcome<MemberView, 'not_found'>> {
  const row = await findMember(ex, orgId, userId);
  return row ? done(memberView(row)) : refuse('not_found');
}

const unique = <T>(items: readonly T[]): T[] => [...new Set(items)];

const view = (row: OrganisationRow): OrganisationView => ({
  id: row.id,
  slug: row.slug,
  name: row.name,
  legalName: row.legal_name,
  city: row.city,
  country: row.country,
  currency: row.currency,
  vatPercent: Number(row.vat_percent),
  // At most 100,000 (the table's check), so the float is exact.
  shippingMinor: Number(row.shipping_minor),
  deliveryDays: row.delivery_days,
  returnDays: row.return_days,
  takesOrders: row.takes_orders,
  about: row.about,
  imageUrl: row.image_url,
  secondFactorWaived: row.second_factor_waived,
});

const memberView = (row: MemberRow): MemberView => ({
  userId: row.user_id,
  name: row.name,
  email: row.email,
  roles: row.roles,
  joinedAt: row.joined_at.toISOString(),
  twoFactor: row.two_factor,
});

const COLUMNS = {
  name: 'name',
  legalName: 'legal_name',
  city: 'city',
  country: 'country',
  vatPercent: 'vat_percent',
  shippingMinor: 'shipping_minor',
  deliveryDays: 'delivery_days',
  returnDays: 'return_days',
  takesOrders: 'takes_orders',
  about: 'about',
  imageUrl: 'image_url',
} as const satisfies Record<keyof OrganisationChange, string>;

/** Only fields of the list reach SQL; what was not sent stays as it is. */
function columnsOf(change: OrganisationChange): Record<string, string | number | boolean | null> {
  const columns: Record<string, string | number | boolean | null> = {};
  for (const [field, column] of Object.entries(COLUMNS)) {
    const value = change[field as keyof OrganisationChange];
    if (value !== undefined) columns[column] = value;
  }
  return columns;
}
