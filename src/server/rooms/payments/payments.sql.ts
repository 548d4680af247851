import { sql } from 'kysely';
import type { Executor, Tx } from '#platform/db.ts';
import type { ProviderState } from './provider.ts';

export interface PaymentRow {
  id: string;
  order_id: string;
  provider: string;
  method: string;
  amount_minor: bigint;
  currency: string;
  state: ProviderState;
  url: string | null;
  reason: string | null;
  created_at: Date;
}
const PAYMENT = sql`id, order_id, provider, method, amount_minor, currency, state, url, reason, created_at`;

export interface NewPayment {
  id: string;
  orderId: string;
  provider: string;
  method: string;
  amountMinor: bigint;
  currency: string;
}

/** @returns nothing when the order has an open payment: the partial unique index decides. */
export async function insertPayment(tx: Tx, payment: NewPayment): Promise<PaymentRow | undefined> {
  const { rows } = await sql<PaymentRow>`
    insert into payments (id, order_id, provider, method, amount_minor, currency)
    values (${payment.id}, ${payment.orderId}, ${payment.provider}, ${payment.method}, ${payment.amountMinor}, ${payment.currency})
    on conflict (order_id) where state = 'open' do nothing
    returning ${PAYMENT}`.execute(tx);
  return rows[0];
}

export async function findPayment(ex: Executor, paymentId: string): Promise<PaymentRow | undefined> {
  const { rows } = await sql<PaymentRow>`select ${PAYMENT} from payments where id = ${paymentId}`.execute(ex);
  return rows[0];
}

export async function findOpen(ex: Executor, orderId: string): Promise<PaymentRow | undefined> {
  const { rows } = await sql<PaymentRow>`select ${PAYMENT} from payments where order_id = ${orderId} and state = 'open'`.execute(ex);
  return rows[0];
}

/** What matters most of each order: the payment that was paid, else the newest. */
export async function findOfOrders(ex: Executor, orderIds: readonly string[]): Promise<PaymentRow[]> {
  const { rows } = await sql<PaymentRow>`
    select distinct on (order_id) ${PAYMENT} from payments where order_id = any (${[...orderIds]}::uuid[])
    order by order_id, state = 'paid' desc, created_at desc`.execute(ex);
  return rows;
}

export async function saveUrl(ex: Executor, paymentId: string, url: string): Promise<void> {
  await sql`update payments set url = ${url} where id = ${paymentId}`.execute(ex);
}

/** Where a payment may come from to reach a state. Money that came counts, whatever was said before. */
const FROM: Readonly<Record<Exclude<ProviderState, 'open'>, readonly ProviderState[]>> = {
  paid: ['open', 'declined', 'cancelled'],
  declined: ['open'],
  cancelled: ['open'],
  refunded: ['paid'],
};

/** The WHERE makes late, double and reordered news harmless: nothing moves twice or back. */
export async function movePayment(
  tx: Tx,
  paymentId: string,
  to: Exclude<ProviderState, 'open'>,
  reason: string | null,
): Promise<PaymentRow | undefined> {
  const { rows } = await sql<PaymentRow>`
    update payments set state = ${to}, reason = ${reason}, settled_at = clock_timestamp()
    where id = ${paymentId} and state = any (${[...FROM[to]]}::text[]) returning ${PAYMENT}`.execute(tx);
  return rows[0];
}

export async function cancelOpen(tx: Tx, orderIds: readonly string[]): Promise<PaymentRow[]> {
  const { rows } = await sql<PaymentRow>`
    update payments set state = 'cancelled', settled_at = clock_timestamp()
    where order_id = any (${[...orderIds]}::uuid[]) and state = 'open' returning ${PAYMENT}`.execute(tx);
  return rows;
}

/** @returns false when this message was stored before. */
export async function insertWebhook(tx: Tx, provider: string, id: string, body: string): Promise<boolean> {
  const { rows } = await sql`
    insert into payment_webhooks (provider, id, body) values (${provider}, ${id}, ${body}) on conflict do nothing returning id`.execute(tx);
  return rows.length > 0;
}

export async function findWebhook(
  ex: Executor,
  provider: string,
  id: string,
): Promise<{ body: string; applied_at: Date | null } | undefined> {
  const { rows } = await sql<{ body: string; applied_at: Date | null }>`
    select body, applied_at from payment_webhooks where provider = ${provider} and id = ${id}`.execute(ex);
  return rows[0];
}

export async function markApplied(tx: Tx, provider: string, id: string): Promise<void> {
  await sql`update payment_webhooks set applied_at = clock_timestamp() where provider = ${provider} and id = ${id}`.execute(tx);
}

export const markPayer = (tx: Tx, paymentId: string, payer: string) =>
  sql`update payments set payer = ${payer} where id = ${paymentId}`.execute(tx);

export async function findPayers(ex: Executor, paymentIds: readonly string[]): Promise<string[]> {
  const { rows } = await sql<{ payer: string }>`
    select distinct payer from payments where id = any (${[...paymentIds]}::uuid[]) and payer is not null`.execute(ex);
  return rows.map((row) => row.payer);
}
