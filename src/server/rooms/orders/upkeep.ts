import { transact, type Tx } from '#platform/db.ts';
import type { EndedOffer } from '#rooms/offers/index.ts';
import type { Turn } from '#rooms/stock/index.ts';
import type { OrdersNeeds } from './needs.ts';

const EVERY_MS = 1000;
/** After a batch of holds, "sold out" should be in the record at once, but not once per batch. */
const SOON_MS = 50;

/** What the clock does to orders: holds that expire, offers that end, and telling shows what sold out or came back. */
export function createUpkeep(
  needs: Pick<OrdersNeeds, 'db' | 'stock' | 'offers' | 'payments' | 'record' | 'catalog' | 'shows' | 'signals' | 'log'>,
) {
  const { db, stock, offers, payments, record, catalog, shows, signals, log } = needs;
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> | undefined;
  let unhook = () => {};
  let closed = true;

  async function expire(): Promise<void> {
    const orderIds = await stock.sweepExpired();
    if (orderIds.length > 0) await transact(db, (tx) => payments.cancel(tx, orderIds));
  }

  async function tellTurns(tx: Tx, turns: readonly Turn[]): Promise<void> {
    for (const { variantId, turn } of turns) {
      const variant = await catalog.variant(tx, variantId);
      if (!variant) continue;
      for (const showId of await shows.selling(tx, variant.productId))
        await record.append(tx, showId, [{ k: 'stock', d: { productId: variant.productId, variantId, threshold: turn }, now: true }]);
    }
  }

  async function tellEnded(tx: Tx, ended: readonly EndedOffer[]): Promise<void> {
    for (const { showId, productId, offer } of ended) await record.append(tx, showId, [{ k: 'offer', d: { productId, offer }, now: true }]);
  }

  /** Each step alone: one that fails is tried again next time and does not hold up the others. */
  async function round(): Promise<void> {
    for (const step of [expire, () => stock.drainTurns(tellTurns), () => offers.drainEnded(tellEnded)])
      await step().catch((error: unknown) => log.warn({ error: String(error) }, 'upkeep of orders will try again'));
  }

  function plan(waitMs: number): void {
    clearTimeout(timer);
    if (closed) return;
    timer = setTimeout(() => {
      running = round().finally(() => {
        running = undefined;
        plan(EVERY_MS);
      });
    }, waitMs);
  }

  return {
    /** One pass, for whoever cannot wait a second. */
    round,
    start(): void {
      if (!closed) return;
      closed = false;
      let isSoon = false;
      unhook = signals.on('stockMoved', () => {
        if (isSoon || running) return;
        isSoon = true;
        clearTimeout(timer);
        timer = setTimeout(() => {
          isSoon = false;
          plan(0);
        }, SOON_MS);
      });
      plan(0);
    },
    /** Callable twice. */
    async close(): Promise<void> {
      closed = true;
      unhook();
      clearTimeout(timer);
      await running;
    },
  };
}
