import type { Offer } from '#contract/shows.ts';
import type { PastPrice } from '#rooms/catalog/index.ts';

export interface ThenPrice {
  readonly variantId: string;
  readonly variantTitle: string;
  readonly price: { readonly minor: number; readonly currency: string };
  readonly offerEndsAt: string | null;
}

export interface Offered {
  readonly productId: string;
  readonly offer: Offer;
}

/**
 * What was asked for a product in a stretch of the show: the offer that ran in it (the last one begun, when there were
 * several), else the ordinary price of its first variant when the stretch began. Null when nobody can say any more.
 * @param offers of the show's record
 * @param prices of the price history, in order of time per variant
 */
export function thenPrice(
  scene: { readonly productId: string; readonly startedMs: number; readonly endedMs: number },
  offers: readonly Offered[],
  prices: readonly PastPrice[],
): ThenPrice | null {
  const ofProduct = prices.filter((price) => price.productId === scene.productId);
  const offer = offers
    .filter((offered) => offered.productId === scene.productId)
    .map((offered) => offered.offer)
    .filter(({ startsAt, endsAt }) => Date.parse(startsAt) < scene.endedMs && (endsAt === null || Date.parse(endsAt) > scene.startedMs))
    .reduce<Offer | null>((last, next) => (last && last.startsAt > next.startsAt ? last : next), null);
  if (offer) {
    const variantTitle = ofProduct.find((price) => price.variantId === offer.variantId)?.variantTitle ?? 'Default';
    return { variantId: offer.variantId, variantTitle, price: offer.price, offerEndsAt: offer.endsAt };
  }
  // Of the first variant that had a price then: one that was added after the show had none.
  const [first] = ofProduct.filter((price) => price.since.getTime() <= scene.startedMs);
  if (!first) return null;
  const held = ofProduct.findLast((price) => price.variantId === first.variantId && price.since.getTime() <= scene.startedMs)!;
  return {
    variantId: held.variantId,
    variantTitle: held.variantTitle,
    price: { minor: held.minor, currency: held.currency },
    offerEndsAt: null,
  };
}
