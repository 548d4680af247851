import { sql } from 'kysely';
import type { Executor, Tx } from '#platform/db.ts';

export interface HoldRow {
  order_id: string;
  variant_id: string;
  buyer_id: string;
  quantity: number;
  unit_price_minor: bigint;
  currency: string;
  offer_id: string | null;
  org_id: string;
  show_id: string | null;
  number: number;
  seq: number;
  status: 'held' | 'paid' | 'expired' | 'released';
  placed_at: Date;
  ends_at: Date;
  changed_at: Date;
}

export interface DecisionRow {
  at_position: number;
  outcome: 'held' | 'known' | 'not_found' | 'sold_out' | 'offer_ended' | 'price_changed' | 'limit_reached' | 'order_id_reused';
  hold_status: HoldRow['status'] | null;
  hold_number: number | null;
  hold_seq: number | null;
  price_minor: bigint | null;
  price_currency: string | null;
  price_offer: string | null;
  held_at: Date | null;
  held_until: Date | null;
  held_changed_at: Date | null;
  units_left: number | null;
  limit_units: number | null;
}

/** One array literal per column: the driver's own escaper costs more than the decision. */
export interface WishColumns {
  orderIds: string;
  variantIds: string;
  buyerIds: string;
  quantities: string;
  expected: string;
  orgIds: string;
  showIds: string;
}

/** One call is one transaction; see `hold_units` in the migration for what it locks and decides. */
export async function holdUnits(ex: Executor, wishes: WishColumns, lastsSeconds: number): Promise<DecisionRow[]> {
  const { rows } = await sql<DecisionRow>`
    select * from hold_units(${wishes.orderIds}::uuid[], ${wishes.variantIds}::uuid[], ${wishes.buyerIds}::uuid[], ${wishes.quantities}::integer[],
      ${wishes.expected}::bigint[], ${wishes.orgIds}::uuid[], ${wishes.showIds}::uuid[], make_interval(secs => ${lastsSeconds}))`.execute(
    ex,
  );
  return rows;
}

export interface SaleRow {
  outcome: 'sold' | 'already_sold' | 'sold_out' | 'released' | 'unknown';
  variant_id: string | null;
}

export async function sellHold(tx: Tx, orderId: string): Promise<SaleRow> {
  const { rows } = await sql<SaleRow>`
    select sell_hold(${orderId}) as outcome, (select variant_id from holds where order_id = ${orderId}) as variant_id`.execute(tx);
  return rows[0]!;
}

export interface EndedRow {
  ended_order: string;
  ended_variant: string;
  ended_show: string | null;
}

export async function endHolds(ex: Executor, orderIds: readonly string[], becomes: 'expired' | 'released'): Promise<EndedRow[]> {
  const { rows } = await sql<EndedRow>`select * from end_holds(${[...orderIds]}::uuid[], ${becomes})`.execute(ex);
  return rows;
}

/** The grace is for a payment that was on its way when the shown countdown ended. */
export async function findExpired(ex: Executor, graceSeconds: number, limit: number): Promise<string[]> {
  const { rows } = await sql<{ order_id: string }>`
    select order_id from holds where status = 'held' and ends_at < clock_timestamp() - make_interval(secs => ${graceSeconds})
    order by ends_at limit ${limit}`.execute(ex);
  return rows.map((row) => row.order_id);
}

export interface TermsRow {
  variantId: string;
  priceMinor: bigint;
  currency: string;
  /** null: no limit; absent: as it was. */
  perBuyer?: number | null | undefined;
  /** Absent: as it was, and open for a new row. */
  open?: boolean | undefined;
}

/** Several rows are locked in id order, as everywhere in this room. */
async function lockStock(tx: Tx, variantIds: readonly string[]): Promise<void> {
  await sql`select 1 from stock where variant_id = any (${[...variantIds]}::uuid[]) order by variant_id for update`.execute(tx);
}

/** A row that had no price yet is opened by its first terms. */
export async function upsertTerms(tx: Tx, terms: readonly TermsRow[]): Promise<void> {
  await lockStock(
    tx,
    terms.map((term) => term.variantId),
  );
  await sql`
    insert into stock (variant_id, price_minor, currency, per_buyer, open)
    select t.variant_id, t.price_minor, t.currency, case when t.keeps_limit then s.per_buyer else t.per_buyer end, coalesce(t.open, s.open or s.price_minor is null, true)
    from unnest(${terms.map((term) => term.variantId)}::uuid[], ${terms.map((term) => term.priceMinor)}::bigint[], ${terms.map((term) => term.currency)}::text[],
      ${terms.map((term) => term.perBuyer ?? null)}::integer[], ${terms.map((term) => term.perBuyer === undefined)}::boolean[],
      ${terms.map((term) => term.open ?? null)}::boolean[]) as t (variant_id, price_minor, currency, per_buyer, keeps_limit, open)
    left join stock s on s.variant_id = t.variant_id
    order by t.variant_id
    on conflict (variant_id) do update
    set price_minor = excluded.price_minor, currency = excluded.currency, per_buyer = excluded.per_buyer, open = excluded.open`.execute(tx);
}

export async function upsertUnits(tx: Tx, units: readonly { variantId: string; available: number }[]): Promise<void> {
  await lockStock(
    tx,
    units.map((unit) => unit.variantId),
  );
  await sql`
    insert into stock (variant_id, available)
    select * from unnest(${units.map((unit) => unit.variantId)}::uuid[], ${units.map((unit) => unit.available)}::integer[])
      as u (variant_id, available) order by variant_id
    on conflict (variant_id) do update set available = excluded.available`.execute(tx);
}

export interface TimedPrice {
  id: string;
  priceMinor: bigint;
  startsAt: Date;
  endsAt: Date | null;
  limitPerBuyer: number | null;
}

/** The WHERE is the promise: what runs is not replaced, extended or restarted. @returns false when one runs */
export async function placeOffer(tx: Tx, variantId: string, offer: TimedPrice): Promise<boolean> {
  const { rows } = await sql`
    update stock set offer_id = ${offer.id}, offer_price_minor = ${offer.priceMinor}, offer_starts_at = ${offer.startsAt},
      offer_ends_at = ${offer.endsAt}, offer_limit = ${offer.limitPerBuyer}
    where variant_id = ${variantId} and (offer_id is null or offer_ends_at <= clock_timestamp())
    returning variant_id`.execute(tx);
  return rows.length > 0;
}

export async function removeOffer(tx: Tx, variantId: string): Promise<void> {
  await sql`
    update stock set offer_id = null, offer_price_minor = null, offer_starts_at = null, offer_ends_at = null, offer_limit = null
    where variant_id = ${variantId}`.execute(tx);
}

export interface LevelRow {
  variant_id: string;
  available: number;
  held: number;
  sold: number;
}

export async function findLevels(ex: Executor, variantIds: readonly string[]): Promise<LevelRow[]> {
  const { rows } = await sql<LevelRow>`
    select variant_id, available, held, sold from stock where variant_id = any (${[...variantIds]}::uuid[])`.execute(ex);
  return rows;
}

export interface TurnRow {
  id: bigint;
  variant_id: string;
  turn: 'sold_out' | 'back';
}

/** `skip locked`: a second process takes other rows instead of waiting. */
export async function takeTurns(tx: Tx, limit: number): Promise<TurnRow[]> {
  const { rows } = await sql<TurnRow>`
    delete from stock_turns where id in (select id from stock_turns order by id limit ${limit} for update skip locked)
    returning id, variant_id, turn`.execute(tx);
  return rows.sort((one, other) => (one.id < other.id ? -1 : 1));
}
