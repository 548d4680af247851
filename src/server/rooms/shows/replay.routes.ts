import { replayRoutes } from '#contract/replay.ts';
import { done, refuse } from '#lib/outcome.ts';
import type { Http } from '#platform/http.ts';
import type { ShowsNeeds } from './needs.ts';
import type { Replays } from './replay.ts';
import { findShowByKey } from './shows.sql.ts';

export function serveReplays(http: Http, { db }: Pick<ShowsNeeds, 'db'>, replays: Replays): void {
  http.serve(replayRoutes.replay, async ({ params }) => {
    const show = await findShowByKey(db, params.showId);
    return show?.state === 'ended' ? done(await replays.view(show)) : refuse('not_found');
  });
}
