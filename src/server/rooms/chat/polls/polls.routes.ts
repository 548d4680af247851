import { pollsRoutes } from '#contract/polls.ts';
import { done, refuse } from '#lib/outcome.ts';
import type { Http } from '#platform/http.ts';
import type { ChatNeeds } from '../needs.ts';
import { resultsSince } from './polls-part.ts';
import { countVotes, findCurrentPoll, findVote } from './polls.sql.ts';
import { type Polls, pollView } from './polls.ts';

export function servePolls(http: Http, { db, shows, clock }: Pick<ChatNeeds, 'db' | 'shows' | 'clock'>, polls: Polls): void {
  http.serve(pollsRoutes.poll, async ({ params: { showId }, actor }) => {
    const show = await shows.facts(db, showId);
    if (!show || show.state === 'draft') return refuse('not_found');
    const row = await findCurrentPoll(db, showId, resultsSince(clock.now()));
    if (!row) return done({ poll: null, votes: [], mine: null });
    return done({
      poll: pollView(row),
      votes: row.counts ?? (await countVotes(db, row.id, row.options.length)),
      mine: actor.visitorId === null ? null : await findVote(db, row.id, actor.visitorId, actor.user?.id ?? null),
    });
  });

  // Staff routes admit nobody without an account.
  http.serve(pollsRoutes.openPoll, async ({ params, body, actor }) => polls.open(params, body, actor.user!.id));
  http.serve(pollsRoutes.closePoll, async ({ params, actor }) => polls.close(params, actor.user!.id));
}
