import { done, type Outcome, refuse } from '#lib/outcome.ts';
import { createTurns } from '#lib/turns.ts';
import type { Actor } from '#platform/actor.ts';
import { transact } from '#platform/db.ts';
import type { ChatNeeds } from '../needs.ts';
import type { RoomVoice } from '../room-part.ts';
import { countVotes, lockPoll, type PollRow, type Vote, writeVotes } from './polls.sql.ts';

/** A crowd votes at once and its bars move a few times a second. */
const SHOW_MS = 250;
const MAX_SHOWN = 1000;

type VoteRefusal = 'not_found' | 'poll_closed' | 'invalid_input';

/** Votes: one per person, the last one counts, and none after the end. */
export function createVoting({ db, clock, log }: Pick<ChatNeeds, 'db' | 'clock' | 'log'>, voice: RoomVoice) {
  const inTurn = createTurns<Vote & { showId: string }, Outcome<void, VoteRefusal>>({
    work: voteAll,
    mostAtOnce: 500,
    mostWaiting: 5000,
    gatherMs: 10,
  });
  const soon = new Map<string, NodeJS.Timeout>();

  async function vote(
    showId: string,
    actor: Actor,
    wish: { pollId: string; option: number },
  ): Promise<Outcome<void, VoteRefusal | 'name_needed' | 'busy'>> {
    if (!actor.visitorId) return refuse('name_needed');
    const told = inTurn(wish.pollId, { showId, visitorId: actor.visitorId, userId: actor.user?.id ?? null, option: wish.option });
    return told ?? refuse('busy', { retryMs: 1000 });
  }

  async function voteAll(pollId: string, wishes: readonly (Vote & { showId: string })[]): Promise<Outcome<void, VoteRefusal>[]> {
    const { poll, told } = await transact(db, async (tx) => {
      const poll = await lockPoll(tx, pollId);
      const now = clock.now();
      const told = wishes.map((wish) => judge(poll, wish, now));
      const counted = wishes.filter((_, at) => told[at]!.ok);
      if (counted.length > 0) await writeVotes(tx, pollId, lastOfEach(counted), new Date(now));
      return { poll, told };
    });
    if (poll && told.some((each) => each.ok)) showSoon(poll);
    return told;
  }

  function showSoon(poll: PollRow): void {
    if (soon.has(poll.id) || soon.size >= MAX_SHOWN) return;
    const timer = setTimeout(() => {
      soon.delete(poll.id);
      show(poll).catch((error: unknown) => log.warn({ pollId: poll.id, error: String(error) }, 'votes could not be counted'));
    }, SHOW_MS);
    soon.set(poll.id, timer.unref());
  }

  /** Counted from the rows, never added up. */
  async function show(poll: PollRow): Promise<void> {
    const counts = await countVotes(db, poll.id, poll.options.length);
    counts.forEach((n, option) => voice.show(poll.show_id, `votes:${poll.id}:${option}`, n));
  }

  return {
    vote,
    close(): void {
      for (const timer of soon.values()) clearTimeout(timer);
      soon.clear();
    },
  };
}

function judge(poll: PollRow | null, wish: Vote & { showId: string }, now: number): Outcome<void, VoteRefusal> {
  if (poll?.show_id !== wish.showId) return refuse('not_found');
  // Its time is over also where the process that should close it is a moment late.
  if (poll.closed_at !== null || poll.closes_at.getTime() <= now) return refuse('poll_closed');
  return wish.option < poll.options.length ? done(undefined) : refuse('invalid_input');
}

/** Of one device, and of one account, the last. */
function lastOfEach(votes: readonly Vote[]): Vote[] {
  const seen = new Set<string>();
  return votes.toReversed().filter(({ visitorId, userId }) => {
    const keys = userId === null ? [visitorId] : [visitorId, userId];
    if (keys.some((key) => seen.has(key))) return false;
    for (const key of keys) seen.add(key);
    return true;
  });
}
