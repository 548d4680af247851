import type { ChatPerson, HeldLine, ModerationDesk } from '#contract/moderation.ts';
import type { ChatNeeds } from '../needs.ts';
import { view } from './decisions.ts';
import { findDecisions } from './decisions.sql.ts';
import { countTonight, findHeld, findPeople, type HeldRow } from './desk.sql.ts';
import { findMode } from './mode.sql.ts';
import { modeOf } from './mode.ts';

const HELD_SHOWN = 100;
const DECIDED_SHOWN = 50;
const PEOPLE_SHOWN = 200;

/** What moderators look at. */
export function createDesk({ db, orders, clock }: Pick<ChatNeeds, 'db' | 'orders' | 'clock'>) {
  type Place = { orgId: string; showId: string };

  return {
    async desk({ orgId, showId }: Place): Promise<ModerationDesk> {
      const nowMs = clock.now();
      const held = await findHeld(db, showId, new Date(nowMs), HELD_SHOWN);
      const bought = await orders.boughtAt(
        db,
        orgId,
        held.map((row) => row.visitor_id),
      );
      const { linesPerMinute, ...tonight } = await countTonight(db, showId, new Date(nowMs - 60_000));
      return {
        mode: modeOf(await findMode(db, showId)),
        held: held.map((row) => heldView(row, bought.get(row.visitor_id) ?? null)),
        decided: (await findDecisions(db, showId, DECIDED_SHOWN)).map(view),
        linesPerMinute,
        tonight,
        now: new Date(nowMs).toISOString(),
      };
    },

    async people(place: Place, search: string): Promise<ChatPerson[]> {
      const rows = await findPeople(db, place, search.trim(), new Date(clock.now()), PEOPLE_SHOWN);
      return rows.map((row) => ({
        author: row.author,
        name: row.name,
        label: row.label as ChatPerson['label'],
        lines: row.lines,
        hidden: row.hidden,
        lastAt: row.last_at.toISOString(),
        timedOutUntil: row.timed_out_until?.toISOString() ?? null,
        banned: row.banned,
      }));
    },
  };
}

const heldView = (row: HeldRow, boughtAt: Date | null): HeldLine => ({
  id: row.id,
  author: row.author,
  name: row.name,
  label: row.label as HeldLine['label'],
  text: row.text,
  at: row.said_at.toISOString(),
  expiresAt: row.held_until.toISOString(),
  reasons: row.reasons,
  context: {
    firstLineAt: row.first_at?.toISOString() ?? null,
    heldTonight: row.held,
    hiddenTonight: row.hidden,
    boughtAt: boughtAt?.toISOString() ?? null,
  },
});
