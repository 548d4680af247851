import type { Http } from '#platform/http.ts';
import { createPaymentVerbs, type PaymentsNeeds } from './payments.ts';
import { servePayments } from './payments.routes.ts';

export type { NewPaymentWish, PaymentsNeeds, PaymentView } from './payments.ts';
export type { Charge, PaymentProvider, Report } from './provider.ts';
export { createTestbankProvider, testbankSecrets } from './testbank-provider.ts';

/** The payments room: what was asked of a provider and how it ended. See README.md for what it promises. */
export function createPayments(needs: PaymentsNeeds) {
  const { work, receive, ...verbs } = createPaymentVerbs(needs);
  work();
  return {
    ...verbs,
    routes: (http: Http): void => servePayments(http, { providerName: needs.provider.name, receive }),
  };
}
export type Payments = ReturnType<typeof createPayments>;
