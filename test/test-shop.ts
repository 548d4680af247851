import { EventEmitter } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after } from 'node:test';
import { v7 as uuidv7 } from 'uuid';
import { type ProductCard, ProductInput } from '#contract/catalog.ts';
import type { Role } from '#contract/route.ts';
import { systemClock } from '#lib/clock.ts';
import { done, refuse } from '#lib/outcome.ts';
import type { Actor } from '#platform/actor.ts';
import { createBus } from '#platform/bus/index.ts';
import { type Database, transact } from '#platform/db.ts';
import { createEvents } from '#platform/events.ts';
import { type Actors, createHttp } from '#platform/http.ts';
import { createIdempotencyStore } from '#platform/idempotency.ts';
import { createJobs } from '#platform/jobs.ts';
import { createLog } from '#platform/log.ts';
import { createSignals } from '#platform/signals.ts';
import { createAccounts } from '#rooms/accounts/index.ts';
import type { Media, MediaNews, RecordingStop, StageState, StreamFacts } from '#rooms/media/index.ts';
import { timelineOf } from '#rooms/media/timeline.ts';
import { createCaptions } from '#rooms/captions/index.ts';
import { createCatalog } from '#rooms/catalog/index.ts';
import { createOffers } from '#rooms/offers/index.ts';
import { createRecord } from '#rooms/record/index.ts';
import { createStock } from '#rooms/stock/index.ts';
import { createShows } from '#rooms/shows/index.ts';
import { testConfig } from '#platform/testing-config.ts';

const config = testConfig();

/**
 * A shop of real rooms on a real database. Only media stands in memory: a test switches the picture on and off
 * instead of holding a camera.
 */
export async function createTestShop(database: Pick<Database, 'db' | 'pool'>, options: { realPeople?: boolean } = {}) {
  const { db, pool } = database;
  let skewMs = 0;
  const clock = { now: () => systemClock.now() + skewMs };
  const log = createLog('silent');
  const signals = createSignals();
  const jobs = createJobs({ pool, log });
  const events = createEvents({ jobs });
  const accounts = createAccounts({ db, config, log, clock, signals });
  const record = createRecord({ signals, clock });
  const stock = createStock({ db, signals, log });
  const filesDir = mkdtempSync(join(tmpdir(), 'etalage-shop-'));
  after(() => rmSync(filesDir, { recursive: true, force: true }));
  const catalog = createCatalog({ db, stock, accounts, events, jobs, config, log, clock, filesDir });
  const offers = createOffers({ db, stock, catalog });
  const media = createTestMedia();
  const shows = createShows({ db, accounts, catalog, offers, media, record, events, jobs, clock, log });

  const captions = createCaptions({ db, shows, record, media, clock });

  const people = new Map<string, Actor>();
  const named: Actors = {
    async resolve(headers) {
      return people.get(String(headers['x-test-person'] ?? headers.cookie?.replace('person=', '') ?? '')) ?? NOBODY;
    },
    welcome: async (actor) => ({ actor: { ...actor, visitorId: uuidv7() }, setCookie: null }),
  };
  // A test names people by a header or a cookie; one that is about cookies takes them as they are.
  const actors = options.realPeople ? accounts.actors : named;
  const http = await createHttp({
    config,
    log,
    actors,
    idempotency: createIdempotencyStore(db),
  });
  const orgId = uuidv7();
  await newOrganisation(orgId);
  async function newOrganisation(id: string) {
    await transact(db, (tx) =>
      accounts.createOrganisation(tx, {
        id,
        slug: `shop-${id.slice(-8)}`,
        name: 'Atelier Vuur',
        legalName: 'Atelier Vuur BV',
        city: 'Ghent',
        country: 'BE',
        currency: 'EUR',
      }),
    );
  }

  /** @param ofOrg another organisation is made when it is not the shop's own */
  async function newProduct(title: string, ofOrg = orgId): Promise<ProductCard> {
    if (ofOrg !== orgId) await newOrganisation(ofOrg);
    const input = ProductInput.parse({
      title,
      handle: `p-${uuidv7()}`,
      variants: [{ sku: uuidv7(), options: [], priceMinor: 7900, left: 60 }],
    });
    const made = await catalog.createProduct(ofOrg, input);
    if (!made.ok) throw new Error(made.reason);
    const [card] = await catalog.cards(db, [made.value.id]);
    return card!;
  }

  const shop = {
    db,
    pool,
    config,
    clock,
    log,
    signals,
    bus: createBus({ carrier: null, secret: config.secret }),
    /** By the name that a test sends; who is put here anew has signed out or changed. */
    people,
    jobs,
    events,
    accounts,
    actors,
    record,
    catalog,
    stock,
    offers,
    media,
    shows,
    captions,
    http,
    orgId,
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
    newProduct,
    /** A show with two products on its shelf. */
    async newShow(input: { live?: boolean } = {}) {
      const products = [await newProduct('Blued-steel pan'), await newProduct('Salt mill')];
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
      // News of the catalogue comes by a job, so at any moment; tests that are about it read the record.
      return (await record.read(db, showId, 0, 500)).map((event) => event.k).filter((kind) => kind !== 'shelf' && kind !== 'price');
    },
  };
  if (options.realPeople) accounts.routes(http);
  shows.routes(http);
  captions.routes(http);
  return shop;
}
export type TestShop = Awaited<ReturnType<typeof createTestShop>>;

const NOBODY_WATCHES = { watching: 0, direct: 0, hls: 0, notYet: 0, crew: 0, secondDevices: 0 };
const NOBODY: Actor = {
  visitorId: null,
  name: null,
  user: null,
  roles: new Map(),
  isOperator: false,
  secondFactorDue: new Set(),
  language: 'en',
};

function createTestMedia() {
  const news = new EventEmitter<MediaNews>();
  const facts = new Map<string, StreamFacts>();
  const counts = new Map<string, ReturnType<Media['audience']>>();
  const closed = new Set<string>();
  const stages = new Map<string, StageState>();
  const recorded = new Map<string, { n: number; wallClockMs: number; durationMs: number }[]>();
  const lengthOf = (streamId: string) => (recorded.get(streamId) ?? []).reduce((sum, { durationMs }) => sum + durationMs, 0);
  const stops = new Map<string, RecordingStop>();
  return {
    closed,
    counts,
    edges: { isEdge: () => false, anyAwake: () => null },
    say(streamId: string, state: StreamFacts['state'], generation: number) {
      facts.set(streamId, { state, generation });
      news.emit('picture', { streamId, state, generation });
    },
    /** Who stands where; with somebody new on air this is a hand-over. */
    stand(streamId: string, stage: StageState) {
      stages.set(streamId, stage);
      news.emit('stage', { streamId, stage });
    },
    record(streamId: string, n: number, startsAtMs: number, durationMs: number) {
      recorded.set(streamId, [...(recorded.get(streamId) ?? []), { n, wallClockMs: startsAtMs, durationMs }]);
      news.emit('segment', { streamId, segment: { n, sha256: String(n).padStart(64, '0'), startsAtMs, durationMs } });
    },
    /** Its retention is over. */
    loseRecording: (streamId: string) => void recorded.delete(streamId),
    stopRecording(streamId: string, stop: RecordingStop | null) {
      if (stop) stops.set(streamId, stop);
      else stops.delete(streamId);
      news.emit('recording', { streamId, stop });
    },
    expire: (streamId: string) => news.emit('forgotten', { streamId }),
    recordingStop: (streamId: string) => stops.get(streamId) ?? null,
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
      spot: 'spot_x',
      expiresAt: new Date(Date.now() + 60_000),
      whipUrl: `/whip/${streamId}`,
    }),
    stage: (streamId: string) => stages.get(streamId) ?? { onAir: null, backstage: [] },
    async callOnStage(streamId: string, spot: string) {
      const { onAir, backstage } = this.stage(streamId);
      const next = backstage.find((seat) => seat.spot === spot);
      if (!next) return refuse('not_found');
      this.stand(streamId, { onAir: next, backstage: [...backstage.filter((seat) => seat !== next), ...(onAir ? [onAir] : [])] });
      return done(undefined);
    },
    rotateKey: async (streamId: string) => done({ key: 'key_x', whipUrl: `/whip/${streamId}`, rtmpUrl: null }),
    encoder: async (streamId: string) => ({ whipUrl: `/whip/${streamId}`, rtmpUrl: null, hasKey: false, keyRotatedAt: null }),
    facts: (streamId: string) => facts.get(streamId) ?? { state: 'none' as const, generation: 0 },
    audience: (streamId: string) => counts.get(streamId) ?? NOBODY_WATCHES,
    knowAudience: () => {},
    replay: async (streamId: string) =>
      closed.has(streamId) && recorded.has(streamId)
        ? { url: `/replay/${streamId}/index.m3u8`, durationMs: lengthOf(streamId), holes: [] }
        : null,
    timeline: async (streamId: string) => {
      const segments = recorded.get(streamId);
      return segments ? timelineOf(segments, `/replay/${streamId}/index.m3u8`) : null;
    },
    async makeClip(streamId: string, { fromMs, toMs }: { fromMs: number; toMs: number }): ReturnType<Media['makeClip']> {
      if (!recorded.has(streamId)) return refuse('not_found');
      if (toMs > lengthOf(streamId)) return refuse('span_wrong');
      const clipId = uuidv7();
      return done({ clipId, url: `/clips/${clipId}.mp4`, durationMs: toMs - fromMs, bytes: 1, startsAtMs: fromMs });
    },
    /** As after the time that replays are kept. */
    forgetRecording: (streamId: string) => recorded.delete(streamId),
    on<K extends keyof MediaNews>(name: K, listener: (...told: MediaNews[K]) => void) {
      news.on(name, listener as never);
      return () => void news.off(name, listener as never);
    },
  };
}
