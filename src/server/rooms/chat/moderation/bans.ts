import type { Ban } from '#contract/moderation.ts';
import { done, type Outcome, refuse } from '#lib/outcome.ts';
import type { Actor } from '#platform/actor.ts';
import { attempt } from '#platform/db.ts';
import type { ChatNeeds } from '../needs.ts';
import { type BanRow, findBan, findBans, markLifted, saveAppeal } from './bans.sql.ts';
import type { Decisions } from './decisions.ts';
import { findTitles } from './desk.sql.ts';
import { lockRooms } from './mode.sql.ts';
import type { People } from './person.ts';
import type { Standings } from './standing.ts';

const SHOWN = 500;

/** Who may not speak in a shop, what they are told of it, and how they come back. */
export function createBans(
  needs: ChatNeeds & { people: People; decisions: Pick<Decisions, 'sayLifted'>; standing: Pick<Standings, 'banOf'> },
) {
  const { db, clock, people, decisions, standing } = needs;
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

  /** A shadow ban cannot be appealed, because nobody may learn of it: its person is told what an unbanned one is. */
  async function appeal(showId: string, actor: Actor, text: string): Promise<Outcome<void, 'not_found'>> {
    const ban = await standing.banOf(showId, actor);
    if (ban?.kind !== 'ban') return refuse('not_found');
    await saveAppeal(db, ban.id, text, now());
    return done(undefined);
  }

  return { list, lift, appeal };
}

export const appealOf = (row: BanRow): Ban['appeal'] =>
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
