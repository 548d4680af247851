import { sql } from 'kysely';
import type { Executor, Tx } from '#platform/db.ts';

export interface OfferRow {
  id: string;
  show_id: string;
  product_id: string;
  variant_id: string;
  price_minor: bigint;
  currency: string;
  starts_at: Date;
  ends_at: Date;
  limit_per_buyer: number | null;
  state: 'upcoming' | 'running' | 'ended';
}

const OFFER = sql`id, show_id, product_id, variant_id, price_minor, currency, starts_at, ends_at, limit_per_buyer,
  case when ends_at <= clock_timestamp() then 'ended' when starts_at > clock_timestamp() then 'upcoming' else 'running' end as state`;

export interface NewOffer {
  id: string;
  orgId: string;
  showId: string;
  productId: string;
  variantId: string;
  priceMinor: bigint;
  currency: string;
  lastsSeconds: number;
  limitPerBuyer: number | null;
}

/** Start and end come from one reading of the database's clock, so that they are exactly `lastsSeconds` apart. */
export async function insertOffer(tx: Tx, offer: NewOffer): Promise<OfferRow> {
  const { rows } = await sql<OfferRow>`
    insert into offers (id, org_id, show_id, product_id, variant_id, price_minor, currency, starts_at, ends_at, limit_per_buyer)
    select ${offer.id}, ${offer.orgId}, ${offer.showId}, ${offer.productId}, ${offer.variantId}, ${offer.priceMinor}, ${offer.currency},
      moment, moment + make_interval(secs => ${offer.lastsSeconds}), ${offer.limitPerBuyer}::integer
    from (select date_trunc('milliseconds', clock_timestamp()) as moment) now
    returning ${OFFER}`.execute(tx);
  return rows[0]!;
}

export async function findCurrent(ex: Executor, variantIds: readonly string[]): Promise<OfferRow[]> {
  const { rows } = await sql<OfferRow>`
    select ${OFFER} from offers where variant_id = any (${[...variantIds]}::uuid[]) and ends_at > clock_timestamp() order by starts_at`.execute(
    ex,
  );
  return rows;
}

/** The guard tells each end once. */
export async function takeEnded(tx: Tx, limit: number): Promise<OfferRow[]> {
  const { rows } = await sql<OfferRow>`
    update offers set end_told = true
    where id in (select id from offers where not end_told and ends_at <= clock_timestamp() order by ends_at limit ${limit} for update skip locked)
    returning ${OFFER}`.execute(tx);
  return rows;
}
