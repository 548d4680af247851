import type { ChatNeeds } from '../needs.ts';
import type { Polls } from './polls.ts';
import { findOpenPolls } from './polls.sql.ts';

const LOOK_MS = 1000;
/** One per live show at most; more than this are looked at in later rounds, those that end first come first. */
const MOST_OPEN = 1000;

/**
 * The clock of open polls. Every process looks at all of them each second, so a poll ends on time whichever process
 * opened it and whichever was killed meanwhile; the poll's row lets one of them close it.
 */
export function createPollClock({ db, shows, clock, log }: Pick<ChatNeeds, 'db' | 'shows' | 'clock' | 'log'>, polls: Polls) {
  const due = new Map<string, NodeJS.Timeout>();
  let looking: Promise<void> | null = null;
  let closed = false;
  const timer = setInterval(() => (looking ??= look().finally(() => (looking = null))), LOOK_MS);
  timer.unref();

  async function look(): Promise<void> {
    try {
      const open = await findOpenPolls(db, MOST_OPEN);
      if (open.length === 0) return;
      const onAir = await shows.liveOf(db, [...new Set(open.map((poll) => poll.show_id))]);
      // A show that ended takes its poll with it.
      for (const poll of open) endAt(poll.id, onAir.has(poll.show_id) ? poll.closes_at.getTime() : 0);
    } catch (error) {
      log.warn({ error: String(error) }, 'open polls could not be looked at; trying again');
    }
  }

  /** To the moment when it falls before the next look. */
  function endAt(pollId: string, atMs: number): void {
    const inMs = atMs - clock.now();
    if (closed || inMs > LOOK_MS * 1.5 || due.has(pollId)) return;
    const end = async () => {
      await polls.end(pollId, null).catch((error: unknown) => log.warn({ pollId, error: String(error) }, 'a poll was not closed yet'));
      due.delete(pollId);
    };
    due.set(pollId, setTimeout(() => void end(), Math.max(0, inMs)).unref());
  }

  return {
    async close(): Promise<void> {
      closed = true;
      clearInterval(timer);
      for (const ring of due.values()) clearTimeout(ring);
      await looking;
    },
  };
}
