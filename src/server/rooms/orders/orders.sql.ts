import { sql } from 'kysely';
import type { z } from 'zod';
import type { Address } from '#contract/orders.ts';
import type { Executor, Tx } from '#platform/db.ts';
import type { HoldStatus, OrderState, Stage } from './order-machine.ts';
import type { SaleFacts } from './sale-facts.ts';

/** A hold with what we know beyond it. Reads the stock room's `holds`; only the stock room writes them. */
export interface OrderRow {
  order_id: string;
  variant_id: string;
  buyer_id: string;
  quantity: number;
  unit_price_minor: bigint;
  currency: string;
  org_id: string;
  show_id: string | null;
  number: number;
  hold_status: HoldStatus;
  placed_at: Date;
  ends_at: Date;
  changed_at: Date;
  user_id: string | null;
  email: string | null;
  address: z.infer<typeof Address> | null;
  facts: SaleFacts | null;
  stage: Stage | null;
  payment_id: string | null;
  paid_by: string | null;
  paid_at: Date | null;
  steps: { at: string; what: string }[] | null;
}

const ORDER = sql`h.order_id, h.variant_id, h.buyer_id, h.quantity, h.unit_price_minor, h.currency, h.org_id, h.show_id, h.number,
  h.status as hold_status, h.placed_at, h.ends_at, h.changed_at, o.user_id, o.email, o.address, o.facts, o.stage, o.payment_id, o.paid_by, o.paid_at,
  case when o.order_id is not null then (select json_agg(json_build_object('at', s.at, 'what', s.what) order by s.at) from order_steps s
    where s.order_id = o.order_id) end as steps`;
const FROM = sql`holds h left join orders o on o.order_id = h.order_id`;

/** `stateOf` of order-machine.ts, for filters. */
const STATE = sql`case when o.stage = 'refunded' then 'refunded' when h.status = 'held' and o.stage = 'paying' then 'paying' else h.status end`;

export async function findOrder(ex: Executor, orderId: string): Promise<OrderRow | undefined> {
  const { rows } = await sql<OrderRow>`select ${ORDER} from ${FROM} where h.order_id = ${orderId}`.execute(ex);
  return rows[0];
}

export interface Page {
  limit: number;
  /** Of the last row of the page before. */
  before: { placedAt: Date; orderId: string } | null;
}
const older = (page: Page) =>
  page.before ? sql`(h.placed_at, h.order_id) < (${page.before.placedAt}::timestamptz, ${page.before.orderId}::uuid)` : sql`true`;
const newestFirst = (page: Page) => sql`order by h.placed_at desc, h.order_id desc limit ${page.limit}`;

/** What a buyer sees: what runs, and what they began to pay. Taps that came to nothing are left out. */
export async function findOrdersOfBuyer(
  ex: Executor,
  buyer: { visitorId: string; userId: string | null },
  page: Page,
): Promise<OrderRow[]> {
  const { rows } = await sql<OrderRow>`
    select ${ORDER} from ${FROM}
    where h.order_id in (select order_id from holds where buyer_id = ${buyer.visitorId} union select order_id from orders where user_id = ${buyer.userId})
      and (o.order_id is not null or h.status = 'held') and ${older(page)}
    ${newestFirst(page)}`.execute(ex);
  return rows;
}

export interface OrderFilter {
  state: OrderState | null;
  showId: string | null;
  /** Part of a name, an email or a product, or a number with or without "E-". */
  text: string | null;
}

export async function findOrdersOfOrg(ex: Executor, orgId: string, filter: OrderFilter, page: Page): Promise<OrderRow[]> {
  const { rows } = await sql<OrderRow>`
    select ${ORDER} from ${FROM}
    where h.org_id = ${orgId} and ${filter.state ? sql`${STATE} = ${filter.state}` : sql`true`}
      and ${filter.showId ? sql`h.show_id = ${filter.showId}` : sql`true`} and ${matches(filter.text)} and ${older(page)}
    ${newestFirst(page)}`.execute(ex);
  return rows;
}

function matches(text: string | null) {
  if (text === null) return sql`true`;
  const number = /^(?:e-)?(\d{1,9})$/i.exec(text)?.[1] ?? null;
  const part = `%${text.replace(/[\\%_]/g, (sign) => `\\${sign}`)}%`;
  return sql`(h.number = ${number}::integer or o.email ilike ${part} or o.address ->> 'name' ilike ${part} or o.facts ->> 'title' ilike ${part})`;
}

export interface Agreement {
  orderId: string;
  userId: string | null;
  email: string;
  address: z.infer<typeof Address>;
  facts: SaleFacts;
  shippingMinor: bigint;
  totalMinor: bigint;
  vatMinor: bigint;
}

/**
 * Writes or renews what the buyer agreed to. The WHEREs are the guard: only while the hold runs by the database's clock, and
 * never once paid. The row stays locked until commit, so that two taps on "pay" come one after the other.
 * @returns false when it is too late
 */
export async function saveAgreement(tx: Tx, agreed: Agreement): Promise<boolean> {
  const { rows } = await sql`
    insert into orders (order_id, user_id, email, address, facts, shipping_minor, total_minor, vat_minor)
    select h.order_id, ${agreed.userId}, ${agreed.email}, ${JSON.stringify(agreed.address)}::jsonb, ${JSON.stringify(agreed.facts)}::jsonb,
      ${agreed.shippingMinor}, ${agreed.totalMinor}, ${agreed.vatMinor}
    from holds h where h.order_id = ${agreed.orderId} and h.status = 'held' and h.ends_at > clock_timestamp()
    on conflict (order_id) do update
    set user_id = coalesce(excluded.user_id, orders.user_id), email = excluded.email, address = excluded.address, facts = excluded.facts,
      shipping_minor = excluded.shipping_minor, total_minor = excluded.total_minor, vat_minor = excluded.vat_minor
    where orders.stage in ('held', 'paying')
    returning order_id`.execute(tx);
  return rows.length > 0;
}

/** Locks the order of a hold; a hold that nobody began to pay has none. */
export async function lockOrder(tx: Tx, orderId: string): Promise<OrderRow | undefined> {
  await sql`select 1 from orders where order_id = ${orderId} for update`.execute(tx);
  return findOrder(tx, orderId);
}

export async function saveStage(
  tx: Tx,
  orderId: string,
  change: { stage: Stage; paymentId?: string; paidBy?: string | null; isPaidNow?: boolean },
): Promise<void> {
  await sql`
    update orders set stage = ${change.stage}, payment_id = coalesce(${change.paymentId ?? null}::uuid, payment_id),
      paid_by = coalesce(${change.paidBy ?? null}::uuid, paid_by),
      paid_at = case when ${change.isPaidNow ?? false} then date_trunc('milliseconds', clock_timestamp()) else paid_at end
    where order_id = ${orderId}`.execute(tx);
}

export async function addStep(tx: Tx, orderId: string, what: 'paying' | 'declined' | 'paid' | 'refunded'): Promise<void> {
  await sql`insert into order_steps (order_id, what) values (${orderId}, ${what}) on conflict do nothing`.execute(tx);
}

/** @returns how many became this person's */
export async function claimForUser(ex: Executor, visitorId: string, userId: string): Promise<number> {
  const { rows } = await sql`
    update orders o set user_id = ${userId} from holds h
    where h.order_id = o.order_id and h.buyer_id = ${visitorId} and o.user_id is null returning o.order_id`.execute(ex);
  return rows.length;
}

export interface SoldRow {
  show_id: string;
  paid: number;
  cancelled: number;
  excluded: number;
  held_now: number;
  orders: number;
  net_minor: bigint;
}

/** Shops that sold in these shows. */
export async function findSellers(ex: Executor, showIds: readonly string[]): Promise<string[]> {
  const { rows } = await sql<{ org_id: string }>`select distinct org_id from holds where show_id = any (${[...showIds]}::uuid[])`.execute(
    ex,
  );
  return rows.map((row) => row.org_id);
}

/**
 * Counted from the orders each time; there is no counter that could be written.
 * @param crew devices of the people who work for a shop: what they buy of it is left out
 */
export async function findSold(
  ex: Executor,
  showIds: readonly string[],
  crew: readonly { orgId: string; visitorId: string }[],
): Promise<SoldRow[]> {
  const { rows } = await sql<SoldRow>`
    with crew as (
      select * from unnest(${crew.map((one) => one.orgId)}::uuid[], ${crew.map((one) => one.visitorId)}::uuid[]) as crew (org_id, visitor_id)
    )
    select h.show_id,
      coalesce(sum(h.quantity) filter (where h.status = 'paid'), 0)::integer as paid,
      coalesce(sum(h.quantity) filter (where h.status = 'paid' and o.stage = 'refunded'), 0)::integer as cancelled,
      coalesce(sum(h.quantity) filter (where h.status = 'paid' and o.stage is distinct from 'refunded' and exists (
        select 1 from crew where crew.org_id = h.org_id and crew.visitor_id = h.buyer_id)), 0)::integer as excluded,
      coalesce(sum(h.quantity) filter (where h.status = 'held'), 0)::integer as held_now,
      (count(*) filter (where h.status = 'paid' and o.stage = 'paid'))::integer as orders,
      coalesce(sum(o.total_minor) filter (where h.status = 'paid' and o.stage = 'paid'), 0)::bigint as net_minor
    from ${FROM} where h.show_id = any (${[...showIds]}::uuid[]) group by h.show_id`.execute(ex);
  return rows;
}

/** When each of these last paid an order of this shop. */
export async function findBoughtAt(ex: Executor, orgId: string, buyerIds: readonly string[]): Promise<Map<string, Date>> {
  const { rows } = await sql<{ buyer_id: string; at: Date }>`
    select h.buyer_id, max(o.paid_at) as at from ${FROM}
    where h.buyer_id = any (${[...buyerIds]}::uuid[]) and h.org_id = ${orgId} and o.stage = 'paid' group by h.buyer_id`.execute(ex);
  return new Map(rows.map((row) => [row.buyer_id, row.at]));
}

/** The newest first. */
export async function findPaidBy(
  ex: Executor,
  person: { visitorIds: readonly string[]; userId: string | null },
  limit: number,
): Promise<string[]> {
  const { rows } = await sql<{ paid_by: string }>`
    select o.paid_by from orders o
    where o.order_id in (select order_id from holds where buyer_id = any (${[...person.visitorIds]}::uuid[])
      union select order_id from orders where user_id = ${person.userId}) and o.paid_by is not null
    order by o.paid_at desc nulls last limit ${limit}`.execute(ex);
  return rows.map((row) => row.paid_by);
}

export async function hasPaidOrder(ex: Executor, showId: string, buyerId: string): Promise<boolean> {
  const { rows } = await sql`
    select 1 from ${FROM} where h.buyer_id = ${buyerId} and h.show_id = ${showId} and h.status = 'paid' and o.stage = 'paid' limit 1`.execute(
    ex,
  );
  return rows.length > 0;
}

/** What was paid for, by its titles of then; the newest first, each once. */
export async function findBoughtTitles(ex: Executor, showId: string, buyerId: string, most: number): Promise<string[]> {
  const { rows } = await sql<{ title: string }>`
    select o.facts ->> 'title' as title from ${FROM}
    where h.buyer_id = ${buyerId} and h.show_id = ${showId} and h.status = 'paid' and o.stage = 'paid'
    group by 1 order by max(o.paid_at) desc limit ${most}`.execute(ex);
  return rows.map(({ title }) => title);
}
