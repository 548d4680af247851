import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ROUTES } from '#contract/index.ts';
import { PAGE_ENTRIES } from '#contract/pages.ts';
import { type Clock, systemClock } from '#lib/clock.ts';
import { connectSignals, openBus } from '#platform/bus/index.ts';
import type { Config } from '#platform/config.ts';
import type { Database } from '#platform/db.ts';
import { createEvents } from '#platform/events.ts';
import { createDocs } from '#platform/docs.ts';
import { createHealth, databaseAnswers, migrationsDone } from '#platform/health.ts';
import { createHttp } from '#platform/http.ts';
import { createIdempotencyStore } from '#platform/idempotency.ts';
import { createJobs } from '#platform/jobs.ts';
import type { Log } from '#platform/log.ts';
import { readMigrations } from '#platform/migrate.ts';
import { createPages } from '#platform/pages.ts';
import { openRemoteStorage } from '#platform/storage/open-storage.ts';
import { createSignals } from '#platform/signals.ts';
import { createAccounts } from '#rooms/accounts/index.ts';
import { createCaptions } from '#rooms/captions/index.ts';
import { createCatalog } from '#rooms/catalog/index.ts';
import { createChannels } from '#rooms/channels/index.ts';
import { createChat } from '#rooms/chat/index.ts';
import { createDistantMedia, createMedia, shareAudience } from '#rooms/media/index.ts';
import { createOffers } from '#rooms/offers/index.ts';
import { createOrders } from '#rooms/orders/index.ts';
import { createPayments, createTestbankProvider, testbankSecrets } from '#rooms/payments/index.ts';
import { createRecord } from '#rooms/record/index.ts';
import { createShows } from '#rooms/shows/index.ts';
import { createStock } from '#rooms/stock/index.ts';
import { createGatewayDoor } from './gateway-door.ts';
import { pagesUrlOf, startTestbank } from './testbank/start.ts';

const SWEEP_MS = 3_600_000;
const MIGRATIONS = fileURLToPath(new URL('../../migrations', import.meta.url));

export interface ComposeNeeds {
  readonly config: Config;
  readonly log: Log;
  readonly database: Database;
  /** Built pages (`npm run build`). */
  readonly distDir: string;
  readonly clock?: Clock;
  /** Where to listen, when gateways listen where people come to. */
  readonly listen?: { readonly host: string; readonly port: number };
}
export type Shop = Awaited<ReturnType<typeof compose>>;

/**
 * The whole shop in one process: the only file that sees every room. Rooms are made from the bottom of `rooms.mjs`
 * upwards; nothing but the test bank works before `start`.
 *
 * A gateway is the same rooms without what may exist once per instance: media, jobs, the clock of orders, the test bank.
 */
export async function compose(needs: ComposeNeeds) {
  const { config, log, database, listen = config } = needs;
  const { db, pool } = database;
  const clock = needs.clock ?? systemClock;

  const signals = createSignals();
  const bus = openBus({ config, log });
  connectSignals(signals, bus);
  const jobs = createJobs({ pool, log });
  const events = createEvents({ jobs });
  const accounts = createAccounts({ db, config, log, clock, signals });
  const idempotency = createIdempotencyStore(db);
  const door = config.mediaUrl === null ? null : createGatewayDoor({ mediaUrl: config.mediaUrl, log });
  const http = await createHttp({ config, log, actors: accounts.actors, idempotency, listen, ...(door && { before: door.take }) });
  const record = createRecord({ signals, clock });
  const media = door
    ? createDistantMedia({ bus, config, clock })
    : createMedia({ db, config, log, clock, http, remote: await openRemoteStorage(config.kept) });

  const stock = createStock({ db, signals, log });
  const catalog = createCatalog({ db, stock, accounts, events, jobs, config, log, clock, filesDir: join(config.dataDir, 'files') });
  const offers = createOffers({ db, stock, catalog });
  const shows = createShows({ db, accounts, catalog, media, offers, record, events, jobs, log, clock });
  const captions = createCaptions({ db, shows, record, media, clock });
  const local = `http://${listen.host === '0.0.0.0' ? '127.0.0.1' : listen.host}:${listen.port}`;
  const bank = config.mediaUrl === null ? await startBank(needs) : distantBank(config.mediaUrl, config);
  const provider = createTestbankProvider({ url: bank.url, secret: config.secret });
  const payments = createPayments({
    db,
    provider,
    secret: config.secret,
    jobs,
    events,
    log,
    publicUrl: config.publicUrl,
    // News of payments outlives a gateway that began them.
    webhookBase: config.mediaUrl ?? local,
  });
  const orders = createOrders({
    db,
    config,
    accounts,
    catalog,
    shows,
    offers,
    payments,
    record,
    stock,
    events,
    signals,
    clock,
    log,
  });

  const channels = createChannels({ db, accounts, shows, clock });
  const chat = createChat({ db, config, accounts, orders, record, shows, stock, media, signals, bus, log, clock });

  for (const room of [accounts, catalog, shows, captions, channels, payments, orders, chat]) room.routes(http);
  createHealth({
    http,
    checks: {
      database: databaseAnswers(db),
      migrations: migrationsDone(
        db,
        readMigrations(MIGRATIONS).map(({ name }) => name),
      ),
    },
  });
  createDocs({ http, routes: ROUTES });
  createPages({
    http,
    config,
    log,
    distDir: needs.distDir,
    head: shows.head,
    entries: PAGE_ENTRIES,
    paymentOrigins: [new URL(bank.pagesUrl).origin],
  });

  let sweeper: NodeJS.Timeout | undefined;
  const stopSharing = shareAudience(media, bus);

  /** What may run once per instance. */
  async function startOnce(): Promise<void> {
    await media.start();
    await shows.start();
    await jobs.start();
    orders.start();
    chat.start();
    sweeper = setInterval(() => void sweep(), SWEEP_MS);
  }

  /** What ended and nobody asks for again. */
  async function sweep(): Promise<void> {
    await Promise.all([accounts.sweep(), idempotency.sweep(), media.sweep(), chat.sweep()]).catch((error: unknown) =>
      log.warn({ error: String(error) }, 'sweeping failed'),
    );
  }

  return {
    config,
    log,
    clock,
    db,
    pool,
    http,
    accounts,
    record,
    media,
    stock,
    catalog,
    offers,
    shows,
    payments,
    orders,
    chat,
    events,
    jobs,
    /** Where the test bank listens. */
    bankPort: bank.port,
    /** Serves and works; resolves when people can come in. */
    async start(): Promise<{ port: number }> {
      if (!door) await startOnce();
      return http.listen();
    },
    /** Stops in the order that loses nothing: no new requests, then workers, then jobs. */
    async close(): Promise<void> {
      clearInterval(sweeper);
      await chat.close();
      await http.close();
      door?.close();
      await orders.close();
      await shows.close();
      await media.close();
      await jobs.stop();
      await stock.close();
      stopSharing();
      await bus.close();
      await bank.close();
    },
  };
}

function startBank({ config, log }: Pick<ComposeNeeds, 'config' | 'log'>) {
  return startTestbank({
    host: config.host,
    port: config.testbankPort,
    publicUrl: config.publicUrl,
    dataDir: config.dataDir,
    onTrouble: (sentence) => log.warn(sentence),
    ...testbankSecrets(config.secret),
  });
}

/** The test bank listens beside the process that has the media. */
function distantBank(mediaUrl: string, { publicUrl, testbankPort }: Config) {
  return {
    url: `http://${new URL(mediaUrl).hostname}:${testbankPort}`,
    pagesUrl: pagesUrlOf(publicUrl, testbankPort),
    port: testbankPort,
    close: async () => {},
  };
}
