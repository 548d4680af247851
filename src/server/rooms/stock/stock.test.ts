import assert from 'node:assert/strict';
import test from 'node:test';
import { sql } from 'kysely';
import { v7 as uuidv7 } from 'uuid';
import { openDatabase, transact } from '#platform/db.ts';
import { createSignals } from '#platform/signals.ts';
import { freshDatabase } from '#platform/testing.ts';
import { createStock, type Wish } from './index.ts';

const { db, url } = await freshDatabase();
const signals = createSignals();
const stock = createStock({ db, signals });
const orgId = uuidv7();

async function variantWith(available: number, terms: { priceMinor?: number; perBuyer?: number | null } = {}): Promise<string> {
  const variantId = uuidv7();
  await transact(db, async (tx) => {
    await stock.setTerms(tx, [{ variantId, priceMinor: terms.priceMinor ?? 1000, currency: 'EUR', perBuyer: terms.perBuyer ?? null }]);
    await stock.setUnits(tx, [{ variantId, available }]);
  });
  return variantId;
}
const wishFor = (variantId: string, more: Partial<Wish> = {}): Wish => ({
  orderId: uuidv7(),
  variantId,
  buyerId: uuidv7(),
  quantity: 1,
  expectedMinor: 1000,
  orgId,
  showId: null,
  ...more,
});
const levelsOf = async (variantId: string) => (await stock.levels(db, [variantId])).get(variantId);
const reasonOf = (outcome: { ok: true } | { ok: false; reason: string }) => (outcome.ok ? 'held' : outcome.reason);
const timed = (more: { inMs?: number; lastsMs?: number; priceMinor?: bigint; limit?: number | null } = {}) => {
  const startsAt = new Date(Date.now() + (more.inMs ?? -1000));
  return {
    id: uuidv7(),
    priceMinor: more.priceMinor ?? 700n,
    startsAt,
    endsAt: new Date(startsAt.getTime() + (more.lastsMs ?? 60_000)),
    limitPerBuyer: more.limit ?? null,
  };
};

test('a hold takes units, a sale keeps them, a release gives them back', async () => {
  const variantId = await variantWith(5);
  const first = await stock.hold(wishFor(variantId, { quantity: 2 }));
  const second = await stock.hold(wishFor(variantId));
  assert.ok(first.ok && second.ok);
  assert.deepEqual(await levelsOf(variantId), { available: 2, held: 3, sold: 0 });
  await transact(db, (tx) => stock.sell(tx, first.value.orderId));
  await transact(db, (tx) => stock.release(tx, [second.value.orderId]));
  assert.deepEqual(await levelsOf(variantId), { available: 3, held: 0, sold: 2 });
});

test('terms keep what they do not name, and units without a price are not for sale', async () => {
  const variantId = uuidv7();
  await transact(db, (tx) => stock.setUnits(tx, [{ variantId, available: 3 }]));
  assert.equal(reasonOf(await stock.hold(wishFor(variantId))), 'not_found');
  await transact(db, (tx) => stock.setTerms(tx, [{ variantId, priceMinor: 1000, currency: 'EUR', perBuyer: 1 }]));
  await transact(db, (tx) => stock.setTerms(tx, [{ variantId, priceMinor: 900, currency: 'EUR' }]));
  const buyerId = uuidv7();
  assert.equal(reasonOf(await stock.hold(wishFor(variantId, { buyerId, expectedMinor: 900 }))), 'held');
  assert.equal(reasonOf(await stock.hold(wishFor(variantId, { buyerId, expectedMinor: 900 }))), 'limit_reached');
  await transact(db, (tx) => stock.setTerms(tx, [{ variantId, priceMinor: 900, currency: 'EUR', open: false }]));
  await transact(db, (tx) => stock.setTerms(tx, [{ variantId, priceMinor: 800, currency: 'EUR' }]));
  assert.equal(reasonOf(await stock.hold(wishFor(variantId, { expectedMinor: 800 }))), 'not_found');
});

test('quantities are decided in arrival order: a large wish is refused, a later small one still fits', async () => {
  const variantId = await variantWith(5);
  const outcomes = await Promise.all([3, 4, 2, 1].map((quantity) => stock.hold(wishFor(variantId, { quantity }))));
  assert.deepEqual(outcomes.map(reasonOf), ['held', 'sold_out', 'held', 'sold_out']);
  assert.deepEqual(outcomes[1], { ok: false, reason: 'sold_out', facts: { left: 2 } });
});

test('the same wish again is the same hold; the same order id with another wish is refused', async () => {
  const variantId = await variantWith(10);
  const wish = wishFor(variantId, { quantity: 2 });
  const together = await Promise.all(Array.from({ length: 50 }, () => stock.hold({ ...wish })));
  const later = await stock.hold({ ...wish });
  for (const outcome of together) assert.deepEqual(outcome, together[0]);
  assert.ok(later.ok && together[0]?.ok);
  assert.deepEqual(later.value, { ...together[0].value, isNew: false });
  for (const other of [
    { quantity: 1 },
    { buyerId: uuidv7() },
    { expectedMinor: 999 },
    { showId: uuidv7() },
    { variantId: await variantWith(3) },
  ])
    assert.equal(reasonOf(await stock.hold({ ...wish, ...other })), 'order_id_reused', JSON.stringify(other));
  const racing = await Promise.all([stock.hold(wishFor(variantId, { orderId: uuidv7() })), ...twins(variantId)]);
  assert.deepEqual(racing.map(reasonOf), ['held', 'held', 'order_id_reused']);
  assert.equal((await levelsOf(variantId))?.held, 4);
});
function twins(variantId: string) {
  const wish = wishFor(variantId);
  return [stock.hold(wish), stock.hold({ ...wish, quantity: 2 })];
}

test('the limit per buyer counts what is held and bought, also for taps of one moment', async () => {
  const variantId = await variantWith(50, { perBuyer: 3 });
  const buyerId = uuidv7();
  const outcomes = await Promise.all([1, 1, 1, 1, 1].map(() => stock.hold(wishFor(variantId, { buyerId }))));
  assert.deepEqual(outcomes.map(reasonOf).sort(), ['held', 'held', 'held', 'limit_reached', 'limit_reached']);
  const first = outcomes[0]!;
  assert.ok(first.ok);
  await transact(db, (tx) => stock.sell(tx, first.value.orderId));
  assert.equal(reasonOf(await stock.hold(wishFor(variantId, { buyerId }))), 'limit_reached');
  const second = outcomes[1]!;
  assert.ok(second.ok);
  await transact(db, (tx) => stock.release(tx, [second.value.orderId]));
  assert.equal(reasonOf(await stock.hold(wishFor(variantId, { buyerId }))), 'held');
});

test('a price that moved is refused with the new one', async () => {
  const variantId = await variantWith(5, { priceMinor: 1200 });
  assert.deepEqual(await stock.hold(wishFor(variantId)), {
    ok: false,
    reason: 'price_changed',
    facts: { price: { minor: 1200, currency: 'EUR' } },
  });
  assert.deepEqual(await levelsOf(variantId), { available: 5, held: 0, sold: 0 });
});

test('an offer decides the price while it runs, and cannot be replaced, extended or restarted until it has ended', async () => {
  const variantId = await variantWith(20);
  const upcoming = timed({ inMs: 60_000 });
  assert.equal(await transact(db, (tx) => stock.setOffer(tx, variantId, upcoming)), true);
  assert.equal(reasonOf(await stock.hold(wishFor(variantId, { expectedMinor: 700 }))), 'price_changed');
  await transact(db, (tx) => stock.setOffer(tx, variantId, null));
  const running = timed({ limit: 1 });
  assert.equal(await transact(db, (tx) => stock.setOffer(tx, variantId, running)), true);
  assert.equal(await transact(db, (tx) => stock.setOffer(tx, variantId, timed({ lastsMs: 900_000 }))), false);
  const buyerId = uuidv7();
  const bought = await stock.hold(wishFor(variantId, { buyerId, expectedMinor: 700 }));
  assert.ok(bought.ok);
  assert.equal(bought.value.offerId, running.id);
  assert.equal(reasonOf(await stock.hold(wishFor(variantId, { buyerId, expectedMinor: 700 }))), 'limit_reached');
  assert.equal(reasonOf(await stock.hold(wishFor(variantId, { expectedMinor: 1000 }))), 'price_changed');
});

test('an offer that has ended is ended: its price is refused with the price of now', async () => {
  const variantId = await variantWith(5);
  await transact(db, (tx) => stock.setOffer(tx, variantId, timed({ inMs: -10_000, lastsMs: 9_000 })));
  assert.deepEqual(await stock.hold(wishFor(variantId, { expectedMinor: 700 })), {
    ok: false,
    reason: 'offer_ended',
    facts: { price: { minor: 1000, currency: 'EUR' } },
  });
  assert.equal(reasonOf(await stock.hold(wishFor(variantId))), 'held');
  assert.equal(await transact(db, (tx) => stock.setOffer(tx, variantId, timed())), true);
});

test('a wish that the database cannot read fails alone', async () => {
  const variantId = await variantWith(600);
  const wishes = Array.from({ length: 300 }, () => wishFor(variantId));
  wishes[123] = { ...wishes[123]!, quantity: Number.NaN };
  wishes[124] = { ...wishes[124]!, orderId: 'not-an-id' };
  const outcomes = await Promise.allSettled(wishes.map((wish) => stock.hold(wish)));
  assert.deepEqual(
    outcomes.map((outcome, at) => (outcome.status === 'rejected' ? at : -1)).filter((at) => at >= 0),
    [123, 124],
  );
  assert.equal((await levelsOf(variantId))?.held, 298);
});

test('two processes batching on one database never oversell, and seq has no gap', async () => {
  const other = openDatabase(url);
  try {
    const elsewhere = createStock({ db: other.db, signals: createSignals() });
    const variantIds = [await variantWith(300), await variantWith(300), await variantWith(300)];
    const limited = await variantWith(1000, { perBuyer: 2 });
    const buyers = Array.from({ length: 20 }, () => uuidv7());
    const race = Array.from({ length: 1500 }, (_, at) => (at % 2 ? stock : elsewhere).hold(wishFor(variantIds[at % 3]!)));
    const greedy = Array.from({ length: 200 }, (_, at) =>
      (at % 2 ? stock : elsewhere).hold(wishFor(limited, { buyerId: buyers[at % 20]! })),
    );
    const outcomes = await Promise.all([...race, ...greedy]);
    const held = outcomes.slice(0, 1500).filter((outcome) => outcome.ok);
    assert.equal(held.length, 900);
    assert.ok(outcomes.every((outcome) => outcome.ok || ['sold_out', 'limit_reached'].includes(outcome.reason)));
    for (const variantId of variantIds) {
      assert.deepEqual(await levelsOf(variantId), { available: 0, held: 300, sold: 0 });
      const { rows } = await sql<{ seq: number }>`select seq from holds where variant_id = ${variantId} order by seq`.execute(db);
      assert.deepEqual(
        rows.map((row) => row.seq),
        Array.from({ length: 300 }, (_, at) => at + 1),
      );
    }
    const { rows } = await sql<{ units: number }>`
      select sum(quantity)::integer as units from holds where variant_id = ${limited} group by buyer_id`.execute(db);
    assert.deepEqual([...new Set(rows.map((row) => row.units))], [2]);
  } finally {
    await other.close();
  }
});

test('one order id on two processes for two variants becomes one hold', async () => {
  const other = openDatabase(url);
  try {
    const elsewhere = createStock({ db: other.db, signals: createSignals() });
    for (let round = 0; round < 20; round += 1) {
      const [one, two] = [await variantWith(1), await variantWith(1)];
      const wish = wishFor(one);
      const outcomes = await Promise.all([stock.hold(wish), elsewhere.hold({ ...wish, variantId: two })]);
      assert.deepEqual(outcomes.map(reasonOf).sort(), ['held', 'order_id_reused']);
    }
  } finally {
    await other.close();
  }
});

test('of a payment and an expiry exactly one wins, and no unit is lost', async () => {
  const hasty = createStock({ db, signals, holdSeconds: 0, graceSeconds: 0 });
  const variantId = await variantWith(200);
  const holds = await Promise.all(Array.from({ length: 200 }, () => hasty.hold(wishFor(variantId))));
  const ids = holds.map((outcome) => (outcome.ok ? outcome.value.orderId : assert.fail()));
  const sold = Promise.all(ids.map((id) => transact(db, (tx) => hasty.sell(tx, id))));
  const swept: string[] = [];
  for (let round = 0; round < 5; round += 1) swept.push(...(await hasty.sweepExpired()));
  const outcomes = await sold;
  const { rows } = await sql<{ status: string; count: number }>`
    select status, count(*)::integer as count from holds where variant_id = ${variantId} group by status`.execute(db);
  const counts = new Map(rows.map((row) => [row.status, row.count]));
  assert.equal(counts.get('held') ?? 0, 0);
  assert.equal((counts.get('paid') ?? 0) + (counts.get('expired') ?? 0), 200);
  assert.equal(outcomes.filter((outcome) => outcome === 'sold').length, counts.get('paid') ?? 0);
  assert.deepEqual(await levelsOf(variantId), { available: counts.get('expired') ?? 0, held: 0, sold: counts.get('paid') ?? 0 });
  assert.equal(new Set(swept).size, swept.length, 'no hold expires twice');
});

test('money that comes after the expiry still buys when units are free, and not when they are gone', async () => {
  const hasty = createStock({ db, signals, holdSeconds: 0, graceSeconds: 0 });
  const variantId = await variantWith(1);
  const late = await hasty.hold(wishFor(variantId));
  assert.ok(late.ok);
  await hasty.sweepExpired();
  const other = await stock.hold(wishFor(variantId));
  assert.ok(other.ok);
  assert.equal(await transact(db, (tx) => stock.sell(tx, late.value.orderId)), 'sold_out');
  await transact(db, (tx) => stock.release(tx, [other.value.orderId]));
  assert.equal(await transact(db, (tx) => stock.sell(tx, late.value.orderId)), 'sold');
  assert.equal(await transact(db, (tx) => stock.sell(tx, late.value.orderId)), 'already_sold');
  assert.equal(await transact(db, (tx) => stock.sell(tx, other.value.orderId)), 'released');
  assert.deepEqual(await levelsOf(variantId), { available: 0, held: 0, sold: 1 });
});

test('sold out and back are told in order and once, also after a listener failed', async () => {
  await stock.drainTurns(async () => {});
  const variantId = await variantWith(1);
  const only = await stock.hold(wishFor(variantId));
  assert.ok(only.ok);
  await transact(db, (tx) => stock.release(tx, [only.value.orderId]));
  await assert.rejects(
    stock.drainTurns(async () => {
      throw new Error('the record is closed');
    }),
  );
  const told: string[] = [];
  const tell = async (_: unknown, turns: readonly { variantId: string; turn: string }[]) =>
    void told.push(...turns.map((turn) => turn.turn));
  await stock.drainTurns(tell);
  await stock.drainTurns(tell);
  assert.deepEqual(told, ['sold_out', 'back']);
});

test('a moved stock row wakes listeners after its commit', async () => {
  const variantId = await variantWith(2);
  const woken: string[] = [];
  const stop = signals.on('stockMoved', (ids) => woken.push(...ids));
  await stock.hold(wishFor(variantId));
  stop();
  assert.deepEqual(woken, [variantId]);
});
