import { eventType } from '#platform/events.ts';

/** Per announcement; a large import announces in pieces. */
export const MAX_ANNOUNCED = 500;

export interface PriceChanged {
  readonly orgId: string;
  readonly changes: readonly {
    readonly productId: string;
    readonly variantId: string;
    readonly priceMinor: number;
    readonly currency: string;
  }[];
}
export interface ProductChanged {
  readonly orgId: string;
  readonly productIds: readonly string[];
}
export const priceChanged = eventType<PriceChanged>('catalog.price_changed');
export const productChanged = eventType<ProductChanged>('catalog.product_changed');
