/** A price in the past of a variant. `price` holds until the next one, `offer` until `until`. Times in ms. */
export interface PricePoint {
  readonly kind: 'price' | 'offer';
  readonly minor: bigint;
  readonly since: number;
  readonly until: number | null;
}
export interface PastFacts {
  /** What is asked now: a running offer's price, else the list price. */
  readonly minor: bigint;
  /** What is asked when no offer runs. */
  readonly list: bigint;
  readonly since: number;
  readonly was: bigint | null;
  readonly percentOff: number | null;
  readonly lowest30: bigint;
}

export const WINDOW_MS = 30 * 24 * 60 * 60 * 1000;

/**
 * What may be said about a price, from its past alone (Directive 98/6/EC, article 6a; CJEU C-330/23).
 * A reduction is a fall of the price; its "was" is the lowest price of the 30 days before that fall, live offers
 * included. There is no "was" when the price rose, when it had been as low before, when there are no 30 days of
 * past to speak of, or when the lower price has held for 30 days: then it is the ordinary price.
 * @param past in the order of `since`; at least the price that held 60 days ago and everything after it
 */
export function priceFacts(past: readonly PricePoint[], now: number): PastFacts {
  // Not "the last one before now": another process's clock may be a moment ahead of ours.
  const list = past.findLast((point) => point.kind === 'price');
  if (!list) throw new Error('A variant without a price.');
  const current = past.findLast((point) => point.kind === 'offer' && point.since <= now && now < point.until!) ?? list;
  const was = priorPrice(past, current.since);
  const reduced = was !== null && current.minor < was && now - current.since < WINDOW_MS;
  return {
    minor: current.minor,
    list: list.minor,
    since: current.since,
    was: reduced ? was : null,
    percentOff: reduced ? Number(((was - current.minor) * 100n) / was) : null,
    lowest30: lowest(past, now - WINDOW_MS, now + 1) ?? current.minor,
  };
}

/** The lowest price of the 30 days before `at`; null when the past does not reach back that far. */
export function priorPrice(past: readonly PricePoint[], at: number): bigint | null {
  const from = at - WINDOW_MS;
  if (!past.some((point) => point.kind === 'price' && point.since <= from)) return null;
  return lowest(past, from, at);
}

/** The lowest price that held at some moment of [from, to). */
function lowest(past: readonly PricePoint[], from: number, to: number): bigint | null {
  const prices = past.filter((point) => point.kind === 'price');
  let low: bigint | null = null;
  const consider = (point: PricePoint, until: number) => {
    // A price replaced in the same moment never held.
    const held = point.since < to && until > from && until > point.since;
    if (held && (low === null || point.minor < low)) low = point.minor;
  };
  prices.forEach((point, at) => consider(point, prices[at + 1]?.since ?? Infinity));
  for (const point of past) if (point.kind === 'offer') consider(point, point.until!);
  return low;
}
