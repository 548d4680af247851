import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { compose } from './compose.ts';
import { keepDemoOnAir, seedDemo } from './demo/demo.ts';
import { firstOperator } from './first-run.ts';
import { readConfig, readSettings } from './platform/config.ts';
import { openDatabase } from './platform/db.ts';
import { migrateJobs } from './platform/jobs.ts';
import { createLog } from './platform/log.ts';
import { migrate, readMigrations } from './platform/migrate.ts';
import { freePort, startPostgres } from './platform/postgres.ts';
import { type Claim, claimFolder, demandFolder, demandFreePort, demandPostgresUrl, StartProblem } from './start-checks.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const say = (sentence: string) => process.stdout.write(`${sentence}\n`);
// A terminal that was closed takes no more words; the shop still has to close in order.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});

/** Longer than any part needs; a part that hangs must not keep the database from being stopped. */
const STEP_MS = 30_000;
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
    say('\nClosing the shop.');
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
  const database = openDatabase(config.databaseUrl, {
    // While stopping, connections that were just ended may still hear that the database goes.
    onIdleError: (error) => stopping || log.warn({ error: error.message }, 'a database connection was lost'),
  });
  undo.push(() => database.close());
  await database.pool.query('select 1').catch(orSentence('The database does not answer: ', '. Check DATABASE_URL.'));
  await migrate(database.pool, readMigrations(join(root, 'migrations')), (name) => say(`Migrating: ${name}`)).catch(orSentence(''));
  goOn();
  await migrateJobs(database.pool);

  goOn();
  const shop = await compose({ config, log, database, distDir: join(root, 'dist', 'web') });
  undo.push(() => shop.close());
  goOn();
  await shop.start();
  if (config.demo) {
    const demo = await seedDemo(shop, { onStep: say });
    const onAir = await keepDemoOnAir(shop, port);
    undo.push(() => onAir.close());
    say(welcome(config.publicUrl, demo.people));
  } else {
    say(welcome(config.publicUrl, await firstOperator(shop)));
  }
}

function readOrSentence<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    return orSentence('')(error as Error);
  }
}

function welcome(url: string, people: readonly { role: string; email: string; password: string }[]): string {
  const width = Math.max(0, ...people.map((person) => person.role.length));
  return [
    '',
    'The shop is open.',
    `  Watch and buy   ${url}`,
    `  Studio          ${url}/studio`,
    `  Office          ${url}/office`,
    '',
    ...(people.length > 0
      ? ['Sign in as', ...people.map((person) => `  ${person.role.padEnd(width)}  ${person.email}   ${person.password}`), '']
      : []),
    'Ctrl-C closes it.',
    '',
  ].join('\n');
}

function readArguments(): Record<string, string | undefined> {
  try {
    const { values } = parseArgs({
      options: { port: { type: 'string' }, host: { type: 'string' }, data: { type: 'string' }, 'no-demo': { type: 'boolean' } },
    });
    return {
      ...process.env,
      ...(values.port === undefined ? {} : { PORT: values.port }),
      ...(values.host === undefined ? {} : { HOST: values.host }),
      ...(values.data === undefined ? {} : { ETALAGE_DATA: resolve(values.data) }),
      ...(values['no-demo'] ? { ETALAGE_DEMO: 'false' } : {}),
    };
  } catch (error) {
    throw new StartProblem(`${(error as Error).message.split('.')[0]}. See npm start -- --help.`);
  }
}
