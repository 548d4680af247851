import type { ProductCard, Variant } from '#contract/catalog.ts';
import type { Registers, RoomEvent } from '#contract/room.ts';
import type { Offer, ShelfItem, Show } from '#contract/shows.ts';

/** Events after which the server's computed facts (a "was" price, the shelf, the replay) must be read again. */
const STALE_AFTER = new Set<RoomEvent['k']>(['show.state', 'shelf', 'price', 'offer', 'segment']);
export const makesStale = (event: RoomEvent): boolean => STALE_AFTER.has(event.k);

/** What can be shown at once, before the facts are read again. Never computes a price, only puts in what the event says. */
export function applyToShow(show: Show, event: RoomEvent): Show {
  switch (event.k) {
    case 'show.state':
      return { ...show, state: event.d.state };
    case 'media':
      return { ...show, media: { ...show.media, state: event.d.state, generation: event.d.generation } };
    case 'pin':
      return { ...show, pins: event.d.productIds };
    case 'price': {
      const { productId, variantId, minor, currency } = event.d;
      const price = { minor, currency };
      // What the old price was lower than says nothing about the new one: no "was" until the server computed it.
      return onVariant(show, productId, variantId, (variant) =>
        variant.facts.price.minor === minor
          ? variant
          : { ...variant, facts: { ...variant.facts, price, was: null, percentOff: null, since: new Date(event.t).toISOString() } },
      );
    }
    case 'offer':
      return onItem(show, event.d.productId, (item) => ({
        ...item,
        offers: [...item.offers.filter((offer) => offer.id !== event.d.offer.id), event.d.offer],
      }));
    case 'stock':
      return event.d.threshold === 'sold_out'
        ? onVariant(show, event.d.productId, event.d.variantId, (variant) => ({ ...variant, left: 0 }))
        : show;
    default:
      return show;
  }
}

const onItem = (show: Show, productId: string, change: (item: ShelfItem) => ShelfItem): Show => ({
  ...show,
  shelf: show.shelf.map((item) => (item.product.id === productId ? change(item) : item)),
});
const onVariant = (show: Show, productId: string, variantId: string, change: (variant: Variant) => Variant): Show =>
  onItem(show, productId, (item) => ({
    ...item,
    product: { ...item.product, variants: item.product.variants.map((variant) => (variant.id === variantId ? change(variant) : variant)) },
  }));

/** Stock as the room last counted it, else as the page was loaded. */
export const leftOf = (variant: Variant, registers: Registers): number => registers[`left:${variant.id}`] ?? variant.left;

export const runningOffer = (item: Pick<ShelfItem, 'offers'> | undefined, variantId: string, nowMs: number): Offer | null =>
  item?.offers.find(
    (offer) =>
      offer.variantId === variantId && Date.parse(offer.startsAt) <= nowMs && (offer.endsAt === null || Date.parse(offer.endsAt) > nowMs),
  ) ?? null;

/**
 * A variant at the price that holds now. While an offer runs that is the offer's price, and what it is lower than is
 * the lowest price of the last 30 days: both facts of the server. The percentage is cut off, never rounded up.
 */
export function priced(variant: Variant, item: Pick<ShelfItem, 'offers'> | undefined, nowMs: number): Variant {
  const offer = runningOffer(item, variant.id, nowMs);
  if (!offer || offer.price.minor === variant.facts.price.minor) return variant;
  const { lowest30 } = variant.facts;
  const isLower = offer.price.minor < lowest30.minor;
  const percentOff = isLower ? Math.floor(100 * (1 - offer.price.minor / lowest30.minor)) : null;
  return {
    ...variant,
    facts: { ...variant.facts, price: offer.price, since: offer.startsAt, was: isLower ? lowest30 : null, percentOff },
  };
}
export const pricedProduct = (item: ShelfItem, nowMs: number): ProductCard =>
  item.offers.length === 0
    ? item.product
    : { ...item.product, variants: item.product.variants.map((variant) => priced(variant, item, nowMs)) };

/** The variant that a card speaks of: the one on offer, else the first that can be bought; at its price now. */
export function mainVariant(
  product: ProductCard,
  item: Pick<ShelfItem, 'offers'> | undefined,
  registers: Registers,
  nowMs: number,
): Variant {
  const onOffer = product.variants.find((variant) => runningOffer(item, variant.id, nowMs) && leftOf(variant, registers) > 0);
  return priced(onOffer ?? product.variants.find((variant) => leftOf(variant, registers) > 0) ?? product.variants[0]!, item, nowMs);
}

export const soldOut = (product: ProductCard, registers: Registers): boolean =>
  product.variants.every((variant) => leftOf(variant, registers) <= 0);
