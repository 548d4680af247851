// A process of its own that works on imports, for tests that measure or kill one. Tells its memory to its parent.
import { systemClock } from '#lib/clock.ts';
import { readConfig } from '#platform/config.ts';
import { openDatabase } from '#platform/db.ts';
import { createEvents } from '#platform/events.ts';
import { createJobs } from '#platform/jobs.ts';
import { createLog } from '#platform/log.ts';
import { createSignals } from '#platform/signals.ts';
import { createAccounts } from '#rooms/accounts/index.ts';
import { createStock } from '#rooms/stock/index.ts';
import { createCatalog } from './index.ts';

const config = readConfig(process.env);
const log = createLog('error');
const { db, pool } = openDatabase(config.databaseUrl);
const clock = systemClock;
const jobs = createJobs({ pool, log });
const signals = createSignals();
const accounts = createAccounts({ db, config, log, clock, signals });
const stock = createStock({ db, signals, log });
const events = createEvents({ jobs });
const catalog = createCatalog({ db, stock, accounts, events, jobs, log, clock, config, filesDir: config.dataDir });
await jobs.start();
await catalog.resume();
setInterval(() => process.send?.(process.memoryUsage.rss()), 50);
// The parent is gone.
process.on('disconnect', () => process.exit(0));
