import { z } from 'zod';
import { Id, Instant, Language, Slug } from './common.ts';
import { anyone, EVERY_STAFF_ROLE, member, operator, ROLES, route, staff, visitor } from './route.ts';

/** Sign-up, sign-in, passkeys, codes and the list of sessions are in `auth.ts`. */
export const RoleName = z.enum(ROLES);

export const Membership = z.object({ orgId: Id, orgSlug: Slug, orgName: z.string(), roles: z.array(RoleName) }).meta({ id: 'Membership' });

export const Me = z
  .object({
    /** Opaque; the same person keeps it over visits on this device. Null until the first `visitor` call. */
    visitorId: Id.nullable(),
    /** The name shown in chat; null until chosen. */
    name: z.string().nullable(),
    user: z.object({ id: z.string(), email: z.string(), name: z.string(), twoFactor: z.boolean(), passkeys: z.int() }).nullable(),
    memberships: z.array(Membership),
    isOperator: z.boolean(),
    language: Language,
    /** Shows without countdowns, hearts and moving chat, on every device; null until a signed-in person chose. */
    calm: z.boolean().nullable(),
  })
  .meta({ id: 'Me' });
export type Me = z.infer<typeof Me>;

export const Organisation = z
  .object({
    id: Id,
    slug: Slug,
    name: z.string(),
    legalName: z.string(),
    city: z.string().nullable(),
    country: z.string().length(2),
    currency: z.string().length(3),
    vatPercent: z.number().min(0).max(40),
    /** Flat delivery price per order, VAT included. */
    shippingMinor: z.int().min(0).max(100_000),
    /** "With you" promise: working days until delivered. */
    deliveryDays: z.int().min(0).max(60),
    returnDays: z.int().min(14).max(365),
    takesOrders: z.boolean(),
    about: z.string().max(2000),
    imageUrl: z.string().nullable(),
    /** Staff may work here without a second step. Only the demo shop; nobody can switch it on over the API. */
    secondFactorWaived: z.boolean(),
  })
  .meta({ id: 'Organisation' });
export type Organisation = z.infer<typeof Organisation>;

export const Member = z
  .object({ userId: z.string(), name: z.string(), email: z.string(), roles: z.array(RoleName), joinedAt: Instant, twoFactor: z.boolean() })
  .meta({ id: 'Member' });

/** On a shop's side without working there: an affiliate is paid when people buy, a sample was given for nothing. */
export const RELATIONS = ['affiliate', 'sample'] as const;
export const Relation = z
  .object({
    id: Id,
    userId: z.string(),
    name: z.string(),
    email: z.string(),
    kind: z.enum(RELATIONS),
    /** What they get. Everybody can read it beside their name. */
    about: z.string(),
    note: z.string(),
    since: Instant,
    /** When it ended; null while it holds. */
    until: Instant.nullable(),
    addedBy: z.string(),
    endedBy: z.string().nullable(),
  })
  .meta({ id: 'Relation' });

const OrgParams = z.object({ orgId: Id });
const NewOrganisation = Organisation.pick({ slug: true, name: true, legalName: true, city: true, country: true, currency: true });

export const accountsRoutes = {
  me: route({ method: 'GET', path: '/api/me', access: anyone, summary: 'Who I am here', response: Me }),
  setName: route({
    method: 'PUT',
    path: '/api/me/name',
    access: visitor,
    summary: 'Choose the name shown in chat',
    body: z.object({ name: z.string().trim().min(1).max(40) }),
    response: Me,
    refuses: ['line_refused'],
  }),
  setLanguage: route({
    method: 'PUT',
    path: '/api/me/language',
    access: visitor,
    summary: 'Choose a language',
    body: z.object({ language: Language }),
    response: Me,
  }),
  setCalm: route({
    method: 'PUT',
    path: '/api/me/calm',
    access: member,
    summary: 'Remember calm mode for all my devices',
    body: z.object({ calm: z.boolean() }),
    response: Me,
  }),
  createOrg: route({
    method: 'POST',
    path: '/api/orgs',
    access: operator,
    summary: 'Open an organisation',
    body: NewOrganisation,
    response: Organisation,
    refuses: ['name_taken'],
  }),
  getOrg: route({
    method: 'GET',
    path: '/api/orgs/:orgId',
    access: staff(...EVERY_STAFF_ROLE),
    summary: 'The organisation',
    params: OrgParams,
    response: Organisation,
  }),
  updateOrg: route({
    method: 'PATCH',
    path: '/api/orgs/:orgId',
    access: staff('seller_admin', 'operator'),
    summary: 'Change the organisation',
    params: OrgParams,
    /** Not the currency: every price of the shop is written in it. */
    body: Organisation.omit({ id: true, slug: true, currency: true, secondFactorWaived: true }).partial(),
    response: Organisation,
  }),
  listMembers: route({
    method: 'GET',
    path: '/api/orgs/:orgId/members',
    access: staff('seller_admin', 'producer', 'operator'),
    summary: 'People and roles',
    params: OrgParams,
    response: z.object({ items: z.array(Member) }),
  }),
  addMember: route({
    method: 'POST',
    path: '/api/orgs/:orgId/members',
    access: staff('seller_admin', 'operator'),
    summary: 'Give a registered person a role',
    params: OrgParams,
    body: z.object({ email: z.email(), roles: z.array(RoleName.exclude(['operator'])).min(1) }),
    response: Member,
    refuses: ['already_member'],
  }),
  setRoles: route({
    method: 'PUT',
    path: '/api/orgs/:orgId/members/:userId',
    access: staff('seller_admin', 'operator'),
    summary: 'Change roles',
    params: OrgParams.extend({ userId: z.string().max(64) }),
    body: z.object({ roles: z.array(RoleName.exclude(['operator'])).min(1) }),
    response: Member,
    refuses: ['last_admin'],
  }),
  removeMember: route({
    method: 'DELETE',
    path: '/api/orgs/:orgId/members/:userId',
    access: staff('seller_admin', 'operator'),
    summary: 'Remove a person',
    params: OrgParams.extend({ userId: z.string().max(64) }),
    refuses: ['last_admin'],
  }),
  relations: route({
    method: 'GET',
    path: '/api/orgs/:orgId/relations',
    access: staff('seller_admin', 'producer', 'moderator', 'operator'),
    summary: 'Affiliates and people who got samples, with those of the past; the newest first',
    params: OrgParams,
    response: z.object({ items: z.array(Relation).max(500) }),
  }),
  addRelation: route({
    method: 'POST',
    path: '/api/orgs/:orgId/relations',
    access: staff('seller_admin', 'operator'),
    summary: 'Label a registered person in the chat of every show of this shop',
    params: OrgParams,
    body: z.object({
      email: z.email(),
      kind: z.enum(RELATIONS),
      about: z.string().trim().min(1).max(80),
      note: z.string().trim().max(300).default(''),
    }),
    response: Relation,
    refuses: ['not_found', 'relation_holds'],
  }),
  endRelation: route({
    method: 'DELETE',
    path: '/api/orgs/:orgId/relations/:relationId',
    access: staff('seller_admin', 'operator'),
    summary: 'End it. What was said under its label keeps it',
    params: OrgParams.extend({ relationId: Id }),
    refuses: ['not_found'],
  }),
  /** Requires `member` only to be reachable from the account page; answers with the caller's own rows. */
  myOrgs: route({
    method: 'GET',
    path: '/api/me/orgs',
    access: member,
    summary: 'Organisations I belong to',
    response: z.object({ items: z.array(Membership) }),
  }),
};
