import assert from 'node:assert/strict';
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import test, { after } from 'node:test';
import { fileURLToPath } from 'node:url';
import { sql } from 'kysely';
import { v7 as uuidv7 } from 'uuid';
import { transact } from '#platform/db.ts';
import { createSignals } from '#platform/signals.ts';
import { freshDatabase } from '#platform/testing.ts';
import { createStock } from '../stock/index.ts';
import { type Answer, type Buyer, createBuyer, newShopIds } from './testing.ts';

const SERVER = fileURLToPath(new URL('testing-server.ts', import.meta.url));
const children: ChildProcess[] = [];
after(() => {
  for (const child of children) child.kill('SIGKILL');
});
const { db, url } = await freshDatabase();
const stock = createStock({ db, signals: createSignals() });
const ids = newShopIds();

async function startServer(): Promise<{ child: ChildProcess; publicUrl: string }> {
  const child = fork(SERVER, [], {
    execArgv: [],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    env: { PATH: process.env['PATH'], NODE_NO_WARNINGS: '1', DATABASE_URL: url, SHOP_IDS: JSON.stringify(ids) },
  });
  children.push(child);
  const [message] = (await once(child, 'message')) as [{ port: number }];
  return { child, publicUrl: `http://127.0.0.1:${message.port}` };
}

const BUYERS = 150;
const UNITS = 100;
const AT_ONCE = 15;

for (const killAfter of [1, 40]) {
  test(`killed with -9 after ${killAfter} answers: no acknowledged order is lost, none doubled`, async (t) => {
    const variantId = uuidv7();
    await transact(db, async (tx) => {
      await stock.setTerms(tx, [{ variantId, priceMinor: 7900, currency: 'EUR', perBuyer: 1 }]);
      await stock.setUnits(tx, [{ variantId, available: UNITS }]);
    });
    const first = await startServer();
    const buyers: Buyer[] = Array.from({ length: BUYERS }, () => createBuyer(first.publicUrl));
    await Promise.all(buyers.map((buyer) => buyer.arrive()));
    const wishes = buyers.map((buyer) => buyer.wishFor(variantId, { showId: ids.showId }));

    const acknowledged = new Map<string, Answer>();
    const died = once(first.child, 'exit');
    // A few at a time, so that the blow falls between an answer and the next batch.
    const waiting = buyers.keys();
    const tap = async (): Promise<void> => {
      for (const at of waiting) {
        const answer = await buyers[at]!.send('POST', '/api/orders', wishes[at]!).catch(() => null);
        if (answer?.status === 200) acknowledged.set(wishes[at]!.orderId, answer);
        if (acknowledged.size >= killAfter) first.child.kill('SIGKILL');
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, tap));
    await died;
    const { rows: before } = await sql<{
      count: number;
    }>`select count(*)::integer as count from holds where variant_id = ${variantId}`.execute(db);
    assert.ok(acknowledged.size >= killAfter && before[0]!.count >= acknowledged.size);
    assert.ok(acknowledged.size < UNITS, 'the server must die in the middle');
    t.diagnostic(`${before[0]!.count} were committed, ${acknowledged.size} were acknowledged`);

    const second = await startServer();
    const again = await Promise.all(
      buyers.map((buyer, at) => createBuyer(second.publicUrl, buyer.jar).send('POST', '/api/orders', wishes[at]!)),
    );
    const counts = Object.groupBy(again, (answer) => (answer.status === 200 ? 'held' : answer.body.reason));
    assert.deepEqual([counts['held']?.length, counts['sold_out']?.length], [UNITS, BUYERS - UNITS]);
    for (const [orderId, answer] of acknowledged) {
      const repeated = again[wishes.findIndex((wish) => wish.orderId === orderId)]!;
      assert.deepEqual(
        [repeated.body.number, repeated.body.placedAt],
        [answer.body.number, answer.body.placedAt],
        'the same order as was answered',
      );
    }
    const { rows } = await sql<{ orders: number; units: number; available: number; held: number }>`
      select count(*)::integer as orders, sum(h.quantity)::integer as units, s.available, s.held
      from holds h join stock s using (variant_id) where variant_id = ${variantId} group by s.available, s.held`.execute(db);
    assert.deepEqual(rows, [{ orders: UNITS, units: UNITS, available: 0, held: UNITS }]);
    second.child.kill('SIGKILL');
    await once(second.child, 'exit');
  });
}
