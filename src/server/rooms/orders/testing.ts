import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after } from 'node:test';
import { v7 as uuidv7 } from 'uuid';
import { systemClock } from '#lib/clock.ts';
import { type Database, transact } from '#platform/db.ts';
import { createEvents } from '#platform/events.ts';
import { createHttp, type Http } from '#platform/http.ts';
import { createIdempotencyStore } from '#platform/idempotency.ts';
import { createJobs } from '#platform/jobs.ts';
import { createLog } from '#platform/log.ts';
import { freePort } from '#platform/postgres.ts';
import { createSignals } from '#platform/signals.ts';
import { freshDatabase } from '#platform/testing.ts';
import { createAccounts } from '../accounts/index.ts';
import { createOffers } from '../offers/index.ts';
import { createPayments, createTestbankProvider, type PaymentProvider, testbankSecrets } from '../payments/index.ts';
import { createRecord } from '../record/index.ts';
import { createStock } from '../stock/index.ts';
import { type RunningTestbank, startTestbank } from '../../testbank/start.ts';
import { createOrders } from './index.ts';
import { testConfig } from '#platform/testing-config.ts';

/** The ids that a shop in another process must share. */
export interface ShopIds {
  orgId: string;
  productId: string;
  showId: string;
}
export const newShopIds = (): ShopIds => ({ orgId: uuidv7(), productId: uuidv7(), showId: uuidv7() });

/**
 * A shop that sells: real rooms on a real database behind real HTTP, with the test bank when asked. Of catalogue and shows it
 * has one product (every variant belongs to it) and one live show.
 */
export async function openShop(
  database: Database & { url: string },
  options: {
    ids?: ShopIds;
    bank?: boolean;
    holdSeconds?: number;
    graceSeconds?: number;
    checkAfterSeconds?: number[];
    /** How late the bank's late news is. */
    lateMs?: number;
    /** What stands between the shop and the bank, for answers that get lost. */
    through?: (bank: PaymentProvider) => PaymentProvider;
    /** Other routes behind the same HTTP server. */
    alsoServe?: (http: Http) => void;
  } = {},
) {
  const { db } = database;
  const ids = options.ids ?? newShopIds();
  const undo: (() => Promise<unknown> | void)[] = [];
  const port = await freePort();
  const publicUrl = `http://127.0.0.1:${port}`;
  const secret = 'a1b2c3d4'.repeat(8);
  const config = testConfig({ port, publicUrl, databaseUrl: database.url, rateLimitFactor: 10_000, secret });
  const log = createLog('silent');
  const signals = createSignals();
  const clock = systemClock;
  const jobs = createJobs({ pool: database.pool, log });
  const events = createEvents({ jobs });
  const accounts = createAccounts({ db, config, log, clock, signals });
  const record = createRecord({ signals, clock });
  const stock = createStock({ db, signals, log, ...options });
  const catalog = {
    variant: async () => ({
      productId: ids.productId,
      orgId: ids.orgId,
      title: 'Blued-steel pan',
      variantTitle: '28 cm',
      handle: 'blued-steel-pan',
      imageUrl: null,
      paper: 'sky',
      currency: 'EUR',
    }),
    noteOfferPrice: async () => {},
  };
  const show = { state: 'live', onShelf: true };
  const shows = {
    forOrder: async (_: unknown, showId: string) =>
      showId === ids.showId ? { orgId: ids.orgId, showTitle: 'Pans that last', ...show } : null,
    selling: async () => [ids.showId],
  };
  const offers = createOffers({ db, stock, catalog });

  let bank: RunningTestbank | undefined;
  const bankDir = mkdtempSync(join(tmpdir(), 'etalage-bank-'));
  undo.push(() => rmSync(bankDir, { recursive: true, force: true }));
  const openBank = async () => {
    bank = await startTestbank({
      host: '127.0.0.1',
      port: bank?.port ?? 0,
      publicUrl,
      dataDir: bankDir,
      lateMs: options.lateMs ?? 700,
      ...testbankSecrets(secret),
    });
  };
  if (options.bank) await openBank();
  undo.push(() => bank?.close());
  const direct = createTestbankProvider({ url: bank?.url ?? 'http://127.0.0.1:9', secret });
  const provider = options.through?.(direct) ?? direct;
  const payments = createPayments({
    db,
    provider,
    secret,
    jobs,
    events,
    log,
    publicUrl,
    checkAfterSeconds: options.checkAfterSeconds ?? [30],
  });
  const orders = createOrders({ db, config, accounts, catalog, shows, offers, payments, record, stock, events, signals, clock, log });

  const http = await createHttp({ config, log, actors: accounts.actors, idempotency: createIdempotencyStore(db) });
  accounts.routes(http);
  payments.routes(http);
  orders.routes(http);
  options.alsoServe?.(http);
  await http.listen();
  await jobs.start();
  undo.push(() => stock.close());
  undo.push(() => http.close());
  undo.push(() => jobs.stop());
  undo.push(() => orders.close());

  await transact(db, async (tx) => {
    const input = {
      slug: `s-${ids.orgId}`,
      name: 'Atelier Vuur',
      legalName: 'Atelier Vuur BV',
      city: 'Gent',
      country: 'BE',
      currency: 'EUR',
    };
    // A second process opens the same shop.
    if (!(await accounts.organisation(tx, ids.orgId)))
      await accounts.createOrganisation(tx, { ...input, id: ids.orgId, shippingMinor: 495 });
    await record.open(tx, ids.showId);
  });

  return {
    ...ids,
    db,
    publicUrl,
    port,
    config,
    accounts,
    record,
    stock,
    offers,
    payments,
    orders,
    provider,
    show,
    bank: {
      open: openBank,
      close: () => bank?.close(),
      get url() {
        return bank!.url;
      },
    },
    async variantWith(available: number, terms: { priceMinor?: number; perBuyer?: number } = {}): Promise<string> {
      const variantId = uuidv7();
      await transact(db, async (tx) => {
        await stock.setTerms(tx, [{ variantId, priceMinor: terms.priceMinor ?? 7900, currency: 'EUR', perBuyer: terms.perBuyer ?? null }]);
        await stock.setUnits(tx, [{ variantId, available }]);
      });
      return variantId;
    },
    levels: async (variantId: string) => (await stock.levels(db, [variantId])).get(variantId),
    buyer: () => createBuyer(publicUrl),
    async close(): Promise<void> {
      for (const step of undo.splice(0).toReversed()) await step();
    },
  };
}
type ShopOptions = NonNullable<Parameters<typeof openShop>[1]>;

/**
 * Shops with a fresh database each (a job belongs to whichever process of a database takes it, and each shop has its own bank),
 * closed when the file is done and before the database that they are connected to.
 */
export function freshShops() {
  const open: TestShop[] = [];
  after(async () => {
    for (const shop of open) await shop.close();
  });
  return async function openFresh(options: ShopOptions & { connections?: number } = {}): Promise<TestShop> {
    const shop = await openShop(await freshDatabase({ max: options.connections ?? 6 }), options);
    open.push(shop);
    return shop;
  };
}
export type TestShop = Awaited<ReturnType<typeof openShop>>;

export interface Answer {
  status: number;
  // oxlint-disable-next-line typescript/no-explicit-any -- JSON of any route
  body: any;
}

/** A browser without a picture: keeps its cookies. */
export function createBuyer(publicUrl: string, jar = new Map<string, string>()) {
  async function send(method: string, path: string, body?: object): Promise<Answer> {
    const answer = await fetch(`${publicUrl}${path}`, {
      method,
      headers: {
        origin: publicUrl,
        cookie: [...jar].map(([name, value]) => `${name}=${value}`).join('; '),
        ...(body ? { 'content-type': 'application/json' } : {}),
      },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    for (const line of answer.headers.getSetCookie()) {
      const [name = '', value = ''] = line.split(';')[0]!.split(/=(.*)/s);
      jar.set(name, value);
    }
    const text = await answer.text();
    return { status: answer.status, body: text === '' ? null : JSON.parse(text) };
  }
  const wishFor = (variantId: string, more: object = {}) => ({
    orderId: uuidv7(),
    showId: null as string | null,
    variantId,
    quantity: 1,
    expectedMinor: 7900,
    ...more,
  });
  return {
    jar,
    send,
    wishFor,
    /** Gets its visitor cookie, as any page does before somebody buys. */
    arrive: () => send('GET', '/api/me/orders'),
    hold: (variantId: string, more: object = {}) => send('POST', '/api/orders', wishFor(variantId, more)),
    pay: (orderId: string, method = 'test_card') =>
      send('POST', `/api/orders/${orderId}/pay`, {
        email: 'ilse@example.org',
        address: { name: 'Ilse Verbruggen', line1: 'Coupure Links 88', postcode: '9000', city: 'Gent', country: 'BE' },
        method,
      }),
    order: (orderId: string) => send('GET', `/api/orders/${orderId}`),
  };
}
export type Buyer = ReturnType<typeof createBuyer>;

/** Waits for what comes by job or webhook. @throws with the last value when it does not come in time */
export async function until<T>(look: () => Promise<T>, isThere: (value: T) => boolean, withinMs = 15_000): Promise<T> {
  const end = Date.now() + withinMs;
  for (;;) {
    const value = await look();
    if (isThere(value)) return value;
    if (Date.now() > end) throw new Error(`It did not come: ${JSON.stringify(value)}`);
    await new Promise((resolve) => setTimeout(resolve, 40));
  }
}
