import { z } from 'zod';
import { Id, Instant, Slug } from './common.ts';
import { EVERY_STAFF_ROLE, anyone, route, staff } from './route.ts';
import { ShowCard } from './shows.ts';

export const MAX_CHANNEL_SHOWS = 50;

/** What a channel plays between shows: a recording, said to be one. Everybody sees the same moment of it. */
const ChannelPlaying = z.object({
  show: ShowCard,
  startsAt: Instant,
  endsAt: Instant,
  /** Where the recording is now. */
  positionMs: z.int(),
});

export const Channel = z
  .object({
    shop: z.object({ id: Id, slug: Slug, name: z.string() }),
    isOn: z.boolean(),
    /** The shop is live: this is shown, and counted as what it is. */
    live: ShowCard.nullable(),
    /** Never live, never counted as watching a show; null when there is nothing to play. */
    playing: ChannelPlaying.nullable(),
    next: ShowCard.nullable(),
  })
  .meta({ id: 'Channel' });
export type Channel = z.infer<typeof Channel>;

export const StaffChannel = z
  .object({
    isOn: z.boolean(),
    shows: z.array(
      z.object({
        show: ShowCard,
        /** Null when its recording is not there, or not any more: it is skipped. */
        durationMs: z.int().nullable(),
      }),
    ),
    /** Recordings that may be added, the newest first. */
    more: z.array(ShowCard),
    playingShowId: Id.nullable(),
    address: z.string(),
  })
  .meta({ id: 'StaffChannel' });
export type StaffChannel = z.infer<typeof StaffChannel>;

const OrgParams = z.object({ orgId: Id });

export const channelsRoutes = {
  channel: route({
    method: 'GET',
    path: '/api/shops/:shopSlug/channel',
    access: anyone,
    summary: 'What the channel of a shop shows now',
    params: z.object({ shopSlug: Slug }),
    response: Channel,
  }),
  getChannel: route({
    method: 'GET',
    path: '/api/orgs/:orgId/channel',
    access: staff(...EVERY_STAFF_ROLE),
    summary: 'The channel, for its crew',
    params: OrgParams,
    response: StaffChannel,
  }),
  setChannel: route({
    method: 'PUT',
    path: '/api/orgs/:orgId/channel',
    access: staff('producer', 'seller_admin'),
    summary: 'Choose what the channel plays, and whether it is on',
    params: OrgParams,
    body: z.object({ isOn: z.boolean(), showIds: z.array(Id).max(MAX_CHANNEL_SHOWS) }),
    response: StaffChannel,
    refuses: ['channel_empty'],
  }),
};
