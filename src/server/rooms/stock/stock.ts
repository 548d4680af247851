import { done, type Outcome, refuse } from '#lib/outcome.ts';
import { afterCommit, type Db, type Executor, transact, type Tx } from '#platform/db.ts';
import type { Log } from '#platform/log.ts';
import type { SignalBus } from '#platform/signals.ts';
import { createHoldQueue } from './hold-queue.ts';
import {
  type DecisionRow,
  endHolds,
  findExpired,
  findLevels,
  holdUnits,
  placeOffer,
  removeOffer,
  sellHold,
  takeTurns,
  type TermsRow,
  type TimedPrice,
  upsertTerms,
  upsertUnits,
  type WishColumns,
} from './stock.sql.ts';

/** How long units stay reserved, as shown to the buyer. */
const HOLD_SECONDS = 300;
/** A payment that was confirmed in the last second still finds its units. */
const GRACE_SECONDS = 5;
const SWEEP_BATCH = 5000;
const TURNS_BATCH = 200;

/** All ids are uuids, parsed at the edge; quantity from 1 to 20. */
export interface Wish {
  orderId: string;
  variantId: string;
  buyerId: string;
  quantity: number;
  /** The price the buyer saw. */
  expectedMinor: number;
  orgId: string;
  showId: string | null;
}
export interface Hold {
  /** False when this order id was answered before. */
  isNew: boolean;
  orderId: string;
  variantId: string;
  buyerId: string;
  quantity: number;
  orgId: string;
  showId: string | null;
  status: 'held' | 'paid' | 'expired' | 'released';
  number: number;
  /** Place in the row of this variant, from 1. */
  seq: number;
  unitPriceMinor: bigint;
  currency: string;
  offerId: string | null;
  placedAt: Date;
  endsAt: Date;
  changedAt: Date;
}
export type HoldRefusal = 'not_found' | 'sold_out' | 'offer_ended' | 'price_changed' | 'limit_reached' | 'order_id_reused' | 'busy';
export interface Levels {
  available: number;
  held: number;
  sold: number;
}
/** `expired` and `released` are told apart because money that comes after an expiry may still find units. */
export type SellOutcome = 'sold' | 'already_sold' | 'sold_out' | 'released' | 'unknown';
export interface Turn {
  variantId: string;
  turn: 'sold_out' | 'back';
}

export function createStock(needs: { db: Db; signals: SignalBus; log?: Log; holdSeconds?: number; graceSeconds?: number }) {
  const { db, signals } = needs;
  const holdSeconds = needs.holdSeconds ?? HOLD_SECONDS;
  const queue = createHoldQueue<Wish, Outcome<Hold, HoldRefusal>>({
    decide,
    shape: (wish) => JSON.stringify(Object.values(wish)),
    log: needs.log,
  });

  async function decide(wishes: readonly Wish[]): Promise<Outcome<Hold, HoldRefusal>[]> {
    const rows = await holdUnits(db, columnsOf(wishes), holdSeconds);
    const answers: Outcome<Hold, HoldRefusal>[] = [];
    const moved = new Set<string>();
    for (const row of rows) {
      const wish = wishes[row.at_position - 1]!;
      answers[row.at_position - 1] = answerOf(wish, row);
      if (row.outcome === 'held') moved.add(wish.variantId);
    }
    if (moved.size > 0) signals.emit('stockMoved', [...moved]);
    return answers;
  }

  /**
   * Reserves units, or says why not. Answered after the commit; repeating the same wish gives the same hold, whatever became of it.
   * Facts: `price_changed` and `offer_ended` carry `price` {minor, currency}, `sold_out` `left`, `limit_reached` `limit`.
   */
  async function hold(wish: Wish): Promise<Outcome<Hold, HoldRefusal>> {
    const answer = await queue.hold(wish);
    return answer.ok ? answer.value : answer;
  }

  const moves = (tx: Tx, variantIds: readonly string[]) => afterCommit(tx, () => signals.emit('stockMoved', variantIds));

  return {
    hold,

    /** Prices and limits; the first terms of a variant open it for sale. In the caller's transaction. */
    async setTerms(tx: Tx, terms: readonly (Omit<TermsRow, 'priceMinor'> & { priceMinor: number | bigint })[]): Promise<void> {
      if (terms.length === 0) return;
      await upsertTerms(
        tx,
        terms.map((term) => ({ ...term, priceMinor: BigInt(term.priceMinor) })),
      );
    },

    /** Free units, absolute: what is held or sold is not counted. Makes the row. */
    async setUnits(tx: Tx, units: readonly { variantId: string; available: number }[]): Promise<void> {
      if (units.length === 0) return;
      await upsertUnits(tx, units);
      moves(
        tx,
        units.map((unit) => unit.variantId),
      );
    },

    /** @returns false when an offer runs: it is neither replaced nor extended. `null` withdraws it, for a product that must not be sold. */
    async setOffer(tx: Tx, variantId: string, offer: TimedPrice | null): Promise<boolean> {
      if (offer) return placeOffer(tx, variantId, offer);
      await removeOffer(tx, variantId);
      return true;
    },

    async levels(ex: Executor, variantIds: readonly string[]): Promise<Map<string, Levels>> {
      const rows = variantIds.length > 0 ? await findLevels(ex, variantIds) : [];
      return new Map(rows.map(({ variant_id, available, held, sold }) => [variant_id, { available, held, sold }]));
    },

    /** In the caller's transaction. The WHERE on the status is the lock: of a payment and an expiry exactly one wins. */
    async sell(tx: Tx, orderId: string): Promise<SellOutcome> {
      const { outcome, variant_id } = await sellHold(tx, orderId);
      if (outcome === 'sold') moves(tx, [variant_id!]);
      return outcome;
    },

    /** Gives units back before their time. @returns the orders that were still held */
    async release(tx: Tx, orderIds: readonly string[]): Promise<string[]> {
      const ended = await endHolds(tx, orderIds, 'released');
      if (ended.length > 0) moves(tx, variantsOf(ended));
      return ended.map((row) => row.ended_order);
    },

    /** Gives back what expired, in batches. Two processes may do it at once. @returns the orders */
    async sweepExpired(): Promise<string[]> {
      const overdue = await findExpired(db, needs.graceSeconds ?? GRACE_SECONDS, SWEEP_BATCH);
      if (overdue.length === 0) return [];
      const ended = await endHolds(db, overdue, 'expired');
      if (ended.length > 0) signals.emit('stockMoved', variantsOf(ended));
      return ended.map((row) => row.ended_order);
    },

    /** Hands over what sold out or came back since the last time, in order; forgotten only when `tell` succeeds. @returns how many */
    drainTurns(tell: (tx: Tx, turns: readonly Turn[]) => Promise<void>): Promise<number> {
      return transact(db, async (tx) => {
        const turns = await takeTurns(tx, TURNS_BATCH);
        if (turns.length > 0)
          await tell(
            tx,
            turns.map((row) => ({ variantId: row.variant_id, turn: row.turn })),
          );
        return turns.length;
      });
    },

    /** Wishes that wait for a batch now. */
    waiting: queue.size,
    /** Decides what waits, then answers `busy`. */
    close: queue.close,
  };
}

const variantsOf = (rows: readonly { ended_variant: string }[]): string[] => [...new Set(rows.map((row) => row.ended_variant))];

/** Ids are parsed uuids and integers, so nothing needs escaping; what is not one makes Postgres refuse the cast. */
const columnsOf = (wishes: readonly Wish[]): WishColumns => ({
  orderIds: literal(wishes, (wish) => wish.orderId),
  variantIds: literal(wishes, (wish) => wish.variantId),
  buyerIds: literal(wishes, (wish) => wish.buyerId),
  quantities: literal(wishes, (wish) => wish.quantity),
  expected: literal(wishes, (wish) => wish.expectedMinor),
  orgIds: literal(wishes, (wish) => wish.orgId),
  showIds: literal(wishes, (wish) => wish.showId ?? 'NULL'),
});

const literal = (wishes: readonly Wish[], pick: (wish: Wish) => string | number): string => `{${wishes.map(pick).join(',')}}`;

function answerOf(wish: Wish, row: DecisionRow): Outcome<Hold, HoldRefusal> {
  switch (row.outcome) {
    case 'held':
    case 'known':
      return done({
        isNew: row.outcome === 'held',
        orderId: wish.orderId,
        variantId: wish.variantId,
        buyerId: wish.buyerId,
        quantity: wish.quantity,
        orgId: wish.orgId,
        showId: wish.showId,
        status: row.hold_status!,
        number: row.hold_number!,
        seq: row.hold_seq!,
        unitPriceMinor: row.price_minor!,
        currency: row.price_currency!,
        offerId: row.price_offer,
        placedAt: row.held_at!,
        endsAt: row.held_until!,
        changedAt: row.held_changed_at!,
      });
    case 'sold_out':
      return refuse('sold_out', { left: row.units_left ?? 0 });
    case 'price_changed':
    case 'offer_ended':
      return refuse(row.outcome, { price: { minor: Number(row.price_minor), currency: row.price_currency } });
    case 'limit_reached':
      return refuse('limit_reached', { limit: row.limit_units });
    default:
      return refuse(row.outcome);
  }
}
