import { VoteCommand } from '#contract/polls.ts';
import { ackOf } from '../lines/ack.ts';
import type { ChatNeeds } from '../needs.ts';
import { roomCommand, type RoomPart } from '../room-part.ts';
import { countVotes, findCurrentPoll } from './polls.sql.ts';
import { pollView } from './polls.ts';
import type { createVoting } from './voting.ts';

/** A result stays this long for those who come later. */
const RESULT_MS = 600_000;
export const resultsSince = (now: number): Date => new Date(now - RESULT_MS);

/** The crew asks, everybody has one vote, the server's clock closes. */
export function createPollsPart({ db, clock }: Pick<ChatNeeds, 'db' | 'clock'>, voting: ReturnType<typeof createVoting>): RoomPart {
  return {
    commands: {
      vote: roomCommand(VoteCommand, async (who, wish) => ackOf(await voting.vote(who.showId, await who.actor(), wish))),
    },
    async state(tx, showId) {
      const poll = await findCurrentPoll(tx, showId, resultsSince(clock.now()));
      return { poll: poll && pollView(poll) };
    },
    async numbers(showId) {
      const poll = await findCurrentPoll(db, showId, resultsSince(clock.now()));
      if (!poll || poll.closed_at !== null) return {};
      const counts = await countVotes(db, poll.id, poll.options.length);
      return Object.fromEntries(counts.map((n, option) => [`votes:${poll.id}:${option}`, n]));
    },
  };
}
