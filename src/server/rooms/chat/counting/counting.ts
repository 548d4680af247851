import type { Counted, Counting, CountedMinute } from '#contract/counting.ts';
import { type Executor, transact } from '#platform/db.ts';
import { soldNet } from '#rooms/orders/index.ts';
import type { ShowAtAddress } from '#rooms/shows/index.ts';
import { countEntries, takeMinute } from './counting.sql.ts';
import type { ChatNeeds } from '../needs.ts';

const LOOK_MS = 5000;
const MINUTE_MS = 60_000;
/** A show of 72 hours has 4,320. */
const MOST_MINUTES = 5000;
const PAGE = 500;

/**
 * What the counters say now, and the log of what they said. The log is the show's own record: once a minute an entry
 * that is derived like the counters themselves. No route, command or function takes one of these numbers from outside.
 */
export function createCounting(
  needs: Pick<ChatNeeds, 'db' | 'shows' | 'orders' | 'media' | 'record' | 'clock' | 'log' | 'accounts'> & {
    followers: (showId: string) => number;
  },
) {
  const { db, shows, orders, media, record, clock, log, followers } = needs;
  const writtenAt = new Map<string, number>();
  let timer: NodeJS.Timeout | undefined;
  let looking: Promise<void> | null = null;

  async function soldFacts(ex: Executor, showId: string): Promise<Counted['sold']> {
    const sold = (await orders.soldInShows(ex, [showId])).get(showId) ?? { paid: 0, cancelled: 0, excluded: 0, heldNow: 0 };
    const { paid, cancelled, excluded, heldNow } = sold;
    return { value: soldNet(sold), paid, cancelled, excluded, heldNow };
  }

  async function facts(showId: string, streamId: string): Promise<Pick<Counted, 'watching' | 'sold'>> {
    const { watching: value, direct, hls, notYet, crew, secondDevices } = media.audience(streamId);
    return { watching: { value, direct, hls, notYet, crew, secondDevices }, sold: await soldFacts(db, showId) };
  }

  async function look(): Promise<void> {
    const onAir = await shows.onAir(db);
    const live = new Set(onAir.map(({ showId }) => showId));
    for (const showId of writtenAt.keys()) if (!live.has(showId)) writtenAt.delete(showId);
    for (const { showId, streamId } of onAir)
      if (clock.now() - (writtenAt.get(showId) ?? 0) >= MINUTE_MS) await writeDown(showId, streamId);
  }

  /** Several processes may come to the same minute: the database lets one of them write it. */
  async function writeDown(showId: string, streamId: string): Promise<void> {
    const now = clock.now();
    const said: Counted = { ...(await facts(showId, streamId)), connected: followers(showId) };
    const before = await transact(db, async (tx) => {
      const latest = await takeMinute(tx, showId, new Date(now - MINUTE_MS + LOOK_MS));
      if (latest === null) await record.append(tx, showId, [{ k: 'counted', d: said, t: now }]);
      return latest;
    });
    writtenAt.set(showId, before?.getTime() ?? now);
  }

  async function minutes(showId: string): Promise<CountedMinute[]> {
    const read: CountedMinute[] = [];
    for (let before: number | undefined; read.length < MOST_MINUTES;) {
      const page = await record.latest(db, showId, 'counted', { limit: PAGE, ...(before === undefined ? {} : { before }) });
      for (const { t, d } of page) {
        const { watching, connected, sold } = d;
        const { value, paid, excluded, cancelled } = sold;
        read.push({ at: new Date(t).toISOString(), watching: watching.value, connected, sold: value, paid, excluded, cancelled });
      }
      if (page.length < PAGE) break;
      before = page.at(-1)!.s;
    }
    return read.slice(0, MOST_MINUTES).toReversed();
  }

  const lookOnce = (): Promise<void> =>
    (looking ??= look()
      .catch((error: unknown) => log.warn({ error: String(error) }, 'the counters could not be written down; trying again'))
      .finally(() => (looking = null)));

  return {
    facts,
    async of(show: ShowAtAddress): Promise<Counting | null> {
      const { id, slug, title, state, startedAt, endedAt } = show;
      const shop = await needs.accounts.organisation(db, show.orgId);
      if (!shop) return null;
      const [told, sold, entries] = [await minutes(id), await soldFacts(db, id), await countEntries(db, id)];
      return {
        show: {
          id,
          slug,
          title,
          state,
          shop: { slug: shop.slug, name: shop.name },
          startedAt: startedAt?.toISOString() ?? null,
          endedAt: endedAt?.toISOString() ?? null,
        },
        asOf: new Date(clock.now()).toISOString(),
        minutes: told,
        sold,
        record: { entries: entries.there, missing: entries.last - entries.there },
      };
    },
    /** One look now; looks do not overlap. */
    look: lookOnce,
    start(): void {
      timer ??= setInterval(() => void lookOnce(), LOOK_MS);
      timer.unref();
    },
    async close(): Promise<void> {
      clearInterval(timer);
      await looking;
    },
  };
}
