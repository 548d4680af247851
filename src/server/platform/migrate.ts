import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type pg from 'pg';

/** Any number that only we use: two starts at once migrate one after the other. */
const LOCK = 7_305_120_041;

export interface Migration {
  readonly name: string;
  readonly sql: string;
}

export function readMigrations(folder: string): Migration[] {
  return readdirSync(folder)
    .filter((file) => /^\d{4}_[a-z0-9_]+\.sql$/.test(file))
    .sort()
    .map((file) => ({ name: file.slice(0, -'.sql'.length), sql: readFileSync(join(folder, file), 'utf8') }));
}

/**
 * Forward only, one transaction per file. A database that knows migrations we do not have is newer than
 * this code; a file that changed after it was applied is a mistake. Both stop the start with a sentence.
 * @returns the names applied now
 */
export async function migrate(
  pool: pg.Pool,
  migrations: readonly Migration[],
  onApply: (name: string) => void = () => {},
): Promise<string[]> {
  const client = await pool.connect();
  try {
    await client.query('select pg_advisory_lock($1)', [LOCK]);
    await client.query(
      'create table if not exists migrations (name text primary key, sha256 text not null, applied_at timestamptz not null default now())',
    );
    const applied = new Map(
      (await client.query<{ name: string; sha256: string }>('select name, sha256 from migrations')).rows.map((row) => [
        row.name,
        row.sha256,
      ]),
    );
    const known = new Set(migrations.map((migration) => migration.name));
    const newer = [...applied.keys()].filter((name) => !known.has(name));
    if (newer.length > 0) throw new Error(`This database is newer than this Etalage: it has ${newer.join(', ')}. Start the newer version.`);
    const now: string[] = [];
    for (const migration of migrations) {
      const sha256 = createHash('sha256').update(migration.sql).digest('hex');
      const before = applied.get(migration.name);
      if (before === sha256) continue;
      if (before !== undefined) throw new Error(`Migration ${migration.name} changed after it was applied. Add a new migration instead.`);
      await applyOne(client, migration, sha256);
      onApply(migration.name);
      now.push(migration.name);
    }
    return now;
  } finally {
    await client.query('select pg_advisory_unlock($1)', [LOCK]).catch(() => {});
    client.release();
  }
}

async function applyOne(client: pg.PoolClient, migration: Migration, sha256: string): Promise<void> {
  await client.query('begin');
  try {
    await client.query(migration.sql);
    await client.query('insert into migrations (name, sha256) values ($1, $2)', [migration.name, sha256]);
    await client.query('commit');
  } catch (error) {
    await client.query('rollback');
    throw new Error(`Migration ${migration.name} failed: ${(error as Error).message}`, { cause: error });
  }
}
