import type { Clock } from '#lib/clock.ts';
import type { Bus } from '#platform/bus/index.ts';
import type { Config } from '#platform/config.ts';
import type { Db, Executor } from '#platform/db.ts';
import type { Log } from '#platform/log.ts';
import type { SignalBus } from '#platform/signals.ts';
import type { Accounts } from '#rooms/accounts/index.ts';
import type { AudienceCount } from '#rooms/media/index.ts';
import type { SoldInShow } from '#rooms/orders/index.ts';
import type { ShowRecord } from '#rooms/record/index.ts';
import type { Shows } from '#rooms/shows/index.ts';

/** What the live room asks of the rooms below it. */
export interface ChatNeeds {
  readonly db: Db;
  readonly config: Pick<Config, 'rateLimitFactor' | 'roomSockets'>;
  readonly accounts: Pick<Accounts, 'actors' | 'kin' | 'organisation' | 'relationNow' | 'visitorName'>;
  readonly orders: {
    soldInShows(ex: Executor, showIds: readonly string[]): Promise<Map<string, SoldInShow>>;
    hasBought(ex: Executor, showId: string, visitorId: string): Promise<boolean>;
    boughtTitles(ex: Executor, showId: string, visitorId: string, most: number): Promise<string[]>;
    /** When each of these people last paid an order of this shop; who never did is absent. */
    boughtAt(ex: Executor, orgId: string, visitorIds: readonly string[]): Promise<Map<string, Date>>;
    /** Marks of what this person paid with: keyed hashes, where the provider names an instrument. */
    payersOf(ex: Executor, person: { visitorIds: readonly string[]; userId: string | null }): Promise<string[]>;
  };
  readonly record: ShowRecord;
  readonly shows: Pick<
    Shows,
    'facts' | 'heard' | 'isOnShelf' | 'key' | 'liveOf' | 'onAir' | 'placesOf' | 'roomState' | 'shelfVariantIds' | 'tallyWith'
  >;
  readonly stock: { levels(ex: Executor, variantIds: readonly string[]): Promise<Map<string, { available: number }>> };
  readonly media: {
    audience(streamId: string): AudienceCount;
    /** Machines that hand out what everybody gets alike: they know themselves by a secret. */
    readonly edges: { isEdge(authorization: string | undefined): boolean; anyAwake(): string | null };
  };
  readonly signals: SignalBus;
  readonly bus: Pick<Bus, 'follow' | 'numbers'>;
  readonly clock: Clock;
  readonly log: Log;
}
