import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after } from 'node:test';
import { v7 as uuidv7 } from 'uuid';
import type { Role } from '#contract/route.ts';
import { systemClock } from '#lib/clock.ts';
import type { Actor } from '#platform/actor.ts';
import { createEvents } from '#platform/events.ts';
import { createHttp } from '#platform/http.ts';
import { createIdempotencyStore } from '#platform/idempotency.ts';
import { createJobs } from '#platform/jobs.ts';
import { createLog } from '#platform/log.ts';
import { freshDatabase } from '#platform/testing.ts';
import { createSignals } from '#platform/signals.ts';
import { createAccounts } from '#rooms/accounts/index.ts';
import { createStock } from '#rooms/stock/index.ts';
import { createCatalog, type CatalogNeeds } from './index.ts';
import { testConfig } from '#platform/testing-config.ts';

/** A shop with its catalog on a fresh database, a clock that the test owns, and people who call by header. */
export async function openTestCatalog(more: Partial<CatalogNeeds> = {}) {
  // Hooks run in the order in which they were made: what uses the database ends before the database goes.
  const closing: (() => unknown)[] = [];
  after(async () => {
    for (const close of closing) await close();
  });
  const database = await freshDatabase();
  const { db } = database;
  const files = mkdtempSync(join(tmpdir(), 'etalage-catalog-'));
  closing.push(() => rmSync(files, { recursive: true, force: true }));
  const config = testConfig({ dataDir: files });
  const log = createLog('silent');
  let skewMs = 0;
  const clock = { now: () => systemClock.now() + skewMs };
  const signals = createSignals();
  const accounts = createAccounts({ db, config, log, clock, signals });
  const jobs = createJobs({ pool: database.pool, log });
  const events = createEvents({ jobs });
  const stock = createStock({ db, signals, log });
  const catalog = createCatalog({ db, accounts, events, jobs, stock, filesDir: files, clock, log, config, ...more });
  const actors = {
    resolve: async (headers: Record<string, unknown>) => actorOf(String(headers['x-test-roles'] ?? '')),
    welcome: async (actor: Actor) => ({ actor, setCookie: null }),
  };
  const http = await createHttp({ config, log, actors, idempotency: createIdempotencyStore(db) });
  catalog.routes(http);
  await http.app.ready();
  closing.push(
    () => http.close(),
    () => jobs.stop(),
  );

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
    stockTable: 'stock',
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
