import type { Clock } from '#lib/clock.ts';
import type { Config } from '#platform/config.ts';
import type { Db, Executor } from '#platform/db.ts';
import type { Actors, Http } from '#platform/http.ts';
import type { Log } from '#platform/log.ts';
import type { SignalBus } from '#platform/signals.ts';
import { serveAccounts } from './accounts.routes.ts';
import { createActors } from './actors.ts';
import { createAuthCalls } from './auth.calls.ts';
import { serveAuth } from './auth.routes.ts';
import { createAuth } from './auth.ts';
import { createCookies } from './cookies.ts';
import { createOrganisations, type NewOrganisation, type OrganisationView } from './organisations.ts';
import { findPersonByEmail } from './people.sql.ts';
import { createRelations } from './relations.ts';
import { findRelationNow, type RelationNow } from './relations.sql.ts';
import { sweepEnded } from './sessions.sql.ts';
import { findCrewDevices, findKin, findOwners, findVisitorName } from './visitors.sql.ts';

export type { NewOrganisation, OrganisationView, RelationNow };

export interface NewPerson {
  email: string;
  password: string;
  name: string;
}

/** The accounts room: who somebody is, and what they may do where. See README.md for what it promises. */
export function createAccounts(needs: { db: Db; config: Config; log: Log; clock: Clock; signals: SignalBus }) {
  const { db, config, log, clock, signals } = needs;
  const cookies = createCookies({ secret: config.secret, secure: config.publicUrl.startsWith('https:') });
  const auth = createAuth({ db, config, log });
  const ask = createAuthCalls({ auth, publicUrl: config.publicUrl, cookies });
  const organisations = createOrganisations({ db, signals });
  const relations = createRelations({ db, clock });
  const actors: Actors = createActors({ db, clock, cookies });

  return {
    actors,
    routes(http: Http): void {
      serveAuth(http, { db, clock, cookies, ask, signals });
      serveAccounts(http, { db, clock, cookies, ask, organisations, relations });
    },

    /** @returns the organisation, or null */
    organisation: organisations.organisation,
    /** @returns the organisation, or null */
    organisationBySlug: organisations.organisationBySlug,
    /** Currency, VAT (21), delivery and return days have defaults. Refuses `name_taken` when the slug is in use. */
    createOrganisation: organisations.createOrganisation,
    /** Gives exactly these roles, whatever there was before. */
    grant: organisations.grant,
    /** `secondFactorWaived` is for the demo operator only. */
    makeOperator: organisations.makeOperator,

    /** For seeding and first start, where nobody is at a browser: no rules on the password. @returns the user id; the existing one when the email is known */
    async createPerson(input: NewPerson): Promise<string> {
      const known = await findPersonByEmail(db, input.email);
      if (known) return known.id;
      const context = await auth.$context;
      const person = await context.internalAdapter.createUser(
        { email: input.email.toLowerCase(), name: input.name, emailVerified: false },
        { method: 'email-password' },
      );
      await context.internalAdapter.linkAccount({
        userId: person.id,
        accountId: person.id,
        providerId: 'credential',
        password: await context.password.hash(input.password),
      });
      return person.id;
    },

    /** The name shown in chat: the one chosen on this device, else the account's, else null. */
    visitorName: (ex: Executor, visitorId: string): Promise<string | null> => findVisitorName(ex, visitorId),

    /** On this shop's side without working there; an affiliate when both. @returns null for nobody's */
    relationNow: (ex: Executor, orgId: string, userId: string): Promise<RelationNow | null> =>
      findRelationNow(ex, orgId, userId, new Date(clock.now())),

    /** By what else the person behind a device is known: their account, and its other devices. */
    kin: (ex: Executor, visitorId: string): Promise<{ userId: string | null; visitorIds: string[] }> => findKin(ex, visitorId),
    /** Whose devices these are, as far as somebody signed in on them; `crew` works for the organisation. */
    async owners(ex: Executor, orgId: string, visitorIds: readonly string[]): Promise<Map<string, { person: string; crew: boolean }>> {
      const rows = await findOwners(ex, orgId, visitorIds);
      return new Map(rows.map(({ visitor_id, user_id, crew }) => [visitor_id, { person: user_id, crew }]));
    },
    /** Devices of the people who work for these organisations: what is bought on them is no sale to the public. */
    crewDevices: async (ex: Executor, orgIds: readonly string[]): Promise<{ orgId: string; visitorId: string }[]> =>
      (await findCrewDevices(ex, orgIds)).map(({ org_id, visitor_id }) => ({ orgId: org_id, visitorId: visitor_id })),

    /** Deletes sessions and challenges that ended. @returns how many */
    sweep: (): Promise<number> => sweepEnded(db),
  };
}
export type Accounts = ReturnType<typeof createAccounts>;
