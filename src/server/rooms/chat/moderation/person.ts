import type { Executor } from '#platform/db.ts';
import type { ChatNeeds } from '../needs.ts';
import { type BanRow, findBanOf, type Marks } from './bans.sql.ts';
import { findNewestBy, findShowsOf } from './lines.sql.ts';

/** Shows of a shop that began longer ago than this are over, or their talk is. */
const LATELY_MS = 24 * 3_600_000;

/** Somebody who spoke, beyond the name of the moment. */
export interface Person {
  readonly marks: Marks;
  /** Where they speak in this shop now, as whom; the show in question is always among them. */
  readonly spots: readonly { showId: string; author: string }[];
  /** The ban that holds for them now. */
  readonly ban: BanRow | null;
}

/** Finds out by what else the person behind an author is known: their account, their devices, what they paid with. */
export function createPeople({ accounts, orders, shows, clock }: Pick<ChatNeeds, 'accounts' | 'orders' | 'shows' | 'clock'>) {
  async function marksOf(ex: Executor, visitorId: string, userId: string | null): Promise<Marks> {
    const kin = await accounts.kin(ex, visitorId);
    const known = [...new Set([userId, kin.userId].filter((id) => id !== null))];
    return {
      accounts: known,
      devices: kin.visitorIds,
      payments: await orders.payersOf(ex, { visitorIds: kin.visitorIds, userId: known[0] ?? null }),
    };
  }

  return {
    marksOf,
    /** @returns null when nobody of that name spoke in this show */
    async behind(ex: Executor, orgId: string, showId: string, author: string): Promise<Person | null> {
      const line = await findNewestBy(ex, showId, author);
      if (!line) return null;
      const marks = await marksOf(ex, line.visitor_id, line.user_id);
      const spots = [{ showId, author }];
      for (const spot of await findShowsOf(ex, marks.devices, new Date(clock.now() - LATELY_MS))) {
        if (spot.show_id === showId && spot.author === author) continue;
        const show = await shows.facts(ex, spot.show_id);
        if (show?.orgId === orgId && show.state === 'live') spots.push({ showId: spot.show_id, author: spot.author });
      }
      return { marks, spots, ban: await findBanOf(ex, orgId, marks, new Date(clock.now())) };
    },
  };
}
export type People = ReturnType<typeof createPeople>;
