import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after } from 'node:test';
import { sql } from 'kysely';
import { v7 as uuidv7 } from 'uuid';
import type { Role } from '#contract/route.ts';
import { systemClock } from '#lib/clock.ts';
import type { Actor } from '#platform/actor.ts';
import { transact } from '#platform/db.ts';
import { createEvents } from '#platform/events.ts';
import { createHttp } from '#platform/http.ts';
import { createIdempotencyStore } from '#platform/idempotency.ts';
import { createJobs } from '#platform/jobs.ts';
import { createLog } from '#platform/log.ts';
import { freshDatabase } from '#platform/testing.ts';
import { createAccounts } from '#rooms/accounts/index.ts';
import { createCatalog, type CatalogNeeds } from './index.ts';
import type { StockDoor } from './stock-door.ts';

/** A shop with its catalog on a fresh database, a clock that the test owns, and people who call by header. */
export async function openTestCatalog(more: Partial<CatalogNeeds> = {}) {
  const database = await freshDatabase();
  const { db } = database;
  const files = mkdtempSync(join(tmpdir(), 'etalage-catalog-'));
  after(() => rmSync(files, { recursive: true, force: true }));
  const config = {
    port: 0,
    host: '127.0.0.1',
    publicUrl: 'http://localhost:4000',
    databaseUrl: '',
    dataDir: files,
    testbankPort: 0,
    demo: false,
    logLevel: 'silent',
    rateLimitFactor: 1000,
    secret: 'a1b2c3d4'.repeat(8),
  } as const;
  const log = createLog('silent');
  let skewMs = 0;
  const clock = { now: () => systemClock.now() + skewMs };
  const accounts = createAccounts({ db, config, log, clock });
  const jobs = createJobs({ pool: database.pool, log });
  const events = createEvents({ jobs });
  const stock = await createTestStock(db);
  const catalog = createCatalog({ db, accounts, events, jobs, stock, filesDir: files, clock, log, config, ...more });
  const actors = {
    resolve: async (headers: Record<string, unknown>) => actorOf(String(headers['x-test-roles'] ?? '')),
    welcome: async (actor: Actor) => ({ actor, setCookie: null }),
  };
  const http = await createHttp({ config, log, actors, idempotency: createIdempotencyStore(db) });
  catalog.routes(http);
  await http.app.ready();
  after(() => http.close());

  async function newShop(slug = `shop-${uuidv7().slice(-8)}`): Promise<string> {
    const made = await accounts.createOrganisation(db, {
      slug,
      name: 'Atelier Vuur',
      legalName: 'Atelier Vuur BV',
      city: 'Ghent',
      country: 'BE',
      currency: 'EUR',
    });
    if (!made.ok) throw new Error(made.reason);
    return made.value.id;
  }

  /** A person with roles in one shop. */
  const as = (orgId: string, ...roles: Role[]) => {
    const headers = { 'x-test-roles': `${orgId}:${roles.join(',')}`, host: 'localhost:4000' };
    return async (method: 'GET' | 'POST' | 'PUT' | 'DELETE', url: string, payload?: object | Buffer, type?: string) => {
      const answer = await http.app.inject({
        method,
        url,
        headers: { ...headers, ...(type ? { 'content-type': type } : {}) },
        ...(payload === undefined ? {} : { payload }),
      });
      const json = /json/.test(String(answer.headers['content-type']));
      return { status: answer.statusCode, body: json ? answer.json() : null, headers: answer.headers, bytes: answer.rawPayload };
    };
  };

  return {
    ...database,
    catalog,
    clock,
    files,
    jobs,
    events,
    stock,
    stockTable: 'stock_for_tests',
    http,
    newShop,
    as,
    passDays(days: number) {
      skewMs += days * 24 * 60 * 60 * 1000;
    },
  };
}

function actorOf(header: string): Actor {
  const [orgId = '', roles = ''] = header.split(':');
  const user = orgId ? { id: 'tester', email: 'tester@shop.example', name: 'Tester' } : null;
  return {
    visitorId: null,
    name: null,
    user,
    roles: new Map(orgId ? [[orgId, roles.split(',') as Role[]]] : []),
    isOperator: false,
    language: 'en',
  };
}

/** Levels kept in a real table by the same statements' shape as the stock room's. */
async function createTestStock(db: Parameters<typeof transact>[0]): Promise<StockDoor> {
  await sql`create table stock_for_tests (variant_id uuid primary key, available int not null default 0, price_minor bigint, open boolean)`.execute(
    db,
  );
  return {
    async setTerms(tx, terms) {
      const rows = terms.map((term) => ({ ...term, priceMinor: String(term.priceMinor), open: term.open ?? true }));
      await sql`
        insert into stock_for_tests (variant_id, price_minor, open)
        select * from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r ("variantId" uuid, "priceMinor" bigint, open boolean)
        on conflict (variant_id) do update set price_minor = excluded.price_minor, open = excluded.open`.execute(tx);
    },
    async setUnits(tx, units) {
      await sql`
        insert into stock_for_tests (variant_id, available)
        select * from jsonb_to_recordset(${JSON.stringify(units)}::jsonb) as r ("variantId" uuid, available int)
        on conflict (variant_id) do update set available = excluded.available`.execute(tx);
    },
    async levels(ex, variantIds) {
      const { rows } = await sql<{ variant_id: string; available: number }>`
        select variant_id, available from stock_for_tests where variant_id = any (${variantIds})`.execute(ex);
      return new Map(rows.map((row) => [row.variant_id, { available: row.available, held: 0, sold: 0 }]));
    },
  };
}
