import type { ProductCard } from '#contract/catalog.ts';
import type { Money } from '#contract/common.ts';
import type { Registers } from '#contract/room.ts';
import type { ShelfItem } from '#contract/shows.ts';

/** Units of one variant: what the room said last, else what the show said. */
export const leftOfVariant = (variant: ProductCard['variants'][number], registers: Registers = {}): number =>
  registers[`left:${variant.id}`] ?? variant.left;

export const leftOf = (product: ProductCard, registers: Registers = {}): number =>
  product.variants.reduce((sum, variant) => sum + leftOfVariant(variant, registers), 0);

/** The cheapest variant's price, which is what "from" means. */
export function lowestPrice(product: ProductCard): Money {
  const prices = product.variants.map((variant) => variant.facts.price).sort((a, b) => a.minor - b.minor);
  return prices[0] ?? { minor: 0, currency: 'EUR' };
}

/** The timed price that runs now on one of the product's variants, the first to end first. */
export const runningOffer = (item: ShelfItem, nowMs: number) =>
  item.offers
    .filter((offer) => Date.parse(offer.startsAt) <= nowMs && (offer.endsAt === null || Date.parse(offer.endsAt) > nowMs))
    .sort((a, b) => (a.endsAt ?? '9').localeCompare(b.endsAt ?? '9'))[0] ?? null;
