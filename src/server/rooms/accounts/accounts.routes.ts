import type { FastifyReply, FastifyRequest } from 'fastify';
import { accountsRoutes } from '#contract/accounts.ts';
import type { Clock } from '#lib/clock.ts';
import { done, refuse } from '#lib/outcome.ts';
import type { Actor } from '#platform/actor.ts';
import type { Db } from '#platform/db.ts';
import type { Http } from '#platform/http.ts';
import type { AskAuth } from './auth.calls.ts';
import { chatName } from './chat-name.ts';
import type { Cookies } from './cookies.ts';
import type { createOrganisations } from './organisations.ts';
import { findMemberships } from './organisations.sql.ts';
import { findFactors, keepCalm } from './people.sql.ts';
import type { createRelations } from './relations.ts';
import { isProlongDue } from './sessions.sql.ts';
import { nameVisitor } from './visitors.sql.ts';

export function serveAccounts(
  http: Http,
  needs: {
    db: Db;
    clock: Clock;
    cookies: Cookies;
    ask: AskAuth;
    organisations: ReturnType<typeof createOrganisations>;
    relations: ReturnType<typeof createRelations>;
  },
): void {
  const { db, clock, cookies, ask, organisations, relations } = needs;

  async function memberships(userId: string) {
    const rows = await findMemberships(db, userId);
    return rows.map((row) => ({ orgId: row.org_id, orgSlug: row.org_slug, orgName: row.org_name, roles: row.roles }));
  }

  async function me(actor: Actor) {
    const common = { visitorId: actor.visitorId, name: actor.name, isOperator: actor.isOperator, language: actor.language };
    if (!actor.user) return { ...common, user: null, memberships: [], calm: null };
    const factors = await findFactors(db, actor.user.id);
    return {
      ...common,
      user: { ...actor.user, twoFactor: factors.two_factor, passkeys: factors.passkeys },
      memberships: await memberships(actor.user.id),
      calm: factors.calm,
    };
  }

  /** Every page asks who I am, so this is where a session in use is prolonged: once a day, by better-auth. */
  async function prolong(request: FastifyRequest, reply: FastifyReply): Promise<void> {
    const token = cookies.readSession(request.headers.cookie);
    if (token && (await isProlongDue(db, token, new Date(clock.now())))) await ask(request, reply, '/get-session');
  }

  http.serve(accountsRoutes.me, async ({ actor, request, reply }) => {
    if (actor.user) await prolong(request, reply);
    return done(await me(actor));
  });

  http.serve(accountsRoutes.setName, async ({ actor, body }) => {
    const name = chatName(body.name);
    if (name === null) return refuse('line_refused');
    await nameVisitor(db, actor.visitorId!, name);
    return done(await me({ ...actor, name }));
  });

  http.serve(accountsRoutes.setLanguage, async ({ actor, body, reply }) => {
    reply.header('set-cookie', cookies.language(body.language));
    return done(await me({ ...actor, language: body.language }));
  });

  http.serve(accountsRoutes.setCalm, async ({ actor, body }) => {
    await keepCalm(db, actor.user!.id, body.calm);
    return done(await me(actor));
  });

  http.serve(accountsRoutes.myOrgs, async ({ actor }) => done({ items: await memberships(actor.user!.id) }));

  http.serve(accountsRoutes.createOrg, ({ actor, body }) => organisations.openOrganisation(actor.user!.id, body));

  http.serve(accountsRoutes.getOrg, async ({ params }) => {
    const organisation = await organisations.organisation(db, params.orgId);
    return organisation ? done(organisation) : refuse('not_found');
  });

  http.serve(accountsRoutes.updateOrg, ({ params, body }) => organisations.updateOrganisation(params.orgId, body));

  http.serve(accountsRoutes.listMembers, async ({ params }) => done({ items: await organisations.members(params.orgId) }));

  http.serve(accountsRoutes.addMember, ({ params, body }) => organisations.addMember(params.orgId, body.email, body.roles));

  http.serve(accountsRoutes.setRoles, ({ params, body }) => organisations.setRoles(params.orgId, params.userId, body.roles));

  http.serve(accountsRoutes.removeMember, ({ params }) => organisations.removeMember(params.orgId, params.userId));

  http.serve(accountsRoutes.relations, async ({ params }) => done({ items: await relations.list(params.orgId) }));

  http.serve(accountsRoutes.addRelation, ({ actor, params, body }) => relations.add(params.orgId, actor.user!.id, body));

  http.serve(accountsRoutes.endRelation, ({ actor, params }) => relations.end(params.orgId, params.relationId, actor.user!.id));
}
