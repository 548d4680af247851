import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { compose } from './compose.ts';
import { keepDemoOnAir, seedDemo } from './demo/demo.ts';
import { firstOperator } from './first-run.ts';
import { startGateways } from './gateways.ts';
import { holdInstance } from './one-instance.ts';
import { type Config, readConfig, readSettings } from './platform/config.ts';
import { type Database, openDatabase } from './platform/db.ts';
import { migrationsDone } from './platform/health.ts';
import { migrateJobs } from './platform/jobs.ts';
import { createLog, type Log } from './platform/log.ts';
import { migrate, readMigrations } from './platform/migrate.ts';
import { freePort, startPostgres } from './platform/postgres.ts';
import { type Claim, claimFolder, demandFolder, demandFreePort, demandPostgresUrl, StartProblem } from './start-checks.ts';
import { readArguments, welcome } from './start-words.ts';

type Env = ReturnType<typeof readArguments>;

const root = fileURLToPath(new URL('../..', import.meta.url));
const say = (sentence: string) => process.stdout.write(`${sentence}\n`);
// A terminal that was closed takes no more words; the shop still has to close in order.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});

/** Longer than any part needs; a part that hangs must not keep the database from being stopped. */
const STEP_MS = 30_000;
/** A gateway may be started together with the shop. */
const MIGRATED_MS = 90_000;
const undo: (() => Promise<unknown>)[] = [];
let stopDatabase: () => Promise<unknown> = async () => {};
let claim: Claim | undefined;
let stopping: Promise<void> | undefined;
let opening: Promise<void> | undefined;

/** Stops everything in the reverse order of starting; the database last. One exit for every way of ending. */
function shutDown(code: number): Promise<void> {
  return (stopping ??= (async () => {
    claim?.closing();
    // What is being started must be known before it can be stopped.
    if (opening) await inTime(opening.catch(() => {}));
    for (const step of undo.toReversed()) await inTime(step());
    leave(code);
  })());
}

/** Asked again while closing: what is open is dropped, except that the database stops cleanly. Workers follow us. */
async function hurry(): Promise<void> {
  say('Closing now.');
  await inTime(stopDatabase());
  leave(130);
}

function leave(code: number): never {
  claim?.release();
  process.exit(code);
}

async function inTime(step: Promise<unknown>): Promise<void> {
  const late = sleep(STEP_MS, undefined, { ref: false }).then(() => {
    throw new Error('a part did not stop in time');
  });
  await Promise.race([step, late]).catch((error: unknown) => process.stderr.write(`While stopping: ${String(error)}\n`));
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    if (stopping) return void hurry();
    // A gateway of ours is closed with the shop, which says so.
    if (process.env['ETALAGE_ROLE'] !== 'gateway') say('\nClosing the shop.');
    void shutDown(0);
  });
}
// The start script is gone, also when it was killed.
process.on('disconnect', () => void shutDown(0));
// A bug that nobody caught ends the shop, but not without its database.
process.on('uncaughtException', (error) => {
  process.stderr.write(`${error.stack ?? String(error)}\n`);
  void shutDown(1);
});

opening = open();
opening.catch((error: unknown) => {
  if (stopping) return;
  process.stderr.write(`\n${error instanceof StartProblem ? error.message : ((error as Error).stack ?? String(error))}\n`);
  void shutDown(1);
});

/** Between two steps of starting: somebody may have asked to stop. */
function goOn(): void {
  if (stopping) throw new StartProblem('Stopped while starting.');
}

/** The message of what failed, for a person; Node leaves it empty when it tried several addresses. */
function orSentence(before: string, after = ''): (error: NodeJS.ErrnoException) => never {
  return (error) => {
    throw new StartProblem(`${before}${error.message || error.code}${after}`, { cause: error });
  };
}

async function open(): Promise<void> {
  const env = readArguments();
  const settings = readOrSentence(() => readSettings(env));
  const dataDir = resolve(root, settings.ETALAGE_DATA);
  if (settings.DATABASE_URL) demandPostgresUrl(settings.DATABASE_URL);
  demandFolder(dataDir);
  return settings.ETALAGE_ROLE === 'gateway' ? openGateway(env, dataDir) : openShop(env, settings, dataDir);
}

/** Everything that exists once per instance, and gateways beside it when they are wanted. */
async function openShop(env: Env, settings: ReturnType<typeof readSettings>, dataDir: string): Promise<void> {
  claim = await claimFolder(dataDir, say);
  goOn();
  const port = settings.PORT || (await freePort());
  await demandFreePort(settings.HOST, port, 'Choose another with --port N.');

  goOn();
  let databaseUrl = settings.DATABASE_URL;
  if (!databaseUrl) {
    say('Starting Postgres.');
    const starting = startPostgres({ dataDir, onStep: say });
    stopDatabase = () =>
      starting.then(
        (postgres) => postgres.stop(),
        () => {},
      );
    undo.push(stopDatabase);
    databaseUrl = (await starting.catch(orSentence(''))).url;
  }
  goOn();
  const config = readOrSentence(() => readConfig({ ...env, PORT: String(port), ETALAGE_DATA: dataDir, DATABASE_URL: databaseUrl }));
  await demandFreePort(config.host, config.testbankPort, 'The test bank needs it; choose another with TESTBANK_PORT=N.');
  const log = createLog(config.logLevel);
  const database = await reachDatabase(config, log);
  const instance = await holdInstance({ databaseUrl, onLost: lostInstance });
  undo.push(() => instance.release());
  await migrate(database.pool, readMigrations(join(root, 'migrations')), (name) => say(`Migrating: ${name}`)).catch(orSentence(''));
  goOn();
  await migrateJobs(database.pool);

  goOn();
  // Gateways take the port where people come to, and this process one that only they know.
  const listen = config.gateways > 0 ? { host: '127.0.0.1', port: await freePort() } : { host: config.host, port };
  const shop = await compose({ config, log, database, distDir: join(root, 'dist', 'web'), listen });
  undo.push(() => shop.close());
  goOn();
  await shop.start();
  if (config.gateways > 0) await openGateways(config, `http://127.0.0.1:${listen.port}`, shop.bankPort);
  goOn();
  if (config.demo) {
    const demo = await seedDemo(shop, { onStep: say });
    const onAir = await keepDemoOnAir(shop, listen.port);
    undo.push(() => onAir.close());
    say(welcome(config.publicUrl, demo.people));
  } else {
    say(welcome(config.publicUrl, await firstOperator(shop)));
  }
}

async function openGateways(config: Config, mediaUrl: string, bankPort: number): Promise<void> {
  const gateways = await startGateways({
    count: config.gateways,
    env: {
      ETALAGE_ROLE: 'gateway',
      ETALAGE_MEDIA_URL: mediaUrl,
      ETALAGE_SHARE_PORT: 'true',
      ETALAGE_BUS: config.bus.kind === 'nats' ? config.bus.url : config.bus.kind,
      ETALAGE_DATA: config.dataDir,
      ETALAGE_SECRET: config.secret,
      DATABASE_URL: config.databaseUrl,
      PUBLIC_URL: config.publicUrl,
      PORT: String(config.port),
      HOST: config.host,
      TESTBANK_PORT: String(bankPort),
      LOG_LEVEL: config.logLevel,
      RATE_LIMIT_FACTOR: String(config.rateLimitFactor),
    },
    onTrouble: (sentence) => stopping || say(sentence),
  });
  undo.push(() => gateways.close());
}

/** Pages, the crowd's requests and rooms; everything else is asked of the process that has the media. */
async function openGateway(env: Env, dataDir: string): Promise<void> {
  if (!env['DATABASE_URL']) throw new StartProblem('A gateway needs DATABASE_URL: the database of the shop it belongs to.');
  const config = readOrSentence(() => readConfig({ ...env, ETALAGE_DATA: dataDir }));
  if (!config.sharePort) await demandFreePort(config.host, config.port, 'Choose another with --port N.');
  const log = createLog(config.logLevel);
  const database = await reachDatabase(config, log);
  await untilMigrated(database);
  goOn();
  const gateway = await compose({ config, log, database, distDir: join(root, 'dist', 'web') });
  undo.push(() => gateway.close());
  goOn();
  await gateway.start();
  // For the process that started us, when one did.
  process.send?.({ open: true });
  if (!config.sharePort) say(`A gateway of ${config.publicUrl} is open on port ${config.port}.`);
}

async function reachDatabase(config: Config, log: Log): Promise<Database> {
  const database = openDatabase(config.databaseUrl, {
    // While stopping, connections that were just ended may still hear that the database goes.
    onIdleError: (error) => stopping || log.warn({ error: error.message }, 'a database connection was lost'),
  });
  undo.push(() => database.close());
  await database.pool.query('select 1').catch(orSentence('The database does not answer: ', '. Check DATABASE_URL.'));
  return database;
}

/** Migrations are the shop's: a gateway of a newer version waits for it. */
async function untilMigrated(database: Database): Promise<void> {
  const isMigrated = migrationsDone(
    database.db,
    readMigrations(join(root, 'migrations')).map(({ name }) => name),
  );
  for (const untilMs = performance.now() + MIGRATED_MS; !(await isMigrated().catch(() => false)); await sleep(500)) {
    goOn();
    if (performance.now() > untilMs) throw new StartProblem('The database is not of this version yet: start the shop itself first.');
  }
}

/** Two shops on one database would both serve media and both take jobs: the one that lost the lock goes. */
function lostInstance(): void {
  process.stderr.write('Another shop took over this database; closing this one.\n');
  void shutDown(1);
}

function readOrSentence<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    return orSentence('')(error as Error);
  }
}
