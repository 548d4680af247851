import { transact } from '#platform/db.ts';
import { findToTell, markTold } from '../lines/append.sql.ts';
import type { Inbox } from '../inbox/inbox.ts';
import type { ChatNeeds } from '../needs.ts';
import type { Decisions } from './decisions.ts';
import { dropExpired } from './lines.sql.ts';
import { lockRooms } from './mode.sql.ts';
import type { createModes } from './mode.ts';

/** A decision is in force at most this much later than it says. */
const LOOK_MS = 250;
const EVERY_SECOND = 4;
const MAX_EXPIRED = 200;
const MAX_TOLD = 100;

/**
 * What happens by the clock: decisions that are due, held lines about which nobody decided, repeated lines, slow mode.
 * Every process looks; the rows decide which one does it. What a killed process left is found by the next look.
 */
export function createUpkeep(
  needs: Pick<ChatNeeds, 'db' | 'record' | 'clock' | 'log'> & {
    decisions: Pick<Decisions, 'applyDue'>;
    modes: Pick<ReturnType<typeof createModes>, 'adjust'>;
    inbox: Pick<Inbox, 'put'>;
    callCrew: (showId: string) => void;
    /** Shows that somebody follows in this process. */
    open: () => readonly string[];
  },
) {
  const { db, record, clock, log, decisions, modes, inbox, callCrew, open } = needs;
  let underWay: Promise<void> | null = null;
  let looks = 0;
  const timer = setInterval(() => void round(), LOOK_MS);
  timer.unref();

  /** One look at a time. */
  function round(): Promise<void> {
    underWay ??= look().finally(() => (underWay = null));
    return underWay;
  }

  /** A look that begins after this was asked. */
  async function now(): Promise<void> {
    await underWay;
    looks = 0;
    await round();
  }

  async function look(): Promise<void> {
    try {
      await decisions.applyDue();
      if (looks++ % EVERY_SECOND !== 0) return;
      await expire();
      for (const showId of await findToTell(db)) await tellRepeats(showId);
      for (const showId of open()) await modes.adjust(showId);
    } catch (error) {
      log.warn({ error: String(error) }, 'the moderation of chats could not look; trying again');
    }
  }

  async function expire(): Promise<void> {
    const dropped = await transact(db, async (tx) => {
      const lines = await dropExpired(tx, new Date(clock.now()), MAX_EXPIRED);
      for (const line of lines)
        await inbox.put(tx, line.show_id, line.visitor_id, { k: 'line', clientId: line.client_id, state: 'hidden' });
      return lines;
    });
    for (const showId of new Set(dropped.map((line) => line.show_id))) callCrew(showId);
  }

  /** At most one event per line and second, however many people say it again. */
  function tellRepeats(showId: string): Promise<void> {
    return transact(db, async (tx) => {
      await lockRooms(tx, [showId]);
      const lines = (await markTold(tx, showId, new Date(clock.now()), MAX_TOLD)).filter((line) => line.placed);
      if (lines.length === 0) return;
      await record.append(
        tx,
        showId,
        lines.map(({ id, repeats }) => ({ k: 'chat.repeat', d: { id, repeats }, now: true })),
      );
    });
  }

  return {
    now,
    async close(): Promise<void> {
      clearInterval(timer);
      await underWay;
    },
  };
}
