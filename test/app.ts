import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after } from 'node:test';
import { fileURLToPath } from 'node:url';
import type { Role } from '#contract/route.ts';
import type { Config } from '#platform/config.ts';
import { transact } from '#platform/db.ts';
import { createLog } from '#platform/log.ts';
import { freshDatabase } from '#platform/testing.ts';
import { testConfig } from '#platform/testing-config.ts';
import { compose } from '../src/server/compose.ts';

export const PASSWORD = 'paper lantern on the quay';

/** With a data folder of its own. */
export function appConfig(more: Partial<Config> = {}): Config {
  const dataDir = mkdtempSync(join(tmpdir(), 'etalage-app-'));
  after(() => rmSync(dataDir, { recursive: true, force: true }));
  return testConfig({ dataDir, rateLimitFactor: 10_000, ...more });
}

/** The whole shop on a fresh database, asked without a socket; nothing works in the background. */
export async function startApp(more: Partial<Config> = {}) {
  const database = await freshDatabase();
  const config = appConfig({ databaseUrl: database.url, ...more });
  const shop = await compose({
    config,
    log: createLog('silent'),
    database,
    distDir: fileURLToPath(new URL('../dist/web', import.meta.url)),
  });
  const { http, accounts, db } = shop;
  await http.app.ready();
  after(() => shop.close());

  let people = 0;
  return {
    http,
    accounts,
    db,
    config,
    /** A shop with its own admin. */
    async organisation(slug: string, secondFactorWaived = true): Promise<string> {
      const made = await accounts.createOrganisation(db, {
        slug,
        name: slug,
        legalName: slug,
        city: null,
        country: 'BE',
        currency: 'EUR',
        secondFactorWaived,
      });
      if (!made.ok) throw new Error(made.reason);
      return made.value.id;
    },
    /** Somebody signed in. @returns their cookies */
    async person(
      roles: Readonly<Record<string, readonly Exclude<Role, 'operator'>[]>> = {},
      options: { operator?: boolean } = {},
    ): Promise<string> {
      people += 1;
      const email = `person-${people}@example.com`;
      const userId = await accounts.createPerson({ email, password: PASSWORD, name: `Person ${people}` });
      await transact(db, async (tx) => {
        for (const [orgId, list] of Object.entries(roles)) await accounts.grant(tx, orgId, userId, list);
        if (options.operator) await accounts.makeOperator(tx, userId, { secondFactorWaived: true });
      });
      return signIn(http, email);
    },
    /** A device with a name and nobody signed in. @returns its cookies */
    async guest(): Promise<string> {
      const answer = await http.app.inject({ method: 'PUT', url: '/api/me/name', payload: { name: 'Guest' } });
      return cookiesOf(answer.headers['set-cookie']);
    },
  };
}
export type TestApp = Awaited<ReturnType<typeof startApp>>;

export async function signIn(http: TestApp['http'], email: string): Promise<string> {
  const answer = await http.app.inject({ method: 'POST', url: '/api/auth/sign-in/email', payload: { email, password: PASSWORD } });
  if (answer.statusCode !== 200) throw new Error(answer.body);
  return cookiesOf(answer.headers['set-cookie']);
}

const cookiesOf = (lines: string | string[] | undefined): string =>
  [lines ?? []]
    .flat()
    .map((line) => line.split(';', 1)[0])
    .join('; ');
