import type { IncomingHttpHeaders } from 'node:http';
import { v7 as uuidv7 } from 'uuid';
import type { Role } from '#contract/route.ts';
import type { Clock } from '#lib/clock.ts';
import { createGather } from '#lib/gather.ts';
import { type Actor, INSTANCE } from '#platform/actor.ts';
import type { Db } from '#platform/db.ts';
import type { Actors } from '#platform/http.ts';
import { languageOf } from '#platform/problem.ts';
import { type ActorQuestion, type ActorRow, readActors } from './actors.sql.ts';
import type { Cookies } from './cookies.ts';
import { insertVisitor } from './visitors.sql.ts';

const NO_ROLES: ReadonlyMap<string, readonly Role[]> = new Map();

/** Turns cookies into an actor: no query for a stranger; everybody else is read with those who ask at the same time. */
export function createActors(needs: { db: Db; clock: Clock; cookies: Cookies }): Actors {
  const { db, clock, cookies } = needs;
  // Ten thousand taps in a second would otherwise be ten thousand round trips before the first is decided.
  const read = createGather<ActorQuestion, ActorRow>({
    ask: (asked) => readActors(db, asked, new Date(clock.now())),
    atOnce: 4,
    most: 200,
  });
  return {
    async resolve(headers: IncomingHttpHeaders): Promise<Actor> {
      const language = languageOf(headers);
      const visitorHash = cookies.readVisitor(headers.cookie);
      const sessionToken = cookies.readSession(headers.cookie);
      if (!visitorHash && !sessionToken) return { visitorId: null, name: null, user: null, roles: NO_ROLES, isOperator: false, language };
      const row = await read({ visitorHash, sessionToken });
      return { ...actorOf(row), language };
    },
    async welcome(actor) {
      const visitorId = uuidv7();
      const { tokenHash, setCookie } = cookies.newVisitor();
      await insertVisitor(db, visitorId, tokenHash, actor.user?.id ?? null);
      return { actor: { ...actor, visitorId }, setCookie };
    },
  };
}

function actorOf(row: ActorRow): Omit<Actor, 'language'> {
  const memberships = row.memberships ?? [];
  return {
    visitorId: row.visitor_id,
    name: row.visitor_name ?? row.name,
    user: row.user_id === null ? null : { id: row.user_id, email: row.email ?? '', name: row.name ?? '' },
    roles: new Map(memberships.map((membership) => [membership.orgId, membership.roles])),
    isOperator: row.operator_waived !== null,
    secondFactorDue: row.second_factor === false ? new Set(dueScopes(row)) : new Set(),
  };
}

function dueScopes(row: ActorRow): string[] {
  const orgs = (row.memberships ?? []).filter((membership) => !membership.waived).map((membership) => membership.orgId);
  return row.operator_waived === false ? [...orgs, INSTANCE] : orgs;
}
