import type { ProductCard } from '#contract/catalog.ts';
import type { Offer } from '#contract/shows.ts';
import type { Clock } from '#lib/clock.ts';
import type { Outcome } from '#lib/outcome.ts';
import type { Db, Executor, Tx } from '#platform/db.ts';
import type { Events } from '#platform/events.ts';
import type { Jobs } from '#platform/jobs.ts';
import type { Log } from '#platform/log.ts';
import type { Accounts } from '#rooms/accounts/index.ts';
import type { Catalog } from '#rooms/catalog/index.ts';
import type { Media } from '#rooms/media/index.ts';
import type { ShowRecord } from '#rooms/record/index.ts';

/** What a show asks of the rooms below it. */
export interface ShowsNeeds {
  readonly db: Db;
  readonly accounts: Pick<Accounts, 'organisation' | 'organisationBySlug' | 'owners'>;
  readonly catalog: {
    /** In the order of the ids; what does not exist is left out. */
    cards(ex: Executor, productIds: readonly string[]): Promise<ProductCard[]>;
    variant(ex: Executor, variantId: string): Promise<{ productId: string; orgId: string } | null>;
    productIdsOfOrg(ex: Executor, orgId: string): Promise<string[]>;
  } & Pick<Catalog, 'heads' | 'pastPrices'>;
  readonly offers: {
    start(
      tx: Tx,
      wish: { showId: string; variantId: string; orgId: string; priceMinor: number; lastsSeconds: number; limitPerBuyer: number | null },
    ): Promise<Outcome<Offer>>;
    forVariants(ex: Executor, variantIds: readonly string[]): Promise<Offer[]>;
  };
  readonly media: Pick<
    Media,
    | 'openStream'
    | 'closeStream'
    | 'issueTicket'
    | 'rotateKey'
    | 'encoder'
    | 'facts'
    | 'stage'
    | 'callOnStage'
    | 'audience'
    | 'knowAudience'
    | 'replay'
    | 'timeline'
    | 'makeClip'
    | 'on'
  >;
  readonly record: ShowRecord;
  readonly events: Events;
  readonly jobs: Jobs;
  readonly clock: Clock;
  readonly log: Log;
}

/**
 * Numbers that rooms above know: they connect themselves with `shows.tallyWith`, because a show may not call up.
 * Until then everything is 0.
 */
export interface Tally {
  /** Units paid and not taken back, and hearts, per show. */
  counts(ex: Executor, showIds: readonly string[]): Promise<Map<string, { sold: number; hearts: number }>>;
  takings(ex: Executor, showId: string): Promise<{ soldUnits: number; takenNetMinor: number; orders: number; holds: number }>;
}
