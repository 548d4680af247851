import { EventEmitter } from 'node:events';
import { v7 as uuidv7 } from 'uuid';
import type { ProductCard } from '#contract/catalog.ts';
import type { Role } from '#contract/route.ts';
import type { Offer } from '#contract/shows.ts';
import { systemClock } from '#lib/clock.ts';
import { done, refuse } from '#lib/outcome.ts';
import type { Actor } from '#platform/actor.ts';
import { type Database, transact } from '#platform/db.ts';
import { createEvents } from '#platform/events.ts';
import { createHttp } from '#platform/http.ts';
import { createIdempotencyStore } from '#platform/idempotency.ts';
import { createJobs } from '#platform/jobs.ts';
import { createLog } from '#platform/log.ts';
import { createSignals } from '#platform/signals.ts';
import { createAccounts } from '#rooms/accounts/index.ts';
import type { Media, MediaNews, StreamFacts } from '#rooms/media/index.ts';
import { createRecord } from '#rooms/record/index.ts';
import { createShows } from './index.ts';

const config = {
  port: 0,
  host: '127.0.0.1',
  publicUrl: 'http://localhost:4000',
  databaseUrl: '',
  dataDir: '',
  testbankPort: 0,
  demo: false,
  logLevel: 'silent',
  rateLimitFactor: 1000,
  secret: 'a1b2c3d4'.repeat(8),
} as const;

/**
 * A shop with a real database, accounts, record and shows. What would need cameras or a catalogue of its own is
 * small and in memory: products that exist, prices that start once, a picture that a test switches on and off.
 */
export async function createTestShop(database: Database, options: { onHttp?: (shop: TestShop) => void } = {}) {
  const { db, pool } = database;
  let skewMs = 0;
  const clock = { now: () => systemClock.now() + skewMs };
  const log = createLog('silent');
  const signals = createSignals();
  const jobs = createJobs({ pool, log });
  const events = createEvents({ jobs });
  const accounts = createAccounts({ db, config, log, clock });
  const record = createRecord({ signals, clock });
  const catalog = createTestCatalog();
  const media = createTestMedia();
  const shows = createShows({ db, accounts, catalog, offers: createTestOffers(), media, record, events, jobs, clock, log });

  const people = new Map<string, Actor>();
  const http = await createHttp({
    config,
    log,
    actors: {
      async resolve(headers) {
        return people.get(String(headers['x-test-person'] ?? headers.cookie?.replace('person=', '') ?? '')) ?? NOBODY;
      },
      welcome: async (actor) => ({ actor: { ...actor, visitorId: uuidv7() }, setCookie: null }),
    },
    idempotency: createIdempotencyStore(db),
  });
  const orgId = uuidv7();
  await transact(db, (tx) =>
    accounts.createOrganisation(tx, {
      id: orgId,
      slug: `shop-${orgId.slice(-8)}`,
      name: 'Atelier Vuur',
      legalName: 'Atelier Vuur BV',
      city: 'Ghent',
      country: 'BE',
      currency: 'EUR',
    }),
  );

  const shop = {
    ...{ db, pool, config, clock, log, signals, jobs, events, accounts, record, catalog, media, shows, http, orgId },
    wait(ms: number) {
      skewMs += ms;
    },
    /** Somebody who can be sent as `x-test-person`. */
    person(name: string, roles: readonly Role[] = [], chatName: string | null = name): Actor {
      const actor: Actor = {
        ...NOBODY,
        visitorId: uuidv7(),
        name: chatName,
        user: roles.length > 0 ? { id: name, email: `${name}@example.org`, name } : null,
        roles: new Map(roles.length > 0 ? [[orgId, roles]] : []),
      };
      people.set(name, actor);
      return actor;
    },
    async call(person: string, method: 'GET' | 'POST' | 'PUT' | 'DELETE', url: string, payload?: object) {
      const answer = await http.app.inject({ method, url, headers: { 'x-test-person': person }, ...(payload ? { payload } : {}) });
      return { status: answer.statusCode, body: answer.body === '' ? null : answer.json() };
    },
    /** A show with two products on its shelf. */
    async newShow(input: { live?: boolean } = {}) {
      const products = [catalog.add(orgId, 'Blued-steel pan'), catalog.add(orgId, 'Salt mill')];
      const showId = await transact(db, (tx) =>
        shows.createShow(tx, orgId, {
          title: 'Pans that last',
          description: '',
          language: 'en',
          hostName: 'Marit',
          disclosure: { kind: 'own_goods', text: '' },
          isSynthetic: false,
          startsAt: null,
        }),
      );
      await shows.setShelf(
        orgId,
        showId,
        products.map((product) => product.id),
      );
      if (input.live) await shows.goLive(orgId, showId);
      return { showId, products, streamId: (await shows.facts(db, showId))!.streamId };
    },
    async kinds(showId: string): Promise<string[]> {
      return (await record.read(db, showId, 0, 500)).map((event) => event.k);
    },
  };
  shows.routes(http);
  options.onHttp?.(shop);
  return shop;
}
export type TestShop = Awaited<ReturnType<typeof createTestShop>>;

const NOBODY: Actor = {
  visitorId: null,
  name: null,
  user: null,
  roles: new Map(),
  isOperator: false,
  secondFactorDue: new Set(),
  language: 'en',
};

function createTestCatalog() {
  const products = new Map<string, ProductCard & { orgId: string }>();
  return {
    add(orgId: string, title: string): ProductCard {
      const id = uuidv7();
      const price = { minor: 7900, currency: 'EUR' };
      const facts = { price, since: new Date(0).toISOString(), was: null, percentOff: null, lowest30: price };
      const variant = { id: uuidv7(), sku: id, title: 'Default', options: [], facts, left: 60, imageId: null };
      const product: ProductCard & { orgId: string } = {
        ...{ id, orgId, title, handle: `p-${id}`, vendor: '', image: null, options: [], variants: [variant] },
        category: 'general',
        paper: 'sand',
        passportScore: 80,
      };
      products.set(id, product);
      return product;
    },
    cards: async (_ex: unknown, ids: readonly string[]) => ids.flatMap((id) => products.get(id) ?? []),
    productIdsOfOrg: async (_ex: unknown, orgId: string) =>
      [...products.values()].filter((product) => product.orgId === orgId).map((product) => product.id),
    async variant(_ex: unknown, variantId: string) {
      const product = [...products.values()].find((candidate) => candidate.variants[0]!.id === variantId);
      return product ? { productId: product.id, orgId: product.orgId } : null;
    },
  };
}

function createTestOffers() {
  const running = new Map<string, Offer>();
  return {
    async start(_tx: unknown, wish: { variantId: string; priceMinor: number; lastsSeconds: number; limitPerBuyer: number | null }) {
      if (running.has(wish.variantId)) return refuse('conflict');
      const startsAt = Date.now();
      const offer: Offer = {
        id: uuidv7(),
        variantId: wish.variantId,
        price: { minor: wish.priceMinor, currency: 'EUR' },
        startsAt: new Date(startsAt).toISOString(),
        endsAt: new Date(startsAt + wish.lastsSeconds * 1000).toISOString(),
        limitPerBuyer: wish.limitPerBuyer,
        state: 'running',
      };
      running.set(wish.variantId, offer);
      return done(offer);
    },
    forVariants: async (_ex: unknown, ids: readonly string[]) => ids.flatMap((id) => running.get(id) ?? []),
  };
}

function createTestMedia() {
  const news = new EventEmitter<MediaNews>();
  const facts = new Map<string, StreamFacts>();
  const counts = new Map<string, ReturnType<Media['audience']>>();
  const closed = new Set<string>();
  return {
    closed,
    counts,
    say(streamId: string, state: StreamFacts['state'], generation: number) {
      facts.set(streamId, { state, generation });
      news.emit('picture', { streamId, state, generation });
    },
    record(streamId: string, n: number, startsAtMs: number, durationMs: number) {
      news.emit('segment', { streamId, segment: { n, sha256: String(n).padStart(64, '0'), startsAtMs, durationMs } });
    },
    forget: (streamId: string) => facts.set(streamId, { state: 'none', generation: (facts.get(streamId)?.generation ?? 0) + 1 }),
    async openStream(streamId: string) {
      if (!facts.has(streamId)) facts.set(streamId, { state: 'none', generation: 1 });
      return facts.get(streamId)!;
    },
    async closeStream(streamId: string) {
      facts.delete(streamId);
      closed.add(streamId);
    },
    issueTicket: async (streamId: string) => ({
      ticket: 'ticket_x',
      expiresAt: new Date(Date.now() + 60_000),
      whipUrl: `/whip/${streamId}`,
    }),
    rotateKey: async (streamId: string) => done({ key: 'key_x', whipUrl: `/whip/${streamId}` }),
    encoder: async (streamId: string) => ({ whipUrl: `/whip/${streamId}`, hasKey: false, keyRotatedAt: null }),
    facts: (streamId: string) => facts.get(streamId) ?? { state: 'none' as const, generation: 0 },
    audience: (streamId: string) => counts.get(streamId) ?? { watching: 0, direct: 0, hls: 0, notYet: 0 },
    replay: async (streamId: string) => (closed.has(streamId) ? { url: `/replay/${streamId}/index.m3u8`, folder: '' } : null),
    on<K extends keyof MediaNews>(name: K, listener: (...told: MediaNews[K]) => void) {
      news.on(name, listener as never);
      return () => void news.off(name, listener as never);
    },
  };
}
