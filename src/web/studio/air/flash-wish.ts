/** What a person typed as a price, in minor units; null when it is no price. Both "69,90" and "69.90" are prices. */
export function minorOf(text: string, digits = 2): number | null {
  const clean = text
    .trim()
    .replace(/[^\d.,]/g, '')
    .replace(',', '.');
  if (!/^\d{1,7}(?:\.\d*)?$/.test(clean)) return null;
  const [whole = '', part = ''] = clean.split('.');
  if (part.length > digits) return null;
  return Number(whole) * 10 ** digits + Number(part.padEnd(digits, '0') || 0);
}

export type Wrong = 'not_a_price' | 'not_lower';

/** A timed price is a reduction: it lies below the price now, and above nothing. */
export function wrongWith(minor: number | null, nowMinor: number): Wrong | null {
  if (minor === null || minor < 1) return 'not_a_price';
  return minor < nowMinor ? null : 'not_lower';
}
