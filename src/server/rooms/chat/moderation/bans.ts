import type { Ban, Standing } from '#contract/moderation.ts';
import { done, type Outcome, refuse } from '#lib/outcome.ts';
import type { Actor } from '#platform/actor.ts';
import { attempt } from '#platform/db.ts';
import type { ChatNeeds } from '../needs.ts';
import type { createSpeakers } from '../speaker.ts';
import { type BanRow, findBan, findBanOf, findBans, markLifted, saveAppeal } from './bans.sql.ts';
import type { Decisions } from './decisions.ts';
import { findPause, findTitles } from './desk.sql.ts';
import { lockRooms } from './mode.sql.ts';
import type { People } from './person.ts';

const SHOWN = 500;

/** Who may not speak in a shop, what they are told of it, and how they come back. */
export function createBans(
  needs: ChatNeeds & { people: People; decisions: Pick<Decisions, 'sayLifted'>; speakers: ReturnType<typeof createSpeakers> },
) {
  const { db, shows, clock, people, decisions, speakers } = needs;
  const now = () => new Date(clock.now());

  async function list(orgId: string): Promise<Ban[]> {
    const rows = await findBans(db, orgId, now(), SHOWN);
    const titles = await findTitles(db, [...new Set(rows.map((row) => row.show_id))]);
    return rows.map((row) => view(row, titles.get(row.show_id) ?? ''));
  }

  /** The person may speak again; what they said before stays hidden. Twice is the same as once. */
  async function lift(orgId: string, banId: string, userId: string): Promise<Outcome<void, 'not_found'>> {
    return attempt(db, async (tx): Promise<Outcome<void, 'not_found'>> => {
      const ban = await findBan(tx, orgId, banId);
      if (!ban) return refuse('not_found');
      const spots = (await people.behind(tx, orgId, ban.show_id, ban.author))?.spots ?? [];
      await lockRooms(
        tx,
        spots.map((spot) => spot.showId),
      );
      if ((await markLifted(tx, banId, userId, now())) && ban.kind === 'ban') await decisions.sayLifted(tx, spots, false);
      return done(undefined);
    });
  }

  async function banOf(showId: string, actor: Actor): Promise<{ orgId: string; ban: BanRow | null } | null> {
    const show = await shows.facts(db, showId);
    if (!show || show.state === 'draft') return null;
    if (!actor.visitorId) return { orgId: show.orgId, ban: null };
    const marks = await people.marksOf(db, actor.visitorId, actor.user?.id ?? null);
    return { orgId: show.orgId, ban: await findBanOf(db, show.orgId, marks, now()) };
  }

  /** A shadow ban cannot be appealed, because nobody may learn of it: its person is told what an unbanned one is. */
  async function appeal(showId: string, actor: Actor, text: string): Promise<Outcome<void, 'not_found'>> {
    const found = await banOf(showId, actor);
    if (found?.ban?.kind !== 'ban') return refuse('not_found');
    await saveAppeal(db, found.ban.id, text, now());
    return done(undefined);
  }

  /** What holds for somebody, with its reason. A shadow ban is not told. */
  async function standing(showId: string, actor: Actor): Promise<Standing> {
    const ban = (await banOf(showId, actor))?.ban;
    const pause = actor.visitorId ? await findPause(db, showId, await speakers.authorOf(showId, actor.visitorId), now()) : null;
    return {
      timedOut: pause && { until: pause.until.toISOString(), reason: pause.reason },
      ban:
        ban?.kind === 'ban'
          ? { reason: ban.reason, note: ban.note, at: ban.at.toISOString(), until: ban.until?.toISOString() ?? null, appeal: appealOf(ban) }
          : null,
    };
  }

  /**
   * For whatever else people do in a room (questions, votes): may this person take part?
   * @returns why not, or null
   */
  async function refusalOf(showId: string, actor: Actor): Promise<'banned' | 'timed_out' | null> {
    const { ban, timedOut } = await standing(showId, actor);
    return ban ? 'banned' : timedOut ? 'timed_out' : null;
  }

  return { list, lift, appeal, standing, refusalOf };
}

const appealOf = (row: BanRow): Ban['appeal'] =>
  row.appeal !== null && row.appealed_at ? { text: row.appeal, at: row.appealed_at.toISOString() } : null;

const view = (row: BanRow, showTitle: string): Ban => ({
  id: row.id,
  name: row.name,
  kind: row.kind,
  reason: row.reason,
  note: row.note,
  showTitle,
  by: row.by_name,
  at: row.at.toISOString(),
  until: row.until?.toISOString() ?? null,
  known: { account: row.marks.includes('account'), device: row.marks.includes('device'), payment: row.marks.includes('payment') },
  appeal: appealOf(row),
});
