import { transact, type Tx } from '#platform/db.ts';
import { type PaymentSettled, paymentSettled } from '#rooms/payments/payments.events.ts';
import type { OrdersNeeds } from './needs.ts';
import { consequence } from './order-machine.ts';
import { totalsOf } from './order-totals.ts';
import { orderPaid } from './orders.events.ts';
import { addStep, lockOrder, type OrderRow, saveStage } from './orders.sql.ts';

/** Where money and units meet: what news of a payment does to its order, in one transaction each. */
export function createSettling(needs: Pick<OrdersNeeds, 'db' | 'stock' | 'payments' | 'record' | 'events' | 'log'>) {
  const { db, stock, payments, record, events, log } = needs;

  /** The order says `paying` from here on. */
  async function begin(tx: Tx, orderId: string, paymentId: string): Promise<void> {
    const before = await lockOrder(tx, orderId);
    await saveStage(tx, orderId, { stage: 'paying', paymentId });
    if (before?.payment_id !== paymentId) await addStep(tx, orderId, 'paying');
  }

  /** The buyer may try again; the units stay held. */
  async function reopen(tx: Tx, orderId: string, paymentId: string): Promise<void> {
    const order = await lockOrder(tx, orderId);
    if (order?.stage === 'paying' && order.payment_id === paymentId) await saveStage(tx, orderId, { stage: 'held' });
  }

  async function sellFree(tx: Tx, orderId: string): Promise<void> {
    const order = await lockOrder(tx, orderId);
    if (order && (await stock.sell(tx, orderId)) === 'sold') await markPaid(tx, order, null);
  }

  /** News comes at least once and in no set order; the locked order row and the machine make that harmless. */
  async function settled(news: PaymentSettled): Promise<void> {
    await transact(db, async (tx) => {
      const order = await lockOrder(tx, news.orderId);
      if (!order?.stage) throw new Error(`Payment ${news.paymentId} is for order ${news.orderId}, which nobody began to pay.`);
      const facts = { stage: order.stage, payment: order.payment_id, paidBy: order.paid_by };
      switch (consequence({ state: news.state, payment: news.paymentId }, facts)) {
        case 'sell':
          return sell(tx, order, news.paymentId);
        case 'refund':
          log.warn({ orderId: news.orderId, paymentId: news.paymentId }, 'an order was paid twice; the second goes back');
          return payments.refund(tx, news.paymentId);
        case 'reopen':
          await saveStage(tx, order.order_id, { stage: 'held' });
          if (news.state === 'declined') await addStep(tx, order.order_id, 'declined');
          return;
        case 'returned':
          await saveStage(tx, order.order_id, { stage: 'refunded' });
          return addStep(tx, order.order_id, 'refunded');
        case 'nothing':
      }
    });
  }

  /** Money is there. When the units are not (expired and taken, or given back), it returns. */
  async function sell(tx: Tx, order: OrderRow, paymentId: string): Promise<void> {
    const outcome = await stock.sell(tx, order.order_id);
    if (outcome === 'sold') return markPaid(tx, order, paymentId);
    log.info({ orderId: order.order_id, outcome }, 'paid too late; the money goes back');
    await payments.refund(tx, paymentId);
  }

  /** Units sold, the show's record, and the news for other rooms: one commit or none. */
  async function markPaid(tx: Tx, order: OrderRow, paymentId: string | null): Promise<void> {
    const facts = order.facts!;
    await saveStage(tx, order.order_id, { stage: 'paid', paidBy: paymentId, isPaidNow: true });
    await addStep(tx, order.order_id, 'paid');
    // Another page of this order may still be open at the provider.
    await payments.cancel(tx, [order.order_id]);
    const totals = totalsOf({ ...facts, unitPriceMinor: order.unit_price_minor, quantity: order.quantity });
    const line = { productId: facts.productId, variantId: order.variant_id, quantity: order.quantity };
    await events.announce(tx, orderPaid, {
      ...line,
      orderId: order.order_id,
      orgId: order.org_id,
      showId: order.show_id,
      buyerId: order.buyer_id,
      goodsMinor: Number(totals.goods),
      totalMinor: Number(totals.total),
      currency: order.currency,
    });
    // Last: the head of the show's record stays locked until the commit.
    if (order.show_id) await record.append(tx, order.show_id, [{ k: 'sold', d: line }]);
  }

  events.listen(paymentSettled, 'orders', settled);
  return { begin, reopen, sellFree };
}
export type Settling = ReturnType<typeof createSettling>;
