import assert from 'node:assert/strict';
import test from 'node:test';
import { sql } from 'kysely';
import { v7 as uuidv7 } from 'uuid';
import { attempt, transact } from '#platform/db.ts';
import { createSignals } from '#platform/signals.ts';
import { freshDatabase } from '#platform/testing.ts';
import { createStock } from '../stock/index.ts';
import { createOffers, type NewOffer } from './index.ts';

const { db } = await freshDatabase();
const stock = createStock({ db, signals: createSignals() });
const [orgId, showId, productId] = [uuidv7(), uuidv7(), uuidv7()];
const noted: bigint[] = [];
const offers = createOffers({
  db,
  stock,
  catalog: {
    variant: async () => ({ productId, orgId, currency: 'EUR' }),
    noteOfferPrice: async (_, offer) => void noted.push(offer.priceMinor),
  },
});

async function variantOnSale(): Promise<string> {
  const variantId = uuidv7();
  await transact(db, async (tx) => {
    await stock.setTerms(tx, [{ variantId, priceMinor: 9900, currency: 'EUR' }]);
    await stock.setUnits(tx, [{ variantId, available: 10 }]);
  });
  return variantId;
}
const start = (variantId: string, more: Partial<NewOffer> = {}) =>
  attempt(db, (tx) => offers.start(tx, { showId, orgId, variantId, priceMinor: 7900, lastsSeconds: 60, limitPerBuyer: 1, ...more }));
const buy = (variantId: string, expectedMinor: number) =>
  stock.hold({ orderId: uuidv7(), variantId, buyerId: uuidv7(), quantity: 1, expectedMinor, orgId, showId });

test('a timed price is the price from its start, for exactly as long as it promised', async () => {
  const variantId = await variantOnSale();
  const started = await start(variantId);
  assert.ok(started.ok);
  assert.equal(started.value.state, 'running');
  assert.equal(Date.parse(started.value.endsAt!) - Date.parse(started.value.startsAt), 60_000);
  assert.deepEqual(await offers.forVariants(db, [variantId]), [started.value]);
  assert.ok((await buy(variantId, 7900)).ok);
  assert.equal((await buy(variantId, 9900)).ok, false);
  assert.deepEqual(noted.slice(-1), [7900n]);
});

test('a running offer is neither extended nor restarted, also by two at once', async () => {
  const variantId = await variantOnSale();
  const outcomes = await Promise.all([start(variantId), start(variantId, { lastsSeconds: 900 }), start(variantId, { priceMinor: 5000 })]);
  assert.deepEqual(outcomes.map((outcome) => (outcome.ok ? 'started' : outcome.reason)).sort(), ['conflict', 'conflict', 'started']);
  assert.equal((await offers.forVariants(db, [variantId])).length, 1);
});

test('the terms of an offer cannot be rewritten, not even in the database', async () => {
  const variantId = await variantOnSale();
  await start(variantId);
  await assert.rejects(sql`update offers set ends_at = ends_at + interval '1 hour' where variant_id = ${variantId}`.execute(db), /promise/);
  await assert.rejects(sql`delete from offers where variant_id = ${variantId}`.execute(db), /promise/);
});

test('an offer that has ended says so once, sells at the old price, and leaves room for another', async () => {
  const variantId = await variantOnSale();
  // The shortest offer over the API is 30 s; the room itself takes any.
  const started = await start(variantId, { lastsSeconds: 0.05 });
  assert.ok(started.ok);
  await sql`select pg_sleep(0.08)`.execute(db);
  const told: string[] = [];
  const tell = async (_: unknown, ended: readonly { offer: { id: string; state: string } }[]) =>
    void told.push(...ended.filter((each) => each.offer.id === started.value.id).map((each) => each.offer.state));
  await Promise.all([offers.drainEnded(tell), offers.drainEnded(tell)]);
  await offers.drainEnded(tell);
  assert.deepEqual(told, ['ended']);
  assert.deepEqual(await offers.forVariants(db, [variantId]), []);
  const refused = await buy(variantId, 7900);
  assert.equal(!refused.ok && refused.reason, 'offer_ended');
  assert.ok((await start(variantId)).ok);
});

test('an offer for a variant of another organisation is not found', async () => {
  const outcome = await start(await variantOnSale(), { orgId: uuidv7() });
  assert.equal(!outcome.ok && outcome.reason, 'not_found');
});
