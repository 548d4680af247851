import assert from 'node:assert/strict';
import test from 'node:test';
import { type Offered, thenPrice } from './then-price.ts';

const at = (minute: number) => new Date(Date.UTC(2026, 10, 19, 20, minute));
const scene = { productId: 'pan', startedMs: at(10).getTime(), endedMs: at(20).getTime() };
const price = (variantId: string, minute: number, minor: number) => ({
  productId: 'pan',
  variantId,
  variantTitle: variantId,
  minor,
  currency: 'EUR',
  since: at(minute),
});
const offer = (from: number, until: number, minor: number): Offered => ({
  productId: 'pan',
  offer: {
    id: `o${from}`,
    variantId: '28 cm',
    price: { minor, currency: 'EUR' },
    startsAt: at(from).toISOString(),
    endsAt: at(until).toISOString(),
    limitPerBuyer: null,
    state: 'ended',
  },
});
const past = [price('24 cm', -60, 6500), price('28 cm', -60, 9900), price('24 cm', 15, 6000), price('24 cm', 40, 5500)];
const told = (offers: Offered[], prices = past) => {
  const then = thenPrice(scene, offers, prices);
  return then && [then.variantId, then.price.minor, then.offerEndsAt];
};

test('without an offer it is the ordinary price when the chapter began, of the product’s first variant', () => {
  assert.deepEqual(told([]), ['24 cm', 6500, null]);
});

test('an offer that ran in the chapter is what was asked, with its end; one before or after it is not', () => {
  assert.deepEqual(told([offer(5, 12, 7900)]), ['28 cm', 7900, at(12).toISOString()]);
  assert.deepEqual(told([offer(0, 10, 7900), offer(20, 30, 6900)]), ['24 cm', 6500, null]);
});

test('of two offers in one chapter the later one is told', () => {
  assert.deepEqual(told([offer(12, 14, 7900), offer(15, 18, 6900)]), ['28 cm', 6900, at(18).toISOString()]);
});

test('an offer for another product says nothing, and a product without a past has no price', () => {
  assert.equal(thenPrice({ ...scene, productId: 'salt' }, [offer(5, 30, 1)], past), null);
  assert.equal(told([], [price('24 cm', 30, 6500)]), null);
});
