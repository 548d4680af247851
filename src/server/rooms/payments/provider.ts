import type { IncomingHttpHeaders } from 'node:http';

export type ProviderState = 'open' | 'paid' | 'declined' | 'cancelled' | 'refunded';

/** What a provider says about one payment. */
export interface Report {
  readonly paymentId: string;
  readonly state: ProviderState;
  readonly amountMinor: bigint;
  readonly currency: string;
  /** Why it was declined; null otherwise. */
  readonly reason: string | null;
  /** The provider's own lasting name of the card or account that paid, where it tells one. */
  readonly payer?: string | null;
}
export interface Charge {
  /** Ours; the provider's idempotency key: creating twice is one payment. */
  readonly paymentId: string;
  readonly orderId: string;
  readonly amountMinor: bigint;
  readonly currency: string;
  /** Shown on the provider's page. */
  readonly shop: string;
  readonly description: string;
  readonly method: string;
  readonly language: 'en' | 'nl';
  /** Where the provider's page sends the buyer afterwards. */
  readonly returnUrl: string;
  readonly webhookUrl: string;
}

/** Every call may throw when the provider is away; every call may be repeated. */
export interface PaymentProvider {
  readonly name: string;
  /** @returns the address of the provider's payment page */
  create(charge: Charge): Promise<{ url: string }>;
  /** @returns null when the provider never heard of it */
  fetch(paymentId: string): Promise<Report | null>;
  /** Closes an open payment; one that was charged stays charged. @returns how it stands then; null when never heard of */
  cancel(paymentId: string): Promise<Report | null>;
  /** Gives the whole amount back. */
  refund(paymentId: string): Promise<Report>;
  /** @returns the message's id and news, or null when the signature is not the provider's */
  readWebhook(headers: IncomingHttpHeaders, body: string): { id: string; report: Report } | null;
  /** The news in a body that was verified when it came. */
  readStored(body: string): Report;
}
