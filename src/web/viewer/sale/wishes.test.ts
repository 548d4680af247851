import assert from 'node:assert/strict';
import test from 'node:test';
import { validate, version } from 'uuid';
import { mintOrderId } from './order-id.ts';
import { createWishes } from './wishes.ts';

const wish = { showId: 'show', variantId: 'v28', quantity: 1, expectedMinor: 7900 };
function memory() {
  const map = new Map<string, string>();
  return {
    getItem: (key: string) => map.get(key) ?? null,
    setItem: (key: string, value: string) => void map.set(key, value),
    removeItem: (key: string) => void map.delete(key),
  };
}

test('an order id is a UUIDv7 that sorts by time', () => {
  const earlier = mintOrderId(1_700_000_000_000);
  const later = mintOrderId(1_700_000_000_001);
  assert.ok(validate(earlier));
  assert.equal(version(earlier), 7);
  assert.ok(earlier < later);
  assert.equal(Number.parseInt(earlier.replaceAll('-', '').slice(0, 12), 16), 1_700_000_000_000);
});

test('a retry and a reload are the same order', () => {
  const keep = memory();
  const first = createWishes(keep).take(wish);
  assert.equal(createWishes(keep).take(wish).orderId, first.orderId);
});

test('another price or quantity is another order', () => {
  const wishes = createWishes(memory());
  const first = wishes.take(wish);
  assert.notEqual(wishes.take({ ...wish, expectedMinor: 9900 }).orderId, first.orderId);
  assert.notEqual(wishes.take({ ...wish, quantity: 2 }).orderId, first.orderId);
});

test('after the answer the next wish is a new order', () => {
  const wishes = createWishes(memory());
  const first = wishes.take(wish);
  wishes.settle(wish);
  assert.notEqual(wishes.take(wish).orderId, first.orderId);
});

test('what cannot be read is replaced', () => {
  const keep = memory();
  keep.setItem('wish:show:v28', '{broken');
  assert.ok(validate(createWishes(keep).take(wish).orderId));
});
