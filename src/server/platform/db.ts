import { Kysely, PostgresDialect, type Transaction } from 'kysely';
import pg from 'pg';
import type { Outcome } from '#lib/outcome.ts';

/**
 * Rooms write SQL with Kysely's `sql` tag (values become parameters), so no table types are declared:
 * every query names its row shape beside its text.
 */
// oxlint-disable-next-line typescript/no-explicit-any -- the tag types rows per query
export type Db = Kysely<any>;
// oxlint-disable-next-line typescript/no-explicit-any -- as above
export type Tx = Transaction<any>;
export type Executor = Db | Tx;

// Money is bigint in Postgres and in our code; counts and sequence numbers are declared integer.
pg.types.setTypeParser(pg.types.builtins.INT8, (text) => BigInt(text));

export interface Database {
  readonly db: Db;
  readonly pool: pg.Pool;
  close(): Promise<void>;
}

/** @param onIdleError a killed server ends idle clients with an error; without a listener Node would exit. */
export function openDatabase(url: string, options: { max?: number; onIdleError?: (error: Error) => void } = {}): Database {
  const pool = new pg.Pool({ connectionString: url, max: options.max ?? 12, connectionTimeoutMillis: 10_000 });
  const onError = options.onIdleError ?? (() => {});
  pool.on('error', onError);
  // A client in use reports a lost server twice: through its query, and here.
  pool.on('connect', (client) => client.on('error', onError));
  const db: Db = new Kysely({ dialect: new PostgresDialect({ pool }) });
  let closed = false;
  return {
    db,
    pool,
    async close() {
      if (closed) return;
      closed = true;
      await db.destroy();
      // Kysely ends the pool only when it was asked something.
      if (!pool.ending) await pool.end();
    },
  };
}

type AfterCommit = () => void;
const waiting = new WeakMap<Tx, AfterCommit[]>();

/** Runs `then` once the transaction has committed; never when it rolls back. For wake-ups, not for work. */
export function afterCommit(tx: Tx, then: AfterCommit): void {
  const list = waiting.get(tx);
  if (!list) throw new Error('afterCommit needs a transaction opened by `attempt`.');
  list.push(then);
}

class Rollback extends Error {
  readonly refusal: Outcome<never>;
  constructor(refusal: Outcome<never>) {
    super('refused');
    this.refusal = refusal;
  }
}

/** One transaction per verb: commits when the story ends well, rolls back when it refuses or throws. */
export async function attempt<T, R extends string>(db: Db, story: (tx: Tx) => Promise<Outcome<T, R>>): Promise<Outcome<T, R>> {
  const then: AfterCommit[] = [];
  try {
    const outcome = await db.transaction().execute(async (tx) => {
      waiting.set(tx, then);
      const told = await story(tx);
      if (!told.ok) throw new Rollback(told as Outcome<never>);
      return told;
    });
    for (const act of then) act();
    return outcome;
  } catch (error) {
    if (error instanceof Rollback) return error.refusal as Outcome<T, R>;
    throw error;
  }
}

/** A transaction that cannot be refused. */
export async function transact<T>(db: Db, story: (tx: Tx) => Promise<T>): Promise<T> {
  const then: AfterCommit[] = [];
  const value = await db.transaction().execute(async (tx) => {
    waiting.set(tx, then);
    return story(tx);
  });
  for (const act of then) act();
  return value;
}
