import { z } from 'zod';
import { Id, Instant, Money, page, PageQuery } from './common.ts';
import { member, route, secret, staff, visitor } from './route.ts';

export const ORDER_STATES = ['held', 'paying', 'paid', 'expired', 'released', 'refunded'] as const;

export const Address = z.object({
  name: z.string().trim().min(1).max(120),
  line1: z.string().trim().min(1).max(160),
  postcode: z.string().trim().min(1).max(20),
  city: z.string().trim().min(1).max(80),
  country: z.string().length(2),
});

export const Order = z
  .object({
    id: Id,
    /** Short number for people, e.g. "E-20417". */
    number: z.string(),
    state: z.enum(ORDER_STATES),
    showId: Id.nullable(),
    showTitle: z.string().nullable(),
    shop: z.object({ slug: z.string(), name: z.string(), legalName: z.string(), city: z.string().nullable() }),
    lines: z.array(
      z.object({
        variantId: Id,
        productId: Id,
        handle: z.string(),
        title: z.string(),
        variantTitle: z.string(),
        imageUrl: z.string().nullable(),
        paper: z.string(),
        quantity: z.int(),
        unitPrice: Money,
        total: Money,
      }),
    ),
    goods: Money,
    shipping: Money,
    total: Money,
    /** VAT inside the total. */
    vat: Money,
    vatPercent: z.number(),
    placedAt: Instant,
    /** When the reservation ends; only while held or paying. */
    holdEndsAt: Instant.nullable(),
    paidAt: Instant.nullable(),
    email: z.string().nullable(),
    address: Address.nullable(),
    payment: z
      .object({
        id: Id,
        state: z.enum(['open', 'paid', 'declined', 'cancelled', 'refunded']),
        method: z.string(),
        url: z.string().nullable(),
        reason: z.string().nullable(),
      })
      .nullable(),
    deliveryBy: Instant.nullable(),
    returnDays: z.int(),
    /** Opens this order without an account; present only for its buyer. */
    link: z.string().nullable(),
    history: z.array(z.object({ at: Instant, what: z.string() })),
  })
  .meta({ id: 'Order' });
export type Order = z.infer<typeof Order>;

export const HoldWish = z.object({
  /** Minted by the browser (UUIDv7) and kept until answered: a retry is the same order. */
  orderId: Id,
  showId: Id.nullable(),
  variantId: Id,
  quantity: z.int().min(1).max(20),
  /** The price the buyer saw; another price is refused with the new one. */
  expectedMinor: z.int().min(0),
});
export type HoldWish = z.infer<typeof HoldWish>;

export const PAYMENT_METHODS = ['test_card', 'test_bank'] as const;
const OrderParams = z.object({ orderId: Id });
const KeyQuery = z.object({ k: z.string().max(100).optional() });

export const ordersRoutes = {
  hold: route({
    method: 'POST',
    path: '/api/orders',
    access: visitor,
    summary: 'Hold units and begin an order',
    body: HoldWish,
    response: Order,
    ratePerMinute: 60,
    refuses: ['sold_out', 'offer_ended', 'price_changed', 'limit_reached', 'host_unavailable', 'order_id_reused', 'busy'],
  }),
  getOrder: route({
    method: 'GET',
    path: '/api/orders/:orderId',
    access: visitor,
    summary: 'My order, or one opened by its link',
    params: OrderParams,
    query: KeyQuery,
    response: Order,
  }),
  release: route({
    method: 'POST',
    path: '/api/orders/:orderId/release',
    access: visitor,
    summary: 'Give the units back',
    params: OrderParams,
    response: Order,
    refuses: ['already_paid'],
  }),
  pay: route({
    method: 'POST',
    path: '/api/orders/:orderId/pay',
    access: visitor,
    summary: 'Give an address and begin to pay',
    params: OrderParams,
    body: z.object({ email: z.email().max(200), address: Address, method: z.enum(PAYMENT_METHODS) }),
    response: Order,
    refuses: ['hold_expired', 'already_paid', 'payment_unreachable'],
  }),
  myOrders: route({
    method: 'GET',
    path: '/api/me/orders',
    access: visitor,
    summary: 'My orders on this device or account',
    query: PageQuery,
    response: page(Order),
  }),
  listOrders: route({
    method: 'GET',
    path: '/api/orgs/:orgId/orders',
    access: staff('seller_admin', 'producer', 'host', 'operator'),
    summary: 'Orders of the organisation',
    params: z.object({ orgId: Id }),
    query: PageQuery.extend({ state: z.enum(ORDER_STATES).optional(), showId: Id.optional(), q: z.string().max(200).optional() }),
    response: page(Order),
  }),
  staffOrder: route({
    method: 'GET',
    path: '/api/orgs/:orgId/orders/:orderId',
    access: staff('seller_admin', 'producer', 'host', 'operator'),
    summary: 'One order',
    params: z.object({ orgId: Id, orderId: Id }),
    response: Order,
  }),
  /** Moves the orders of this device to the account that just signed in. */
  claimOrders: route({
    method: 'POST',
    path: '/api/me/orders/claim',
    access: member,
    summary: 'Take my guest orders into my account',
    response: z.object({ claimed: z.int() }),
  }),
};

/** The provider calls this with a signed body (Standard Webhooks headers). */
export const paymentWebhookPath = '/api/payments/:provider/webhook';
export const paymentWebhookAccess = secret('standard-webhooks signature of the provider');
