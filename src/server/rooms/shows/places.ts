import { positionOf } from '#lib/replay-timeline.ts';
import type { Executor } from '#platform/db.ts';
import type { ShowsNeeds } from './needs.ts';
import { isPublic } from './show-machine.ts';
import { findShow } from './shows.sql.ts';

interface Place {
  readonly showSlug: string;
  readonly showTitle: string;
  /** In its replay; null while there is none. */
  readonly replayAtMs: number | null;
}

/** Where moments of shows can be seen; null for a show that is not public. In the order of the moments. */
export function createPlaces({ media }: Pick<ShowsNeeds, 'media'>) {
  return async function placesOf(ex: Executor, moments: readonly { showId: string; at: Date }[]): Promise<(Place | null)[]> {
    const shows = new Map<string, Awaited<ReturnType<typeof readShow>>>();
    for (const { showId } of moments) if (!shows.has(showId)) shows.set(showId, await readShow(ex, showId));
    return moments.map(({ showId, at }) => {
      const read = shows.get(showId);
      if (!read) return null;
      const { show, timeline } = read;
      const replayAtMs = timeline ? Math.round(positionOf(timeline.spans, at.getTime())) : null;
      return { showSlug: show.slug, showTitle: show.title, replayAtMs };
    });
  };

  async function readShow(ex: Executor, showId: string) {
    const show = await findShow(ex, showId);
    if (!show || !isPublic(show.state)) return null;
    return { show, timeline: show.replay_url === null ? null : await media.timeline(show.stream_id) };
  }
}
