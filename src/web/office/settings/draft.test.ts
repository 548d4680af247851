import assert from 'node:assert/strict';
import test from 'node:test';
import type { Organisation } from '#contract/accounts.ts';
import { type Draft, draftOf, readDraft } from './draft.ts';

const shop: Organisation = {
  id: '018f0000-0000-7000-8000-000000000000',
  slug: 'soup',
  name: 'Soup',
  legalName: 'Soup BV',
  city: null,
  country: 'BE',
  currency: 'EUR',
  vatPercent: 21,
  shippingMinor: 495,
  deliveryDays: 3,
  returnDays: 14,
  takesOrders: true,
  about: '',
  imageUrl: null,
  secondFactorWaived: false,
};
const read = (part: Partial<Draft>, digits = 2) => {
  const { change, wrong } = readDraft({ ...draftOf(shop, digits), ...part }, shop, digits);
  return { change, wrong: [...wrong] };
};

test('an untouched form changes nothing', () => assert.deepEqual(read({}), { change: {}, wrong: [] }));

for (const [typed, minor] of [
  ['4.35', 435],
  ['4,35', 435],
  ['1.1', 110],
  ['0', 0],
  ['1000', 100_000],
  [' 7 ', 700],
] as const) {
  test(`delivery of "${typed}" is ${minor} cents`, () => assert.deepEqual(read({ shipping: typed }).change, { shippingMinor: minor }));
}
test('a currency without cents is read without them', () => assert.deepEqual(read({ shipping: '500' }, 0).change, { shippingMinor: 500 }));

for (const typed of ['', '-1', '4.999', '1000.01', 'free', '1e3', '1.2.3']) {
  test(`delivery of "${typed}" is not right`, () => assert.deepEqual(read({ shipping: typed }).wrong, ['shipping']));
}
test('days are whole, and fourteen is the least for changing one’s mind', () => {
  assert.deepEqual(read({ deliveryDays: '2.5' }).wrong, ['deliveryDays']);
  assert.deepEqual(read({ returnDays: '13' }).wrong, ['returnDays']);
  assert.deepEqual(read({ returnDays: '30', vatPercent: '6,5' }).change, { returnDays: 30, vatPercent: 6.5 });
});
test('an emptied city is no city, an emptied name is not right', () => {
  assert.deepEqual(read({ city: '  ' }).change, {});
  assert.deepEqual(read({ name: ' ' }).wrong, ['name']);
});
