import { z } from 'zod';
import { Id, Instant } from './common.ts';
import { anyone, member, route, staff } from './route.ts';

/** How long a clip may be: of anybody, and of the crew of its show. */
export const CLIP_MS = { least: 1_000, most: 60_000, mostOfCrew: 180_000 } as const;

/** A short piece of a replay with an address of its own. What it shows is sold through its show. */
export const Clip = z
  .object({
    id: Id,
    showId: Id,
    title: z.string(),
    /** One MP4. */
    url: z.string(),
    /** A small picture of its beginning; it may not be there. */
    posterUrl: z.string(),
    /** Where it begins on the replay. */
    fromMs: z.int(),
    durationMs: z.int(),
    /** The product that it shows longest; null for a talk. */
    productId: Id.nullable(),
    madeAt: Instant,
  })
  .meta({ id: 'Clip' });
export type Clip = z.infer<typeof Clip>;

const ShowParams = z.object({ showId: Id });
const StaffParams = ShowParams.extend({ orgId: Id });
const desk = staff('host', 'producer', 'moderator', 'seller_admin');

export const clipsRoutes = {
  makeClip: route({
    method: 'POST',
    path: '/api/shows/:showId/clips',
    access: member,
    summary: 'Cut a piece out of a replay; the same piece again is the same clip',
    params: ShowParams,
    body: z.object({ fromMs: z.int().min(0), toMs: z.int().min(1), title: z.string().trim().max(120).optional() }),
    response: Clip,
    ratePerMinute: 6,
    refuses: ['clips_off', 'clip_withdrawn', 'replay_expired', 'span_wrong', 'clips_full', 'busy'],
  }),
  listClips: route({
    method: 'GET',
    path: '/api/shows/:showId/clips',
    access: anyone,
    summary: 'Clips of a show, the newest first',
    params: ShowParams,
    response: z.object({ items: z.array(Clip) }),
  }),
  getClip: route({
    method: 'GET',
    path: '/api/clips/:clipId',
    access: anyone,
    summary: 'One clip',
    params: z.object({ clipId: Id }),
    response: Clip,
    refuses: ['clip_withdrawn'],
  }),
  withdrawClip: route({
    method: 'DELETE',
    path: '/api/orgs/:orgId/shows/:showId/clips/:clipId',
    access: desk,
    summary: 'Withdraw a clip; its link says so',
    params: StaffParams.extend({ clipId: Id }),
  }),
  allowClips: route({
    method: 'PUT',
    path: '/api/orgs/:orgId/shows/:showId/clips-allowed',
    access: desk,
    summary: 'Let people make clips of this show, or not; the crew always may',
    params: StaffParams,
    body: z.object({ allowed: z.boolean() }),
  }),
};
