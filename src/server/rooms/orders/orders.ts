import type { z } from 'zod';
import type { HoldWish, Order, ordersRoutes } from '#contract/orders.ts';
import { decodeCursor, encodeCursor } from '#lib/cursor.ts';
import { done, type Outcome, refuse } from '#lib/outcome.ts';
import type { Actor } from '#platform/actor.ts';
import { attempt, transact, type Tx } from '#platform/db.ts';
import type { PaymentView } from '#rooms/payments/index.ts';
import type { Hold } from '#rooms/stock/index.ts';
import type { OrdersNeeds } from './needs.ts';
import { may, type OrderState, stateOf } from './order-machine.ts';
import { type Totals, totalsOf } from './order-totals.ts';
import { createOrderLinks, orderNumber, orderView } from './order-view.ts';
import { claimForUser, findOrder, findOrdersOfBuyer, findOrdersOfOrg, lockOrder, type OrderRow, saveAgreement } from './orders.sql.ts';
import { createSaleFacts, type SaleFacts } from './sale-facts.ts';
import type { Settling } from './settling.ts';

export type PayInput = z.output<(typeof ordersRoutes)['pay']['body']>;
export type HoldRefusal =
  | 'not_found'
  | 'host_unavailable'
  | 'sold_out'
  | 'offer_ended'
  | 'price_changed'
  | 'limit_reached'
  | 'order_id_reused'
  | 'busy';
type OrderPage = { items: Order[]; nextCursor: string | null };
interface Wanted {
  cursor?: string | undefined;
  limit: number;
}

/** What buyers and staff do with orders. `actor` of a buyer's verb has a visitor id: the route made one. */
export function createOrderVerbs(needs: OrdersNeeds & { settling: Settling }) {
  const { db, stock, payments, settling } = needs;
  const links = createOrderLinks({ secret: needs.config.secret, publicUrl: needs.config.publicUrl });
  const sale = createSaleFacts(needs);

  /** Reserves units. The hot path: facts from a short cache, the decision by the database, no other query. */
  async function hold(actor: Actor, wish: HoldWish): Promise<Outcome<Order, HoldRefusal>> {
    const looked = await sale.look(wish.showId, wish.variantId);
    if (!looked.ok) return looked;
    const buyerId = visitorOf(actor);
    const held = await stock.hold({ ...wish, buyerId, orgId: looked.value.orgId });
    if (!held.ok) return held;
    if (held.value.isNew) return done(orderView(rowOf(held.value), looked.value, null, links.link(wish.orderId)));
    // Asked again: the order as it is by now.
    const row = await findOrder(db, wish.orderId);
    return row ? done(await show(row, true)) : refuse('busy');
  }

  /** Writes down what the buyer agrees to and begins a payment; the provider is asked after the commit. */
  async function pay(
    actor: Actor,
    orderId: string,
    input: PayInput,
  ): Promise<Outcome<Order, 'not_found' | 'hold_expired' | 'already_paid' | 'payment_unreachable'>> {
    const found = await own(actor, orderId);
    if (!found) return refuse('not_found');
    const allowed = may(stateOf(found.hold_status, found.stage), 'pay');
    if (!allowed.ok) return allowed;
    const facts = await sale.about(found.show_id, found.variant_id);
    if (!facts) return refuse('not_found');
    const totals = totalsOf({ ...facts, unitPriceMinor: found.unit_price_minor, quantity: found.quantity });
    const begun = await attempt(db, async (tx): Promise<Outcome<PaymentView | null, 'hold_expired' | 'already_paid'>> => {
      if (!(await agree(tx, actor, found, facts, totals, input))) return tooLate(tx, orderId);
      // Something for nothing needs no bank.
      if (totals.total === 0n) {
        await settling.sellFree(tx, orderId);
        return done(null);
      }
      const payment = await payments.begin(tx, { orderId, amountMinor: totals.total, currency: found.currency, method: input.method });
      await settling.begin(tx, orderId, payment.id);
      return done(payment);
    });
    if (!begun.ok) return begun;
    if (begun.value) {
      const page = await payments.openPage(begun.value, {
        shop: facts.shop.legalName,
        description: `${orderNumber(found.number)}: ${found.quantity} × ${facts.title}`,
        language: actor.language,
      });
      if (!page.ok) {
        await transact(db, (tx) => settling.reopen(tx, orderId, begun.value!.id));
        return page;
      }
    }
    return view(orderId, true);
  }

  const agree = (tx: Tx, actor: Actor, row: OrderRow, facts: SaleFacts, totals: Totals, input: PayInput) =>
    saveAgreement(tx, {
      orderId: row.order_id,
      userId: actor.user?.id ?? null,
      email: input.email,
      address: input.address,
      facts,
      shippingMinor: totals.shipping,
      totalMinor: totals.total,
      vatMinor: totals.vat,
    });

  /** The guarded write found no row: why is read afterwards, for the sentence only. */
  async function tooLate(tx: Tx, orderId: string): Promise<Outcome<never, 'hold_expired' | 'already_paid'>> {
    const row = await findOrder(tx, orderId);
    const allowed = row ? may(stateOf(row.hold_status, row.stage), 'pay') : refuse('hold_expired');
    return allowed.ok ? refuse('hold_expired') : allowed;
  }

  async function release(actor: Actor, orderId: string): Promise<Outcome<Order, 'not_found' | 'already_paid'>> {
    if (!(await own(actor, orderId))) return refuse('not_found');
    const released = await attempt(db, async (tx): Promise<Outcome<void, 'not_found' | 'already_paid'>> => {
      const row = await lockOrder(tx, orderId);
      if (!row) return refuse('not_found');
      const allowed = may(stateOf(row.hold_status, row.stage), 'release');
      if (!allowed.ok) return allowed;
      await stock.release(tx, [orderId]);
      await payments.cancel(tx, [orderId]);
      return done(undefined);
    });
    return released.ok ? view(orderId, true) : released;
  }

  async function get(actor: Actor, orderId: string, key?: string): Promise<Outcome<Order, 'not_found'>> {
    const row = await findOrder(db, orderId);
    if (!row || !(isBuyer(actor, row) || links.opens(orderId, key))) return refuse('not_found');
    return done(await show(row, true));
  }

  async function staffOrder(orgId: string, orderId: string): Promise<Outcome<Order, 'not_found'>> {
    const row = await findOrder(db, orderId);
    return row && row.org_id === orgId ? done(await show(row, false)) : refuse('not_found');
  }

  async function mine(actor: Actor, wanted: Wanted): Promise<OrderPage> {
    const buyer = { visitorId: visitorOf(actor), userId: actor.user?.id ?? null };
    return page(await findOrdersOfBuyer(db, buyer, { limit: wanted.limit + 1, before: positionOf(wanted.cursor) }), wanted.limit, true);
  }

  async function list(
    orgId: string,
    wanted: Wanted & { state?: OrderState | undefined; showId?: string | undefined; q?: string | undefined },
  ): Promise<OrderPage> {
    const filter = { state: wanted.state ?? null, showId: wanted.showId ?? null, text: wanted.q?.trim() || null };
    return page(
      await findOrdersOfOrg(db, orgId, filter, { limit: wanted.limit + 1, before: positionOf(wanted.cursor) }),
      wanted.limit,
      false,
    );
  }

  async function page(rows: readonly OrderRow[], limit: number, isForBuyer: boolean): Promise<OrderPage> {
    const shown = rows.slice(0, limit);
    const ofPayments = await payments.ofOrders(db, idsWithPayment(shown));
    const items: Order[] = [];
    for (const row of shown) {
      const facts = row.facts ?? (await sale.about(row.show_id, row.variant_id));
      if (facts) items.push(orderView(row, facts, ofPayments.get(row.order_id) ?? null, isForBuyer ? links.link(row.order_id) : null));
    }
    const last = rows.length > limit ? shown.at(-1) : undefined;
    return { items, nextCursor: last ? encodeCursor([last.placed_at.toISOString(), last.order_id]) : null };
  }

  async function view(orderId: string, isForBuyer: boolean): Promise<Outcome<Order, 'not_found'>> {
    const row = await findOrder(db, orderId);
    return row ? done(await show(row, isForBuyer)) : refuse('not_found');
  }

  async function show(row: OrderRow, isForBuyer: boolean): Promise<Order> {
    const facts = row.facts ?? (await sale.about(row.show_id, row.variant_id));
    if (!facts) throw new Error(`Nothing is known of variant ${row.variant_id} of order ${row.order_id}.`);
    const payment = (await payments.ofOrders(db, idsWithPayment([row]))).get(row.order_id) ?? null;
    return orderView(row, facts, payment, isForBuyer ? links.link(row.order_id) : null);
  }

  async function own(actor: Actor, orderId: string): Promise<OrderRow | null> {
    const row = await findOrder(db, orderId);
    return row && isBuyer(actor, row) ? row : null;
  }

  return {
    hold,
    pay,
    release,
    get,
    view,
    staffOrder,
    mine,
    list,
    /** @returns how many guest orders of this device became the person's */
    claim: (visitorId: string, userId: string) => claimForUser(db, visitorId, userId),
  };
}
export type OrderVerbs = ReturnType<typeof createOrderVerbs>;

const isBuyer = (actor: Actor, row: OrderRow): boolean =>
  actor.visitorId === row.buyer_id || (row.user_id !== null && actor.user?.id === row.user_id);

const idsWithPayment = (rows: readonly OrderRow[]): string[] => rows.filter((row) => row.payment_id !== null).map((row) => row.order_id);

function visitorOf(actor: Actor): string {
  if (actor.visitorId === null) throw new Error('A route for buyers must make a visitor.');
  return actor.visitorId;
}

function positionOf(cursor: string | undefined): { placedAt: Date; orderId: string } | null {
  const parts = decodeCursor(cursor, 2);
  const placedAt = new Date(String(parts?.[0]));
  const orderId = String(parts?.[1]);
  if (!parts || Number.isNaN(placedAt.getTime()) || !/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(orderId)) return null;
  return { placedAt, orderId };
}

/** A hold of this moment, as the database would answer. */
const rowOf = (hold: Hold): OrderRow => ({
  order_id: hold.orderId,
  variant_id: hold.variantId,
  buyer_id: hold.buyerId,
  quantity: hold.quantity,
  unit_price_minor: hold.unitPriceMinor,
  currency: hold.currency,
  org_id: hold.orgId,
  show_id: hold.showId,
  number: hold.number,
  hold_status: hold.status,
  placed_at: hold.placedAt,
  ends_at: hold.endsAt,
  changed_at: hold.changedAt,
  user_id: null,
  email: null,
  address: null,
  facts: null,
  stage: null,
  payment_id: null,
  paid_by: null,
  paid_at: null,
  steps: null,
});
