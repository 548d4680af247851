import type { Standing } from '#contract/moderation.ts';
import type { Actor } from '#platform/actor.ts';
import type { Executor } from '#platform/db.ts';
import type { ChatNeeds } from '../needs.ts';
import type { createSpeakers } from '../lines/speaker.ts';
import { type BanRow, findBanOf } from './bans.sql.ts';
import { appealOf } from './bans.ts';
import { findPause } from './desk.sql.ts';
import type { People } from './person.ts';

/** Whether somebody may take part in a show, and why not. */
export function createStandings(needs: ChatNeeds & { people: People; speakers: ReturnType<typeof createSpeakers> }) {
  const { db, shows, clock, people, speakers } = needs;
  const now = () => new Date(clock.now());

  async function banOf(showId: string, actor: Actor): Promise<BanRow | null> {
    const show = await shows.facts(db, showId);
    if (!show || !actor.visitorId) return null;
    return banIn(db, show.orgId, { visitorId: actor.visitorId, userId: actor.user?.id ?? null });
  }
  const banIn = async (ex: Executor, orgId: string, { visitorId, userId }: { visitorId: string; userId: string | null }) =>
    findBanOf(ex, orgId, await people.marksOf(ex, visitorId, userId), now());
  const pauseOf = async (showId: string, actor: Actor) =>
    actor.visitorId ? findPause(db, showId, await speakers.authorOf(showId, actor.visitorId), now()) : null;

  return {
    banOf,
    /** For whoever writes under the room's lock: nobody is let in beside a ban that is made at this moment. */
    banIn,

    /** What holds for somebody, with its reason. A shadow ban is not told. */
    async of(showId: string, actor: Actor): Promise<Standing> {
      const [ban, pause] = [await banOf(showId, actor), await pauseOf(showId, actor)];
      return {
        timedOut: pause && { until: pause.until.toISOString(), reason: pause.reason },
        ban:
          ban?.kind === 'ban'
            ? {
                reason: ban.reason,
                note: ban.note,
                at: ban.at.toISOString(),
                until: ban.until?.toISOString() ?? null,
                appeal: appealOf(ban),
              }
            : null,
      };
    },

    /** For whatever else people do in a room (questions, votes). @returns why not, or null */
    async refusalOf(showId: string, actor: Actor): Promise<{ reason: 'banned' | 'timed_out'; retryMs?: number } | null> {
      if (await banOf(showId, actor)) return { reason: 'banned' };
      const pause = await pauseOf(showId, actor);
      return pause && { reason: 'timed_out', retryMs: pause.until.getTime() - clock.now() };
    },
  };
}
export type Standings = ReturnType<typeof createStandings>;
