import type { Clock } from '#lib/clock.ts';
import type { Config } from '#platform/config.ts';
import type { Db, Executor } from '#platform/db.ts';
import type { Events } from '#platform/events.ts';
import type { Log } from '#platform/log.ts';
import type { SignalBus } from '#platform/signals.ts';
import type { Accounts } from '#rooms/accounts/index.ts';
import type { Offers } from '#rooms/offers/index.ts';
import type { Payments } from '#rooms/payments/index.ts';
import type { ShowRecord } from '#rooms/record/index.ts';
import type { Stock } from '#rooms/stock/index.ts';

/** What an order asks of the rooms below it. */
export interface OrdersNeeds {
  readonly db: Db;
  readonly config: Pick<Config, 'secret' | 'publicUrl'>;
  readonly accounts: Pick<Accounts, 'organisation' | 'crewDevices'>;
  readonly catalog: {
    variant(ex: Executor, variantId: string): Promise<VariantFacts | null>;
  };
  readonly shows: {
    /** Null when there is no such show to buy in. */
    forOrder(
      ex: Executor,
      showId: string,
      variantId: string,
    ): Promise<{ orgId: string; showTitle: string; state: string; onShelf: boolean } | null>;
    /** Shows that are on and have the product on their shelf. */
    selling(ex: Executor, productId: string): Promise<string[]>;
  };
  readonly offers: Pick<Offers, 'drainEnded'>;
  readonly payments: Pick<Payments, 'begin' | 'openPage' | 'cancel' | 'refund' | 'ofOrders' | 'payersOf'>;
  readonly record: Pick<ShowRecord, 'append'>;
  readonly stock: Pick<Stock, 'hold' | 'sell' | 'release' | 'sweepExpired' | 'drainTurns'>;
  readonly events: Events;
  readonly signals: SignalBus;
  readonly clock: Clock;
  readonly log: Log;
}

export interface VariantFacts {
  productId: string;
  orgId: string;
  title: string;
  variantTitle: string;
  handle: string;
  imageUrl: string | null;
  paper: string;
}
