import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import { addWorkingDays, totalsOf, vatInside } from './order-totals.ts';

test('the picture’s pan: €79.00 and €4.95 delivery are €83.95 with €14.57 VAT inside', () => {
  assert.deepEqual(totalsOf({ unitPriceMinor: 7900n, quantity: 1, shippingMinor: 495, vatPercent: 21 }), {
    goods: 7900n,
    shipping: 495n,
    total: 8395n,
    vat: 1457n,
  });
});

test('VAT inside is right to half a cent for every rate with two decimals, and never more than the total', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: 0n, max: 10n ** 13n }), fc.integer({ min: 0, max: 4000 }), (total, hundredths) => {
      const vat = vatInside(total, hundredths / 100);
      const whole = 10_000n + BigInt(hundredths);
      const error = vat * whole - total * BigInt(hundredths);
      assert.ok(error * 2n <= whole && error * 2n > -whole, `${vat} of ${total}`);
      assert.ok(vat >= 0n && vat <= total);
    }),
  );
});

test('working days skip the weekend', () => {
  const friday = new Date('2026-11-20T19:43:00.000Z');
  assert.equal(addWorkingDays(friday, 1).toISOString(), '2026-11-23T19:43:00.000Z');
  assert.equal(addWorkingDays(friday, 6).toISOString(), '2026-11-30T19:43:00.000Z');
  assert.equal(addWorkingDays(friday, 0).toISOString(), friday.toISOString());
});
