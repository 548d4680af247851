import assert from 'node:assert/strict';
import test from 'node:test';
import { sql } from 'kysely';
import { transact } from './db.ts';
import { createJobs } from './jobs.ts';
import { createLog } from './log.ts';
import { freshDatabase } from './testing.ts';

const { db, pool } = await freshDatabase();

test('a job that fails is tried again and does not take the process with it', async () => {
  const jobs = createJobs({ pool, log: createLog('silent') });
  let tries = 0;
  const done = new Promise<void>((resolve) => {
    jobs.handle('shaky', async () => {
      tries += 1;
      if (tries === 1) throw new Error('not yet');
      resolve();
    });
  });
  await jobs.start();
  try {
    await transact(db, (tx) => jobs.add(tx, 'shaky', {}));
    // The second try comes after e seconds.
    await done;
    assert.equal(tries, 2);
  } finally {
    await jobs.stop();
  }
});

test('a job of a transaction that rolled back never was', async () => {
  const jobs = createJobs({ pool, log: createLog('silent') });
  let ran = 0;
  jobs.handle('never', async () => void (ran += 1));
  const after = new Promise<void>((resolve) => jobs.handle('after', async () => resolve()));
  await jobs.start();
  try {
    await assert.rejects(
      transact(db, async (tx) => {
        await jobs.add(tx, 'never', {});
        throw new Error('changed my mind');
      }),
    );
    await transact(db, (tx) => jobs.add(tx, 'after', {}));
    await after;
    assert.equal(ran, 0);
  } finally {
    await jobs.stop();
  }
});

test('a job of a runner that was killed is done by the next one, not hours later', async () => {
  const jobs = createJobs({ pool, log: createLog('silent') });
  const done = new Promise<void>((resolve) => jobs.handle('orphan', async () => resolve()));
  await transact(db, (tx) => jobs.add(tx, 'orphan', {}));
  // As a worker leaves it that took the job and was killed a minute ago.
  await sql`update graphile_worker._private_jobs set locked_by = 'worker-killed', locked_at = now() - interval '1 minute'`.execute(db);
  await jobs.start();
  try {
    await done;
  } finally {
    await jobs.stop();
  }
});
