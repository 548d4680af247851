import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type Clock, systemClock } from '#lib/clock.ts';
import type { Config } from '#platform/config.ts';
import type { Database } from '#platform/db.ts';
import { createEvents } from '#platform/events.ts';
import { createHttp } from '#platform/http.ts';
import { createIdempotencyStore } from '#platform/idempotency.ts';
import { createJobs } from '#platform/jobs.ts';
import type { Log } from '#platform/log.ts';
import { createPages } from '#platform/pages.ts';
import { createSignals } from '#platform/signals.ts';
import { createAccounts } from '#rooms/accounts/index.ts';
import { createCatalog } from '#rooms/catalog/index.ts';
import { createChat } from '#rooms/chat/index.ts';
import { createMedia } from '#rooms/media/index.ts';
import { createOffers } from '#rooms/offers/index.ts';
import { createOrders } from '#rooms/orders/index.ts';
import { createPayments, createTestBankProvider, startTestBank } from '#rooms/payments/index.ts';
import { createRecord } from '#rooms/record/index.ts';
import { createShows } from '#rooms/shows/index.ts';
import { createStock } from '#rooms/stock/index.ts';

export interface ComposeNeeds {
  readonly config: Config;
  readonly log: Log;
  readonly database: Database;
  /** Built pages (`npm run build`). */
  readonly distDir: string;
  readonly clock?: Clock;
}
export type Shop = Awaited<ReturnType<typeof compose>>;

/**
 * The whole shop in one process: the only file that sees every room. Rooms are made from the bottom of `rooms.mjs`
 * upwards; nothing listens or works before `start`.
 */
export async function compose(needs: ComposeNeeds) {
  const { config, log, database } = needs;
  const { db, pool } = database;
  const clock = needs.clock ?? systemClock;
  const filesDir = join(config.dataDir, 'files');
  const mediaDir = join(config.dataDir, 'media');
  for (const folder of [filesDir, mediaDir]) mkdirSync(folder, { recursive: true });

  const signals = createSignals();
  const jobs = createJobs({ pool, log });
  const events = createEvents({ jobs });
  const accounts = createAccounts({ db, pool, config, log, clock });
  const http = await createHttp({ config, log, actors: accounts.actors, idempotency: createIdempotencyStore(db) });

  const record = createRecord({ signals, clock });
  const stock = createStock({ db, signals, clock, log });
  const media = createMedia({ db, config, log, clock, dir: mediaDir });
  const catalog = createCatalog({ db, stock, accounts, events, jobs, config, log, clock, filesDir });
  const offers = createOffers({ db, stock, catalog, clock });
  const payments = createPayments({ db, config, provider: createTestBankProvider({ config }), jobs, events, log, clock });
  const shows = createShows({ db, accounts, catalog, media, offers, record, stock, events, signals, jobs, log, clock, config });
  const orders = createOrders({ db, accounts, catalog, offers, payments, record, shows, stock, jobs, events, log, clock, config });
  const chat = createChat({ db, accounts, orders, record, shows, stock, media, signals, log, clock });

  for (const room of [accounts, media, catalog, shows, payments, orders, chat]) room.routes(http);
  createPages({ http, config, distDir: needs.distDir, head: shows.head });

  return { config, log, db, http, accounts, record, stock, media, catalog, offers, payments, shows, orders, chat };
}
