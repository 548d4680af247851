import { clipsRoutes } from '#contract/clips.ts';
import { replayRoutes } from '#contract/replay.ts';
import { done, refuse } from '#lib/outcome.ts';
import type { Http } from '#platform/http.ts';
import type { Clips } from './clips.ts';
import type { ShowsNeeds } from './needs.ts';
import type { Replays } from './replay.ts';
import { findShowByKey } from './shows.sql.ts';

export function serveReplays(http: Http, { db }: Pick<ShowsNeeds, 'db'>, replays: Replays, clips: Clips): void {
  http.serve(replayRoutes.replay, async ({ params }) => {
    const show = await findShowByKey(db, params.showId);
    return show?.state === 'ended' ? done(await replays.view(show)) : refuse('not_found');
  });

  http.serve(clipsRoutes.makeClip, async ({ params, body, actor }) => clips.make(params.showId, actor, body));
  http.serve(clipsRoutes.listClips, async ({ params }) => clips.list(params.showId));
  http.serve(clipsRoutes.getClip, async ({ params }) => clips.find(params.clipId));
  http.serve(clipsRoutes.withdrawClip, async ({ params }) => clips.withdraw(params.orgId, params.showId, params.clipId));
  http.serve(clipsRoutes.allowClips, async ({ params, body }) => clips.allow(params.orgId, params.showId, body.allowed));
}
