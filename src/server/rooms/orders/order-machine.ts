import type { ORDER_STATES } from '#contract/orders.ts';
import { done, type Outcome, refuse } from '#lib/outcome.ts';

export type OrderState = (typeof ORDER_STATES)[number];
/** The stock room's side: who has the units. */
export type HoldStatus = 'held' | 'paid' | 'expired' | 'released';
/** Our side: where the money is. `null` while nobody has begun to pay. */
export type Stage = 'held' | 'paying' | 'paid' | 'refunded';

/** An order's state is read off the two facts; nobody writes it. `findOrders` says the same in SQL, a test compares them. */
export function stateOf(hold: HoldStatus, stage: Stage | null): OrderState {
  if (stage === 'refunded') return 'refunded';
  if (hold === 'held' && stage === 'paying') return 'paying';
  return hold;
}

type Verb = 'pay' | 'release';
type No = 'hold_expired' | 'already_paid';

/** What a buyer may do in each state. `again`: it is so already, answer as if it were done now. */
const BUYER: Readonly<Record<OrderState, Readonly<Record<Verb, 'yes' | 'again' | No>>>> = {
  held: { pay: 'yes', release: 'yes' },
  paying: { pay: 'yes', release: 'yes' },
  paid: { pay: 'already_paid', release: 'already_paid' },
  expired: { pay: 'hold_expired', release: 'again' },
  released: { pay: 'hold_expired', release: 'again' },
  refunded: { pay: 'hold_expired', release: 'again' },
};

export function may(state: OrderState, verb: 'pay'): Outcome<'yes', No>;
export function may(state: OrderState, verb: 'release'): Outcome<'yes' | 'again', 'already_paid'>;
export function may(state: OrderState, verb: Verb): Outcome<'yes' | 'again', No> {
  const answer = BUYER[state][verb];
  return answer === 'yes' || answer === 'again' ? done(answer) : refuse(answer);
}

export type Money = 'paid' | 'declined' | 'cancelled' | 'refunded';
/**
 * What news of a payment means for its order: `sell` the units (or give the money back when they are gone), `refund` what was
 * paid twice, `reopen` so that the buyer can try again, `returned`: the order's own money went back.
 */
export type Consequence = 'sell' | 'refund' | 'reopen' | 'returned' | 'nothing';

/** @param order `payment`: the newest payment, `paidBy`: whose money the order keeps */
export function consequence(
  news: { state: Money; payment: string },
  order: { stage: Stage; payment: string | null; paidBy: string | null },
): Consequence {
  const isNewest = order.payment === news.payment;
  switch (news.state) {
    case 'paid':
      if (order.paidBy === null) return order.stage === 'refunded' ? 'refund' : 'sell';
      return order.paidBy === news.payment ? 'nothing' : 'refund';
    case 'declined':
    case 'cancelled':
      return isNewest && order.stage === 'paying' ? 'reopen' : 'nothing';
    case 'refunded':
      // The second of two payments going back leaves the order paid by the first.
      return order.paidBy === null || order.paidBy === news.payment ? 'returned' : 'nothing';
  }
}
