import assert from 'node:assert/strict';
import test from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { freshDatabase } from '#platform/testing.ts';
import { holdInstance, INSTANCE_LOCK } from '../src/server/one-instance.ts';
import { StartProblem } from '../src/server/start-checks.ts';

const database = await freshDatabase({ max: 3 });
const hold = (onLost: () => void = () => {}) => holdInstance({ databaseUrl: database.url, onLost, patienceMs: 300 });

/** The connection that has the lock. */
async function holder(): Promise<number | null> {
  const { rows } = await database.pool.query<{ pid: number }>(
    `select pid from pg_locks join pg_stat_activity using (pid)
     where locktype = 'advisory' and granted and application_name = 'etalage instance' and datname = current_database()`,
  );
  return rows[0]?.pid ?? null;
}

test('a second shop on one database refuses to start, and may when the first has closed', async () => {
  const first = await hold();
  await assert.rejects(hold(), StartProblem);
  await first.release();
  const second = await hold();
  await second.release();
});

test('whoever lost the connection takes the lock again', async (t) => {
  const first = await hold(() => assert.fail('nobody else had it'));
  t.after(() => first.release());
  const before = await holder();
  await database.pool.query('select pg_terminate_backend($1)', [before]);
  for (let tries = 0; tries < 200; tries++, await sleep(50)) {
    const now = await holder();
    if (now !== null && now !== before) return;
  }
  assert.fail('it did not come back for the lock');
});

test('whoever finds somebody else in its place is told', async (t) => {
  const lost = Promise.withResolvers<void>();
  const first = await hold(lost.resolve);
  t.after(() => first.release());
  const other = await database.pool.connect();
  // Waits in the line of the lock, so it has it the moment the first loses it.
  const taken = other.query('select pg_advisory_lock($1)', [INSTANCE_LOCK]);
  await database.pool.query('select pg_terminate_backend($1)', [await holder()]);
  await taken;
  await lost.promise;
  other.release(true);
});
