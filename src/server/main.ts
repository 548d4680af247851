import { accessSync, constants, mkdirSync } from 'node:fs';
import { createServer } from 'node:net';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { compose } from './compose.ts';
import { keepDemoOnAir, seedDemo } from './demo/demo.ts';
import { firstOperator } from './first-run.ts';
import { readConfig } from './platform/config.ts';
import { openDatabase } from './platform/db.ts';
import { migrateJobs } from './platform/jobs.ts';
import { createLog } from './platform/log.ts';
import { migrate, readMigrations } from './platform/migrate.ts';
import { type RunningPostgres, startPostgres } from './platform/postgres.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const say = (sentence: string) => process.stdout.write(`${sentence}\n`);

/** A mistake that the person at the terminal can mend: one sentence, no stack. */
class StartProblem extends Error {}

const undo: (() => Promise<unknown>)[] = [];
let stopping: Promise<void> | undefined;
let opening: Promise<void> | undefined;

/** Stops everything in the reverse order of starting; the database last. One exit for every way of ending. */
function shutDown(code: number): Promise<void> {
  return (stopping ??= (async () => {
    // What is being started must be known before it can be stopped.
    await opening?.catch(() => {});
    for (const step of undo.toReversed())
      await step().catch((error: unknown) => process.stderr.write(`While stopping: ${String(error)}\n`));
    process.exit(code);
  })());
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    say('\nClosing the shop.');
    void shutDown(0);
  });
}
// The start script is gone, also when it was killed.
process.on('disconnect', () => void shutDown(0));

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

async function open(): Promise<void> {
  const env = readArguments();
  const dataDir = resolve(root, env['ETALAGE_DATA'] ?? 'var');
  demandWritable(dataDir);
  const host = env['HOST'] ?? '127.0.0.1';
  await demandFreePort(host, Number(env['PORT'] ?? 4000), '--port');

  goOn();
  if (!env['DATABASE_URL']) {
    say('Starting Postgres.');
    const postgres: RunningPostgres = await startPostgres({ dataDir, onStep: say }).catch((error: Error) => {
      throw new StartProblem(error.message);
    });
    undo.push(() => postgres.stop());
    env['DATABASE_URL'] = postgres.url;
  }
  goOn();
  const config = readConfig({ ...env, ETALAGE_DATA: dataDir });
  const log = createLog(config.logLevel);
  const database = openDatabase(config.databaseUrl, {
    // While stopping, connections that were just ended may still hear that the database goes.
    onIdleError: (error) => stopping || log.warn({ error: error.message }, 'a database connection was lost'),
  });
  undo.push(() => database.close());
  await database.pool.query('select 1').catch((error: Error) => {
    throw new StartProblem(`The database does not answer: ${error.message}. Check DATABASE_URL.`);
  });
  await migrate(database.pool, readMigrations(join(root, 'migrations')), (name) => say(`Migrating: ${name}`)).catch((error: Error) => {
    throw new StartProblem(error.message);
  });
  goOn();
  await migrateJobs(database.pool);

  goOn();
  const shop = await compose({ config, log, database, distDir: join(root, 'dist', 'web') });
  undo.push(() => shop.close());
  goOn();
  const { port } = await shop.start();
  if (config.demo) {
    const demo = await seedDemo(shop, { onStep: say });
    const onAir = await keepDemoOnAir(shop, port);
    undo.push(() => onAir.close());
    say(welcome(config.publicUrl, demo.people));
  } else {
    say(welcome(config.publicUrl, await firstOperator(shop)));
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

function demandWritable(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true });
    accessSync(folder, constants.W_OK);
  } catch {
    throw new StartProblem(`The data folder ${folder} cannot be written. Choose another with --data DIR.`);
  }
}

function demandFreePort(host: string, port: number, option: string): Promise<void> {
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw new StartProblem(`The port must be a number from 0 to 65535. Choose one with ${option} N.`);
  return new Promise((free, taken) => {
    const probe = createServer();
    probe.once('error', (error: NodeJS.ErrnoException) =>
      taken(
        new StartProblem(
          error.code === 'EADDRINUSE'
            ? `Port ${port} is in use. Choose another with ${option} N.`
            : `Cannot listen on ${host}:${port}: ${error.message}.`,
        ),
      ),
    );
    probe.listen(port, host, () => probe.close(() => free()));
  });
}
