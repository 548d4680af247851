import type { z } from 'zod';
import type { Poll, pollsRoutes } from '#contract/polls.ts';
import { done, type Outcome, refuse } from '#lib/outcome.ts';
import { attempt, type Tx, transact } from '#platform/db.ts';
import type { ChatNeeds } from '../needs.ts';
import { countVotes, findPoll, insertPoll, lockPoll, type PollRow, saveClosed } from './polls.sql.ts';

type Opening = z.output<(typeof pollsRoutes)['openPoll']['body']>;
interface Place {
  readonly orgId: string;
  readonly showId: string;
  readonly pollId: string;
}

/** Polls begin and end here; the votes between are voting.ts. */
export function createPolls({ db, shows, record, clock }: Pick<ChatNeeds, 'db' | 'shows' | 'record' | 'clock'>) {
  /** The same again is the same poll, also when it has ended since. */
  function open(
    { orgId, showId, pollId }: Place,
    wish: Opening,
    userId: string,
  ): Promise<Outcome<Poll, 'not_found' | 'show_not_live' | 'poll_open' | 'conflict' | 'invalid_input'>> {
    return attempt(db, async (tx) => {
      const show = await shows.facts(tx, showId);
      if (show?.orgId !== orgId) return refuse('not_found');
      if (new Set(wish.options).size < wish.options.length) return refuse('invalid_input');
      const known = await findPoll(tx, pollId);
      if (known) return isSame(known, showId, wish) ? done(pollView(known)) : refuse('conflict');
      if (show.state !== 'live') return refuse('show_not_live');
      const now = clock.now();
      const { question, options } = wish;
      const closes = new Date(now + wish.seconds * 1000);
      const row = {
        id: pollId,
        show_id: showId,
        question,
        options,
        opened_at: new Date(now),
        closes_at: closes,
        closed_at: null,
        counts: null,
      };
      if (!(await insertPoll(tx, row, userId))) {
        const other = await findPoll(tx, pollId);
        if (!other) return refuse('poll_open');
        return isSame(other, showId, wish) ? done(pollView(other)) : refuse('conflict');
      }
      await record.append(tx, showId, [{ k: 'poll', d: pollView(row), now: true }]);
      return done(pollView(row));
    });
  }

  /** By one of the crew, before its time. A poll that is closed already stays as it is. */
  async function close({ orgId, showId, pollId }: Place, userId: string): Promise<Outcome<Poll, 'not_found'>> {
    if ((await shows.facts(db, showId))?.orgId !== orgId) return refuse('not_found');
    const known = await findPoll(db, pollId);
    if (known?.show_id !== showId) return refuse('not_found');
    return done(pollView((await end(pollId, userId))!));
  }

  /** @param by null when the clock closes it @returns the poll as it is then; null when there is none */
  const end = (pollId: string, by: string | null): Promise<PollRow | null> => transact(db, (tx) => endIn(tx, pollId, by));

  /**
   * Counts, closes and tells in one transaction that holds the poll's row: votes of before are in, those that waited find
   * it closed, and of several processes whose clocks ring at once one does it.
   */
  async function endIn(tx: Tx, pollId: string, by: string | null): Promise<PollRow | null> {
    const row = await lockPoll(tx, pollId);
    if (!row || row.closed_at !== null) return row;
    const closed = { ...row, closed_at: new Date(clock.now()), counts: await countVotes(tx, pollId, row.options.length) };
    await saveClosed(tx, pollId, { at: closed.closed_at, by, counts: closed.counts });
    await record.append(tx, row.show_id, [{ k: 'poll', d: pollView(closed), now: true }]);
    return closed;
  }

  return { open, close, end };
}
export type Polls = ReturnType<typeof createPolls>;

/** A poll that was closed early ended then. */
export const pollView = (row: PollRow): Poll => ({
  id: row.id,
  question: row.question,
  options: row.options,
  closesAt: (row.closed_at && row.closed_at < row.closes_at ? row.closed_at : row.closes_at).toISOString(),
  counts: row.counts,
});

const isSame = (row: PollRow, showId: string, wish: Opening): boolean =>
  row.show_id === showId &&
  row.question === wish.question &&
  row.options.length === wish.options.length &&
  row.options.every((option, at) => option === wish.options[at]) &&
  row.closes_at.getTime() - row.opened_at.getTime() === wish.seconds * 1000;
