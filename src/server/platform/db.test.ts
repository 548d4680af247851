import assert from 'node:assert/strict';
import test from 'node:test';
import { sql } from 'kysely';
import { done, refuse } from '#lib/outcome.ts';
import { afterCommit, attempt } from './db.ts';
import { freshDatabase } from './testing.ts';

const { db } = await freshDatabase();

test('a refusal rolls back what the verb wrote and wakes nobody', async () => {
  await sql`create table notes (text text)`.execute(db);
  let woken = 0;
  const outcome = await attempt(db, async (tx) => {
    await sql`insert into notes values ('written')`.execute(tx);
    afterCommit(tx, () => woken++);
    return refuse('no');
  });
  assert.deepEqual(outcome, { ok: false, reason: 'no' });
  const { rows } = await sql`select * from notes`.execute(db);
  assert.equal(rows.length, 0);
  assert.equal(woken, 0);
});

test('a done verb commits before it wakes anybody', async () => {
  const order: string[] = [];
  await attempt(db, async (tx) => {
    afterCommit(tx, () => order.push('woken'));
    order.push('told');
    return done(null);
  });
  assert.deepEqual(order, ['told', 'woken']);
});

test('bigint arrives as bigint, so money never passes through a float', async () => {
  const { rows } = await sql<{ money: bigint }>`select 9007199254740993::bigint as money`.execute(db);
  assert.equal(rows[0]?.money, 9_007_199_254_740_993n);
});
