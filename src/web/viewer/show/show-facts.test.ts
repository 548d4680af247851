import assert from 'node:assert/strict';
import test from 'node:test';
import type { ProductCard } from '#contract/catalog.ts';
import type { RoomEvent } from '#contract/room.ts';
import type { Offer, Show } from '#contract/shows.ts';
import { applyToShow, leftOf, mainVariant, priced, runningOffer, soldOut } from './show-facts.ts';

const variant = (id: string, minor: number, left: number) => ({
  id,
  sku: id,
  title: id,
  options: [id],
  left,
  imageId: null,
  listPrice: { minor, currency: 'EUR' },
  facts: {
    price: { minor, currency: 'EUR' },
    since: '2026-09-04T00:00:00.000Z',
    was: { minor: minor + 1500, currency: 'EUR' },
    percentOff: 16,
    lowest30: { minor, currency: 'EUR' },
  },
});
const product = { id: 'p1', title: 'Pan', variants: [variant('v24', 6500, 3), variant('v28', 7900, 60)] } as unknown as ProductCard;
const offer: Offer = {
  id: 'o1',
  variantId: 'v28',
  price: { minor: 7900, currency: 'EUR' },
  startsAt: '2026-11-19T19:15:00.000Z',
  endsAt: '2026-11-19T19:45:00.000Z',
  limitPerBuyer: 2,
  state: 'running',
};
const show = {
  state: 'live',
  pins: [],
  shelf: [{ product, position: 0, shownAt: null, plannedAt: null, offers: [offer] }],
  media: { state: 'live', generation: 1 },
} as unknown as Show;
const during = Date.parse('2026-11-19T19:30:00.000Z');
const event = <E extends RoomEvent>(k: E['k'], d: E['d']): RoomEvent => ({ s: 1, t: during, k, d }) as RoomEvent;

test('a price that changed is shown without the old "was"', () => {
  const after = applyToShow(show, event('price', { productId: 'p1', variantId: 'v28', minor: 9900, currency: 'EUR' }));
  const facts = after.shelf[0]!.product.variants[1]!.facts;
  assert.equal(facts.price.minor, 9900);
  assert.equal(facts.was, null);
  assert.equal(facts.percentOff, null);
  assert.equal(after.shelf[0]!.product.variants[0], product.variants[0], 'other variants stay the same object');
});

test('an event that repeats the known price keeps the computed facts', () => {
  const after = applyToShow(show, event('price', { productId: 'p1', variantId: 'v28', minor: 7900, currency: 'EUR' }));
  assert.equal(after.shelf[0]!.product.variants[1]!.facts.percentOff, 16);
});

test('sold out is sold out at once, and the room’s count wins over the page’s', () => {
  const after = applyToShow(show, event('stock', { productId: 'p1', variantId: 'v24', threshold: 'sold_out' }));
  assert.equal(leftOf(after.shelf[0]!.product.variants[0]!, {}), 0);
  assert.equal(leftOf(product.variants[1]!, { 'left:v28': 37 }), 37);
  assert.equal(soldOut(product, { 'left:v24': 0, 'left:v28': 0 }), true);
});

test('an offer runs from its start until its end by the server’s clock', () => {
  const item = show.shelf[0]!;
  assert.equal(runningOffer(item, 'v28', during)?.id, 'o1');
  assert.equal(runningOffer(item, 'v28', Date.parse(offer.endsAt!)), null);
  assert.equal(runningOffer(item, 'v28', Date.parse(offer.startsAt) - 1), null);
});

test('a card speaks of the variant on offer, and of another one when that is sold out', () => {
  assert.equal(mainVariant(product, show.shelf[0], {}, during).id, 'v28');
  assert.equal(mainVariant(product, show.shelf[0], { 'left:v28': 0 }, during).id, 'v24');
});

test('while an offer runs its price is shown against the 30-day low, afterwards the shelf price again', () => {
  const base = variant('v28', 9400, 5);
  const shelfPrice = { ...base, facts: { ...base.facts, was: null, percentOff: null } };
  const now = priced(shelfPrice, show.shelf[0], during).facts;
  assert.deepEqual([now.price.minor, now.was?.minor, now.percentOff], [7900, 9400, 15]);
  assert.equal(priced(shelfPrice, show.shelf[0], Date.parse(offer.endsAt!)), shelfPrice);
});

test('an offer above the 30-day low is no reduction', () => {
  const cheap = { ...variant('v28', 9400, 5), facts: { ...variant('v28', 9400, 5).facts, lowest30: { minor: 7500, currency: 'EUR' } } };
  const now = priced(cheap, show.shelf[0], during).facts;
  assert.deepEqual([now.price.minor, now.was, now.percentOff], [7900, null, null]);
});
