import { v7 as uuidv7 } from 'uuid';
import { type Clip, CLIP_MS } from '#contract/clips.ts';
import { mediaPaths } from '#contract/media.ts';
import type { ReasonCode } from '#contract/reasons.ts';
import { done, type Outcome, refuse } from '#lib/outcome.ts';
import { type Actor, hasRole } from '#platform/actor.ts';
import { type ClipRow, findClip, findClipOfSpan, findClipsOfShow, insertClip, saveClipsAllowed, saveWithdrawn } from './clips.sql.ts';
import type { ShowsNeeds } from './needs.ts';
import type { Replays } from './replay.ts';
import { isPublic } from './show-machine.ts';
import { findShow, type ShowRow } from './shows.sql.ts';

const PER_LIST = 50;
const CREW = ['host', 'producer', 'moderator', 'seller_admin'] as const;

type Needs = Pick<ShowsNeeds, 'db' | 'catalog' | 'media' | 'clock'> & { readonly replays: Replays };
type MakeRefusal = Extract<
  ReasonCode,
  'not_found' | 'clips_off' | 'clip_withdrawn' | 'replay_expired' | 'span_wrong' | 'clips_full' | 'busy'
>;

/** Clips of replays: media cuts them, this room knows what they show and who may have them. */
export function createClips({ db, catalog, media, clock, replays }: Needs) {
  async function make(
    showId: string,
    actor: Actor,
    wish: { fromMs: number; toMs: number; title?: string | undefined },
  ): Promise<Outcome<Clip, MakeRefusal>> {
    const show = await findShow(db, showId);
    if (!show || show.state !== 'ended') return refuse('not_found');
    const isCrew = hasRole(actor, show.org_id, CREW);
    if (!show.clips_allowed && !isCrew) return refuse('clips_off');
    const lengthMs = wish.toMs - wish.fromMs;
    const mostMs = isCrew ? CLIP_MS.mostOfCrew : CLIP_MS.most;
    if (lengthMs < CLIP_MS.least || lengthMs > mostMs) return refuse('span_wrong', { leastMs: CLIP_MS.least, mostMs });
    const before = await findClipOfSpan(db, showId, wish.fromMs, wish.toMs);
    if (before) return before.withdrawn_at ? refuse('clip_withdrawn') : done(view(show, before));
    if ((await replays.view(show)).state === 'over') return refuse('replay_expired');
    // Slow and remote: before any transaction. A file without its row costs room on the disk, nothing else.
    const cut = await media.makeClip(show.stream_id, { fromMs: wish.fromMs, toMs: wish.toMs });
    if (!cut.ok) return cut;
    const { url, durationMs, startsAtMs } = cut.value;
    const productId = await replays.productIn(show, wish.fromMs, wish.toMs);
    const row = await insertClip(db, {
      id: uuidv7(),
      show_id: showId,
      url,
      title: wish.title || (await nameOf(productId)) || show.title,
      from_ms: wish.fromMs,
      to_ms: wish.toMs,
      starts_ms: startsAtMs,
      duration_ms: durationMs,
      product_id: productId,
      made_by: actor.user!.id,
      made_at: new Date(clock.now()),
    });
    return done(view(show, row));
  }

  const nameOf = async (productId: string | null): Promise<string | null> =>
    productId === null ? null : ((await catalog.heads(db, [productId]))[0]?.title.slice(0, 120) ?? null);

  return {
    make,
    async find(clipId: string): Promise<Outcome<Clip, 'not_found' | 'clip_withdrawn'>> {
      const row = await findClip(db, clipId);
      const show = row && (await findShow(db, row.show_id));
      if (!show || !isPublic(show.state)) return refuse('not_found');
      return row.withdrawn_at ? refuse('clip_withdrawn') : done(view(show, row));
    },
    async list(showId: string): Promise<Outcome<{ items: Clip[] }, 'not_found'>> {
      const show = await findShow(db, showId);
      if (!show || !isPublic(show.state)) return refuse('not_found');
      return done({ items: (await findClipsOfShow(db, showId, PER_LIST)).map((row) => view(show, row)) });
    },
    async withdraw(orgId: string, showId: string, clipId: string): Promise<Outcome<void, 'not_found'>> {
      const show = await findShow(db, showId);
      const isOurs = show?.org_id === orgId && (await saveWithdrawn(db, showId, clipId, new Date(clock.now())));
      return isOurs ? done(undefined) : refuse('not_found');
    },
    async allow(orgId: string, showId: string, allowed: boolean): Promise<Outcome<void, 'not_found'>> {
      return (await saveClipsAllowed(db, orgId, showId, allowed)) ? done(undefined) : refuse('not_found');
    },
  };
}
export type Clips = ReturnType<typeof createClips>;

const view = (show: ShowRow, row: ClipRow): Clip => ({
  id: row.id,
  showId: row.show_id,
  title: row.title,
  url: row.url,
  posterUrl: mediaPaths.replayThumb(show.stream_id, row.starts_ms),
  fromMs: row.starts_ms,
  durationMs: row.duration_ms,
  productId: row.product_id,
  madeAt: row.made_at.toISOString(),
});
