import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after } from 'node:test';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { type Database, openDatabase } from './db.ts';
import { migrateJobs } from './jobs.ts';
import { migrate, readMigrations } from './migrate.ts';
import { startPostgres } from './postgres.ts';

const MIGRATIONS = fileURLToPath(new URL('../../../migrations', import.meta.url));
const TEMPLATE = 'etalage_template';

let cluster: Promise<string> | undefined;
/** Undone in reverse: databases go before the server that holds them. */
const undo: (() => Promise<unknown>)[] = [];

/**
 * A fresh, migrated, real Postgres database for one test file; gone when the file is done.
 * The test runner starts one server for all files and gives its address in TEST_POSTGRES_URL (database `postgres`,
 * template ready); a file run alone starts its own.
 */
export async function freshDatabase(options: { max?: number } = {}): Promise<Database & { url: string }> {
  const admin = await (cluster ??= process.env['TEST_POSTGRES_URL'] ? Promise.resolve(process.env['TEST_POSTGRES_URL']) : startOwn());
  const name = `t_${process.pid}_${randomBytes(4).toString('hex')}`;
  await asAdmin(admin, (client) => copyTemplate(client, name));
  const url = withDatabase(admin, name);
  const database = openDatabase(url, options);
  atEnd(async () => {
    await database.close();
    await asAdmin(admin, (client) => client.query(`drop database if exists ${name} with (force)`));
  });
  return { ...database, url };
}

/** Starts a server, migrates a template, and hands out the admin address. Used by the runner too. */
export async function startTestPostgres(): Promise<{ url: string; stop(): Promise<void> }> {
  const dataDir = mkdtempSync(join(tmpdir(), 'etalage-test-'));
  const server = await startPostgres({ dataDir, database: TEMPLATE, settings: ['fsync=off'] });
  const template = openDatabase(server.url, { max: 2 });
  await migrate(template.pool, readMigrations(MIGRATIONS));
  await migrateJobs(template.pool);
  await template.close();
  return {
    url: withDatabase(server.url, 'postgres'),
    async stop() {
      await server.stop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

async function startOwn(): Promise<string> {
  const server = await startTestPostgres();
  atEnd(() => server.stop());
  return server.url;
}

/** Runs when the test file is done, before what was opened earlier is closed. */
export function atEnd(act: () => Promise<unknown>): void {
  if (undo.length === 0) {
    after(async () => {
      for (const step of undo.toReversed()) await step();
    });
  }
  undo.push(act);
}

/** Two files may copy the template at the same moment; Postgres refuses the second for an instant. */
async function copyTemplate(client: pg.Client, name: string): Promise<void> {
  for (let tries = 0; ; tries++) {
    try {
      await client.query(`create database ${name} template ${TEMPLATE}`);
      return;
    } catch (error) {
      if (tries > 50 || (error as { code?: string }).code !== '55006') throw error;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}

async function asAdmin<T>(url: string, act: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => {});
  await client.connect();
  try {
    return await act(client);
  } finally {
    await client.end();
  }
}

function withDatabase(url: string, name: string): string {
  const changed = new URL(url);
  changed.pathname = `/${name}`;
  return changed.href;
}
