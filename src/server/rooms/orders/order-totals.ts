export interface Totals {
  goods: bigint;
  shipping: bigint;
  total: bigint;
  /** Inside the total. */
  vat: bigint;
}

/** Integers only; the percentage has at most two decimals, so it is exact in hundredths. */
export function totalsOf(line: { unitPriceMinor: bigint; quantity: number; shippingMinor: number; vatPercent: number }): Totals {
  const goods = line.unitPriceMinor * BigInt(line.quantity);
  const shipping = BigInt(line.shippingMinor);
  const total = goods + shipping;
  return { goods, shipping, total, vat: vatInside(total, line.vatPercent) };
}

/** total × p / (100 + p), half a cent up. */
export function vatInside(total: bigint, percent: number): bigint {
  const rate = BigInt(Math.round(percent * 100));
  const whole = 10_000n + rate;
  return (2n * total * rate + whole) / (2n * whole);
}

/** Monday to Friday; public holidays differ per country and are not counted. */
export function addWorkingDays(from: Date, days: number): Date {
  const at = new Date(from);
  for (let left = days; left > 0;) {
    at.setUTCDate(at.getUTCDate() + 1);
    if (at.getUTCDay() !== 0 && at.getUTCDay() !== 6) left -= 1;
  }
  return at;
}
