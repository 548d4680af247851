import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Order } from '#contract/orders.ts';
import type { PaymentView } from '#rooms/payments/index.ts';
import { stateOf } from './order-machine.ts';
import { addWorkingDays, totalsOf } from './order-totals.ts';
import type { OrderRow } from './orders.sql.ts';
import type { SaleFacts } from './sale-facts.ts';

export const orderNumber = (number: number): string => `E-${number}`;

/** Opens an order without an account: only this instance can make it, and it opens only this order. */
export function createOrderLinks(needs: { secret: string; publicUrl: string }) {
  const keyOf = (orderId: string) => createHmac('sha256', needs.secret).update(`order link ${orderId}`).digest().subarray(0, 18);
  return {
    link: (orderId: string): string => `${needs.publicUrl}/orders/${orderId}?k=${keyOf(orderId).toString('base64url')}`,
    opens(orderId: string, key: string | undefined): boolean {
      const given = Buffer.from(key ?? '', 'base64url');
      const right = keyOf(orderId);
      return given.length === right.length && timingSafeEqual(given, right);
    },
  };
}

/** @param link for the buyer only */
export function orderView(row: OrderRow, facts: SaleFacts, payment: PaymentView | null, link: string | null): Order {
  const totals = totalsOf({ ...facts, unitPriceMinor: row.unit_price_minor, quantity: row.quantity });
  const money = (minor: bigint) => ({ minor: Number(minor), currency: row.currency });
  const state = stateOf(row.hold_status, row.stage);
  return {
    id: row.order_id,
    number: orderNumber(row.number),
    state,
    showId: row.show_id,
    showTitle: facts.showTitle,
    shop: facts.shop,
    lines: [
      {
        variantId: row.variant_id,
        productId: facts.productId,
        handle: facts.handle,
        title: facts.title,
        variantTitle: facts.variantTitle,
        imageUrl: facts.imageUrl,
        paper: facts.paper,
        quantity: row.quantity,
        unitPrice: money(row.unit_price_minor),
        total: money(totals.goods),
      },
    ],
    goods: money(totals.goods),
    shipping: money(totals.shipping),
    total: money(totals.total),
    vat: money(totals.vat),
    vatPercent: facts.vatPercent,
    placedAt: row.placed_at.toISOString(),
    holdEndsAt: state === 'held' || state === 'paying' ? row.ends_at.toISOString() : null,
    paidAt: row.paid_at?.toISOString() ?? null,
    email: row.email,
    address: row.address,
    payment: paymentView(payment),
    deliveryBy: state === 'refunded' ? null : addWorkingDays(row.paid_at ?? row.placed_at, facts.deliveryDays).toISOString(),
    returnDays: facts.returnDays,
    link,
    history: historyOf(row),
  };
}

/** A payment whose page the provider has not given yet is none to the buyer: trying again takes it up. */
function paymentView(payment: PaymentView | null): Order['payment'] {
  if (!payment || (payment.state === 'open' && payment.url === null)) return null;
  const { id, state, method, url, reason } = payment;
  return { id, state, method, url: state === 'open' ? url : null, reason };
}

function historyOf(row: OrderRow): Order['history'] {
  const steps = (row.steps ?? []).map((step) => ({ at: new Date(step.at).toISOString(), what: step.what }));
  const ended = row.hold_status === 'expired' || row.hold_status === 'released';
  return [
    { at: row.placed_at.toISOString(), what: 'held' },
    ...steps,
    ...(ended ? [{ at: row.changed_at.toISOString(), what: row.hold_status }] : []),
  ].sort((one, other) => one.at.localeCompare(other.at));
}
