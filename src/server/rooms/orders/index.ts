import type { Executor } from '#platform/db.ts';
import type { Http } from '#platform/http.ts';
import type { OrdersNeeds } from './needs.ts';
import { createOrderVerbs } from './orders.ts';
import { serveOrders } from './orders.routes.ts';
import { findBoughtAt, findBoughtTitles, findPaidBy, findSellers, findSold, hasPaidOrder } from './orders.sql.ts';
import { createSettling } from './settling.ts';
import { createUpkeep } from './upkeep.ts';

export type { OrdersNeeds } from './needs.ts';

export interface SoldInShow {
  /** Units whose money came, also when it went back later. */
  paid: number;
  /** Of those, units whose money went back. */
  cancelled: number;
  /** Of the rest, units that the shop's own people bought: delivered like any other, and no sale to the public. */
  excluded: number;
  /** Units reserved now; they do not count as sold. */
  heldNow: number;
  /** Paid orders that stayed paid, and their total with delivery and VAT. */
  orders: number;
  netMinor: bigint;
}
const NOTHING_SOLD: SoldInShow = { paid: 0, cancelled: 0, excluded: 0, heldNow: 0, orders: 0, netMinor: 0n };

/** What counts as sold, everywhere. */
export const soldNet = ({ paid, cancelled, excluded }: Pick<SoldInShow, 'paid' | 'cancelled' | 'excluded'>): number =>
  paid - cancelled - excluded;

/** The orders room: from a tap to a paid order. See README.md for what it promises. */
export function createOrders(needs: OrdersNeeds) {
  const settling = createSettling(needs);
  const verbs = createOrderVerbs({ ...needs, settling });
  const upkeep = createUpkeep(needs);

  async function soldInShows(ex: Executor, showIds: readonly string[]): Promise<Map<string, SoldInShow>> {
    const sellers = showIds.length > 0 ? await findSellers(ex, showIds) : [];
    const rows = sellers.length > 0 ? await findSold(ex, showIds, await needs.accounts.crewDevices(ex, sellers)) : [];
    return new Map(
      rows.map(({ show_id, paid, cancelled, excluded, held_now, orders, net_minor }) => [
        show_id,
        { paid, cancelled, excluded, heldNow: held_now, orders, netMinor: net_minor },
      ]),
    );
  }

  return {
    routes: (http: Http): void => serveOrders(http, verbs),
    hold: verbs.hold,
    pay: verbs.pay,
    release: verbs.release,
    /** As staff sees it: without the buyer's link. */
    view: (orderId: string) => verbs.view(orderId, false),

    soldInShows,
    soldIn: async (ex: Executor, showId: string): Promise<SoldInShow> => (await soldInShows(ex, [showId])).get(showId) ?? NOTHING_SOLD,
    /** When each of these people last paid an order of this shop; who never did is absent. */
    boughtAt: (ex: Executor, orgId: string, visitorIds: readonly string[]): Promise<Map<string, Date>> =>
      findBoughtAt(ex, orgId, visitorIds),
    /** Marks of the instruments somebody paid with, of their last 50 payments; see `payments.payersOf`. */
    async payersOf(ex: Executor, person: { visitorIds: readonly string[]; userId: string | null }): Promise<string[]> {
      const paid = await findPaidBy(ex, person, 50);
      return paid.length > 0 ? needs.payments.payersOf(ex, paid) : [];
    },
    /** Whether this device has a paid order of this show. */
    hasBought: (ex: Executor, showId: string, visitorId: string): Promise<boolean> => hasPaidOrder(ex, showId, visitorId),
    /** Titles of what this device paid for in this show, each once. */
    boughtTitles: findBoughtTitles,

    /** Begins to expire holds and to tell shows what ended; one process of an instance is enough, several do no harm. */
    start: upkeep.start,
    close: upkeep.close,
    /** One pass of that now. */
    upkeepNow: upkeep.round,
  };
}
export type Orders = ReturnType<typeof createOrders>;
