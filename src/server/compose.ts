import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { ROUTES } from '#contract/index.ts';
import type { ReasonCode } from '#contract/reasons.ts';
import { type Clock, systemClock } from '#lib/clock.ts';
import type { Config } from '#platform/config.ts';
import type { Database } from '#platform/db.ts';
import { createEvents } from '#platform/events.ts';
import { createHttp } from '#platform/http.ts';
import { createIdempotencyStore } from '#platform/idempotency.ts';
import { createJobs } from '#platform/jobs.ts';
import type { Log } from '#platform/log.ts';
import { createSignals } from '#platform/signals.ts';
import { createAccounts } from '#rooms/accounts/index.ts';
import { createCatalog } from '#rooms/catalog/index.ts';
import { createChat } from '#rooms/chat/index.ts';
import { createMedia } from '#rooms/media/index.ts';
import { createOffers } from '#rooms/offers/index.ts';
import { createOrders } from '#rooms/orders/index.ts';
import { createPayments } from '#rooms/payments/index.ts';
import { createRecord } from '#rooms/record/index.ts';
import { createShows } from '#rooms/shows/index.ts';
import { createStock } from '#rooms/stock/index.ts';

/** The whole shop in one process: the only file that sees every room. */
export async function compose(needs: { config: Config; log: Log; database: Database; distDir: string; clock?: Clock }) {
  throw new Error('to be filled');
}
