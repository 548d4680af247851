import type { Http } from '#platform/http.ts';
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
import { createMedia } from '#rooms/media/index.ts';
import { createRecord } from '#rooms/record/index.ts';

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

  const signals = createSignals();
  const jobs = createJobs({ pool, log });
  const events = createEvents({ jobs });
  const accounts = createAccounts({ db, config, log, clock });
  const http: Http = await createHttp({ config, log, actors: accounts.actors, idempotency: createIdempotencyStore(db) });
  const record = createRecord({ signals, clock });
  const media = createMedia({ db, config, log, clock, http });

  for (const room of [accounts]) room.routes(http);

  return {
    config, log, db, pool, http, accounts, record, media, events,
    /** Serves and works; resolves when people can come in. */
    async start(): Promise<{ port: number }> {
      await media.start();
      await jobs.start();
      return http.listen();
    },
    /** Stops in the order that loses nothing: no new requests, then workers, then jobs. */
    async close(): Promise<void> {
      await http.close();
      await media.close();
      await jobs.stop();
    },
  };
}
