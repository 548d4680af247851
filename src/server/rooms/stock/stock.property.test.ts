import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import { sql } from 'kysely';
import { v7 as uuidv7 } from 'uuid';
import { openDatabase, transact } from '#platform/db.ts';
import { createSignals } from '#platform/signals.ts';
import { freshDatabase } from '#platform/testing.ts';
import { createStock } from './index.ts';

const { db, url } = await freshDatabase();
const other = openDatabase(url, { max: 4 });
test.after(() => other.close());
/** Two processes; the second one's holds expire at once. */
const shops = [
  createStock({ db, signals: createSignals() }),
  createStock({ db: other.db, signals: createSignals(), holdSeconds: 0, graceSeconds: 0 }),
] as const;
const orgId = uuidv7();

const START = 12;
const LIMIT = 5;
const step = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      verb: fc.constant('hold' as const),
      shop: fc.nat(1),
      buyer: fc.nat(3),
      quantity: fc.integer({ min: 1, max: 4 }),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      verb: fc.constant('again' as const),
      shop: fc.nat(1),
      pick: fc.nat(50),
      quantity: fc.integer({ min: 1, max: 4 }),
    }),
  },
  { weight: 3, arbitrary: fc.record({ verb: fc.constant('sell' as const), pick: fc.nat(50) }) },
  { weight: 2, arbitrary: fc.record({ verb: fc.constant('release' as const), pick: fc.nat(50) }) },
  { weight: 2, arbitrary: fc.record({ verb: fc.constant('sweep' as const) }) },
);
/** Steps of one inner list happen at the same time. */
const story = fc.array(fc.array(step, { minLength: 1, maxLength: 6 }), { minLength: 1, maxLength: 12 });

test('whatever is held, sold, given back and expired at the same time: available + held + sold stays, and no buyer exceeds the limit', async () => {
  const seed = Number(process.env['SEED'] ?? Date.now() % 2 ** 31);
  console.log(`seed ${seed} (SEED=${seed} repeats this run)`);
  await fc.assert(
    fc.asyncProperty(story, async (moments) => {
      const variantId = uuidv7();
      await transact(db, async (tx) => {
        await shops[0].setTerms(tx, [{ variantId, priceMinor: 500, currency: 'EUR', perBuyer: LIMIT }]);
        await shops[0].setUnits(tx, [{ variantId, available: START }]);
      });
      const buyers = Array.from({ length: 4 }, () => uuidv7());
      const placed: { orderId: string; buyerId: string; quantity: number }[] = [];
      const sold = new Set<string>();
      const act = async (each: (typeof moments)[number][number]): Promise<void> => {
        const picked = 'pick' in each ? placed[each.pick % Math.max(placed.length, 1)] : undefined;
        if (each.verb === 'sweep') return void (await shops[1].sweepExpired());
        if (each.verb !== 'hold' && !picked) return;
        if (each.verb === 'sell') {
          const outcome = await transact(db, (tx) => shops[0].sell(tx, picked!.orderId));
          if (outcome === 'sold') {
            assert.ok(!sold.has(picked!.orderId), 'sold twice');
            sold.add(picked!.orderId);
          }
          return;
        }
        if (each.verb === 'release') return void (await transact(db, (tx) => shops[0].release(tx, [picked!.orderId])));
        const wish =
          each.verb === 'hold'
            ? { orderId: uuidv7(), buyerId: buyers[each.buyer]!, quantity: each.quantity }
            : { ...picked!, quantity: each.quantity };
        const outcome = await shops[each.shop as 0 | 1].hold({ ...wish, variantId, expectedMinor: 500, orgId, showId: null });
        if (each.verb === 'hold' && outcome.ok) placed.push(wish);
        if (each.verb === 'again')
          assert.equal(outcome.ok, picked!.quantity === each.quantity, 'the same wish is the same hold, another is refused');
      };
      for (const moment of moments) {
        await Promise.all(moment.map(act));
        await check(variantId, placed.length);
      }
    }),
    { seed, numRuns: 40, interruptAfterTimeLimit: 20_000 },
  );
});

async function check(variantId: string, placed: number): Promise<void> {
  const { rows } = await sql<{
    available: number;
    held: number;
    sold: number;
    held_rows: number;
    sold_rows: number;
    orders: number;
    most: number;
    places: number;
  }>`
    select s.available, s.held, s.sold,
      coalesce((select sum(quantity) from holds h where h.variant_id = s.variant_id and status = 'held'), 0)::integer as held_rows,
      coalesce((select sum(quantity) from holds h where h.variant_id = s.variant_id and status = 'paid'), 0)::integer as sold_rows,
      (select count(*) from holds h where h.variant_id = s.variant_id)::integer as orders,
      (select count(distinct seq) from holds h where h.variant_id = s.variant_id)::integer as places,
      coalesce((select max(units) from (select sum(quantity) as units from holds h where h.variant_id = s.variant_id and status in ('held', 'paid') group by buyer_id) b), 0)::integer as most
    from stock s where s.variant_id = ${variantId}`.execute(db);
  const row = rows[0]!;
  assert.equal(row.available + row.held + row.sold, START);
  assert.deepEqual([row.held, row.sold], [row.held_rows, row.sold_rows], 'the row says what its holds say');
  assert.equal(row.orders, placed, 'an order for each hold that was answered, no more');
  assert.equal(row.places, row.orders, 'no two in one place');
  assert.ok(row.most <= LIMIT, `a buyer has ${row.most}`);
}
