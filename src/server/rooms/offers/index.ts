import { v7 as uuidv7 } from 'uuid';
import type { Offer } from '#contract/shows.ts';
import { done, type Outcome, refuse } from '#lib/outcome.ts';
import { type Db, type Executor, transact, type Tx } from '#platform/db.ts';
import { findCurrent, insertOffer, type OfferRow, takeEnded } from './offers.sql.ts';

const ENDED_BATCH = 100;

export interface OffersNeeds {
  readonly db: Db;
  readonly stock: {
    /** @returns false when one runs for this variant */
    setOffer(
      tx: Tx,
      variantId: string,
      offer: { id: string; priceMinor: bigint; startsAt: Date; endsAt: Date; limitPerBuyer: number | null },
    ): Promise<boolean>;
  };
  readonly catalog: {
    variant(ex: Executor, variantId: string): Promise<{ productId: string; orgId: string; currency: string } | null>;
    /** A price that was offered belongs to the past of the next price. */
    noteOfferPrice(
      tx: Tx,
      offer: { variantId: string; priceMinor: bigint; currency: string; startsAt: Date; endsAt: Date },
    ): Promise<unknown>;
  };
}
export interface NewOffer {
  showId: string;
  orgId: string;
  variantId: string;
  priceMinor: number;
  lastsSeconds: number;
  limitPerBuyer: number | null;
}
export interface EndedOffer {
  showId: string;
  productId: string;
  offer: Offer;
}

/** Timed prices. See README.md for what it promises. */
export function createOffers(needs: OffersNeeds) {
  const { db, stock, catalog } = needs;
  return {
    /**
     * Starts a timed price now, in the caller's transaction; the caller appends `offer` to the show's record.
     * Refuses `conflict` while one runs for the variant: it is neither extended nor restarted.
     */
    async start(tx: Tx, wish: NewOffer): Promise<Outcome<Offer, 'not_found' | 'conflict'>> {
      const variant = await catalog.variant(tx, wish.variantId);
      if (!variant || variant.orgId !== wish.orgId) return refuse('not_found');
      const priceMinor = BigInt(wish.priceMinor);
      const row = await insertOffer(tx, { ...wish, ...variant, priceMinor, id: uuidv7() });
      const terms = { priceMinor, startsAt: row.starts_at, endsAt: row.ends_at };
      // The stock row is the lock: two starts at once meet here, and the refusal takes the row above back with it.
      if (!(await stock.setOffer(tx, wish.variantId, { id: row.id, limitPerBuyer: row.limit_per_buyer, ...terms })))
        return refuse('conflict', { variantId: wish.variantId });
      await catalog.noteOfferPrice(tx, { variantId: wish.variantId, currency: variant.currency, ...terms });
      return done(view(row));
    },

    /** Offers that run or will, in the order of their start. */
    async forVariants(ex: Executor, variantIds: readonly string[]): Promise<Offer[]> {
      return variantIds.length > 0 ? (await findCurrent(ex, variantIds)).map(view) : [];
    },

    /** Hands over the offers that ended since the last time; forgotten only when `tell` succeeds. @returns how many */
    drainEnded(tell: (tx: Tx, ended: readonly EndedOffer[]) => Promise<void>): Promise<number> {
      return transact(db, async (tx) => {
        const rows = await takeEnded(tx, ENDED_BATCH);
        if (rows.length > 0)
          await tell(
            tx,
            rows.map((row) => ({ showId: row.show_id, productId: row.product_id, offer: view(row) })),
          );
        return rows.length;
      });
    },
  };
}
export type Offers = ReturnType<typeof createOffers>;

const view = (row: OfferRow): Offer => ({
  id: row.id,
  variantId: row.variant_id,
  // Prices are at most 100,000,000 at the edge, so the float is exact.
  price: { minor: Number(row.price_minor), currency: row.currency },
  startsAt: row.starts_at.toISOString(),
  endsAt: row.ends_at.toISOString(),
  limitPerBuyer: row.limit_per_buyer,
  state: row.state,
});
