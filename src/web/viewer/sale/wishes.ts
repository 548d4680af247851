import type { HoldWish } from '#contract/orders.ts';
import { mintOrderId } from './order-id.ts';

/** As much of a Storage as is used. */
export interface Keep {
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
  removeItem(key: string): void;
}
type Wanted = Omit<HoldWish, 'orderId'>;

const keyOf = (wish: Wanted): string => `wish:${wish.showId ?? '-'}:${wish.variantId}`;

/**
 * Wishes that the server has not finally answered. The same wish keeps its order id over retries and reloads,
 * so that a person who taps twice, or whose answer was lost, buys once. Another quantity or price is another wish.
 */
export function createWishes(keep: Keep, now: () => number = Date.now) {
  return {
    /** The wish with its order id: the kept one when it is the same wish, else a new one. */
    take(wish: Wanted): HoldWish {
      const kept = read(keep, keyOf(wish));
      const same = kept && kept.quantity === wish.quantity && kept.expectedMinor === wish.expectedMinor;
      const taken = same ? kept : { ...wish, orderId: mintOrderId(now()) };
      keep.setItem(keyOf(wish), JSON.stringify(taken));
      return taken;
    },
    /** Answered for good: paid, given back, expired or refused. The next wish is a new order. */
    settle(wish: Wanted): void {
      keep.removeItem(keyOf(wish));
    },
  };
}

function read(keep: Keep, key: string): HoldWish | null {
  try {
    return JSON.parse(keep.getItem(key) ?? 'null') as HoldWish | null;
  } catch {
    return null;
  }
}
