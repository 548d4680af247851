import { eventType } from '#platform/events.ts';

/** Units were sold and the money is there. Announced in the transaction that sold them. */
export interface OrderPaid {
  readonly orderId: string;
  readonly orgId: string;
  readonly showId: string | null;
  readonly buyerId: string;
  readonly productId: string;
  readonly variantId: string;
  readonly quantity: number;
  /** Integers, in minor units of `currency`. */
  readonly goodsMinor: number;
  readonly totalMinor: number;
  readonly currency: string;
}
export const orderPaid = eventType<OrderPaid>('orders.paid');
