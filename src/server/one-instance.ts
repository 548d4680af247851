import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { StartProblem } from './start-checks.ts';

/** Any number that nobody else uses. */
export const INSTANCE_LOCK = 4_915_338_207;
/** A process that was killed may be known to Postgres for a moment longer. */
const PATIENCE_MS = 8000;

/**
 * One process per database serves media, works on jobs and keeps the clock of orders. The lock is Postgres's and lasts as
 * long as the connection: whoever is killed gives it up.
 * @param needs.onLost somebody else has it now, after the connection was lost
 */
export async function holdInstance(needs: {
  databaseUrl: string;
  onLost: () => void;
  patienceMs?: number;
}): Promise<{ release(): Promise<void> }> {
  const closed = new AbortController();
  let client = await lock(needs.patienceMs ?? PATIENCE_MS);
  if (!client)
    throw new StartProblem('Another shop is open on this database. Close it first, or start this one with ETALAGE_ROLE=gateway.');
  watch(client);

  async function lock(patienceMs: number): Promise<pg.Client | null> {
    const made = new pg.Client({ connectionString: needs.databaseUrl, keepAlive: true, application_name: 'etalage instance' });
    made.on('error', () => {});
    await made.connect();
    for (const untilMs = performance.now() + patienceMs; ; await sleep(200)) {
      const { rows } = await made.query<{ held: boolean }>('select pg_try_advisory_lock($1) as held', [INSTANCE_LOCK]);
      if (rows[0]!.held) return made;
      if (performance.now() < untilMs) continue;
      await made.end();
      return null;
    }
  }

  function watch(held: pg.Client): void {
    held.once('end', () => {
      if (!closed.signal.aborted) void regain();
    });
  }

  async function regain(): Promise<void> {
    for (; !closed.signal.aborted; await sleep(500)) {
      const again = await lock(needs.patienceMs ?? PATIENCE_MS).catch(() => undefined);
      if (again === undefined) continue;
      if (closed.signal.aborted) return again?.end();
      if (again === null) return needs.onLost();
      client = again;
      return watch(again);
    }
  }

  return {
    async release() {
      closed.abort();
      await client?.end().catch(() => {});
    },
  };
}
