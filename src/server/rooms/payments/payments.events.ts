import { eventType } from '#platform/events.ts';

/** How a payment ended, or that it was given back. At least once, in no set order. */
export interface PaymentSettled {
  readonly paymentId: string;
  readonly orderId: string;
  readonly state: 'paid' | 'declined' | 'cancelled' | 'refunded';
}
export const paymentSettled = eventType<PaymentSettled>('payments.settled');
