import { z } from 'zod';
import { ProductCard } from './catalog.ts';
import { Id, Instant, Language, Money, page, PageQuery, Slug } from './common.ts';
import { anyone, EVERY_STAFF_ROLE, route, staff } from './route.ts';

export const SHOW_STATES = ['draft', 'scheduled', 'live', 'ended', 'cancelled'] as const;
/** What the label over the picture says; set from relations, never hidden. */
export const DISCLOSURES = ['own_goods', 'ad', 'own_harvest', 'staff', 'synthetic'] as const;

/** A price promise of the server: when it ends, it ends. */
export const Offer = z
  .object({
    id: Id,
    variantId: Id,
    price: Money,
    startsAt: Instant,
    endsAt: Instant.nullable(),
    limitPerBuyer: z.int().nullable(),
    state: z.enum(['upcoming', 'running', 'ended']),
  })
  .meta({ id: 'Offer' });
export type Offer = z.infer<typeof Offer>;

export const ShelfItem = z
  .object({
    product: ProductCard,
    position: z.int(),
    /** When it was first pinned in this show; null when not shown yet. */
    shownAt: Instant.nullable(),
    /** When the run of show plans it; null when not planned. */
    plannedAt: Instant.nullable(),
    /** Offers that run now or will, per variant. */
    offers: z.array(Offer),
  })
  .meta({ id: 'ShelfItem' });
export type ShelfItem = z.infer<typeof ShelfItem>;

export const Segment = z
  .object({
    id: Id,
    position: z.int(),
    title: z.string(),
    minutes: z.int(),
    productId: Id.nullable(),
    notes: z.string(),
    state: z.enum(['later', 'next', 'now', 'done']),
    plannedAt: Instant.nullable(),
    startedAt: Instant.nullable(),
  })
  .meta({ id: 'Segment' });
export type Segment = z.infer<typeof Segment>;

/** Server facts; the definition of each is in `counterDefinitions` of contract/room. */
export const Counters = z.object({ watching: z.int(), sold: z.int(), hearts: z.int() }).meta({ id: 'Counters' });

export const MediaState = z.enum(['none', 'live', 'reconnecting', 'gone', 'replay']);

export const ShowCard = z
  .object({
    id: Id,
    slug: Slug,
    title: z.string(),
    state: z.enum(SHOW_STATES),
    language: Language,
    shop: z.object({ id: Id, slug: Slug, name: z.string(), city: z.string().nullable(), imageUrl: z.string().nullable() }),
    host: z.object({ name: z.string(), imageUrl: z.string().nullable() }),
    disclosure: z.object({ kind: z.enum(DISCLOSURES), text: z.string() }),
    /** A show of the demo shop: says so wherever it appears. */
    isDemo: z.boolean(),
    /** Picture or host made by a machine: says so over the picture. */
    isSynthetic: z.boolean(),
    startsAt: Instant.nullable(),
    startedAt: Instant.nullable(),
    endedAt: Instant.nullable(),
    posterUrl: z.string().nullable(),
    /** Live picture, a few seconds old, or one of the replay; null when none. It may not be there. */
    thumbUrl: z.string().nullable(),
    watching: z.int(),
    /** First few products, for the card. */
    products: z.array(z.object({ id: Id, title: z.string(), imageUrl: z.string().nullable(), paper: z.string(), price: Money })),
    productCount: z.int(),
    hasReplay: z.boolean(),
  })
  .meta({ id: 'ShowCard' });
export type ShowCard = z.infer<typeof ShowCard>;

export const Show = ShowCard.extend({
  description: z.string(),
  /** Says why a show is late or was cancelled. */
  notice: z.string().nullable(),
  shelf: z.array(ShelfItem),
  /** One to three product ids, the first is the main one. */
  pins: z.array(Id),
  runOfShow: z.array(Segment),
  counters: Counters,
  media: z.object({
    state: MediaState,
    /** Rises when another media worker serves the stream: players and publishers then connect again. */
    generation: z.int(),
    whepUrl: z.string(),
    hlsUrl: z.string(),
    replayUrl: z.string().nullable(),
    /** Wall clock of the replay's first frame, in ms since 1970; maps log times to replay times. */
    replayStartsAtMs: z.number().nullable(),
    replayDurationMs: z.int().nullable(),
  }),
  /** Whether people who are not of the crew may make clips of its replay. */
  clipsAllowed: z.boolean(),
  roomUrl: z.string(),
}).meta({ id: 'Show' });
export type Show = z.infer<typeof Show>;

export const StaffShow = Show.extend({
  orgId: Id,
  /** What blocks going live, in order; empty means ready. */
  checklist: z.array(
    z.object({
      code: z.enum(['title', 'shelf', 'host_name', 'disclosure', 'takes_orders', 'passports']),
      passed: z.boolean(),
      blocks: z.boolean(),
      sentence: z.string(),
    }),
  ),
  /** `rtmpUrl` is null where no RTMP is taken. */
  encoder: z.object({ whipUrl: z.string(), rtmpUrl: z.string().nullable(), hasKey: z.boolean(), keyRotatedAt: Instant.nullable() }),
  totals: z.object({ soldUnits: z.int(), takenNet: Money, orders: z.int(), holds: z.int() }),
}).meta({ id: 'StaffShow' });
export type StaffShow = z.infer<typeof StaffShow>;

/** Somebody with a camera: on stage, or waiting behind it. */
export const StageSeat = z
  .object({
    spot: z.string(),
    /** Null for an encoder, which nobody signed in for. */
    name: z.string().nullable(),
    isMe: z.boolean(),
    /** Their picture arrives: they can go on at once. */
    ready: z.boolean(),
  })
  .meta({ id: 'StageSeat' });
export type StageSeat = z.infer<typeof StageSeat>;

export const Stage = z
  .object({
    onAir: StageSeat.nullable(),
    backstage: z.array(StageSeat),
    /** Hosts backstage may take the stage by themselves. */
    open: z.boolean(),
    /** When the host on stage is lost, the first who is ready goes on. */
    auto: z.boolean(),
    /** Whether who asks may bring others on. */
    mayCall: z.boolean(),
  })
  .meta({ id: 'Stage' });
export type Stage = z.infer<typeof Stage>;

export const ShowInput = z.object({
  title: z.string().trim().min(1).max(120),
  description: z.string().max(5000).default(''),
  language: Language.default('en'),
  hostName: z.string().trim().min(1).max(80),
  disclosure: z.object({ kind: z.enum(DISCLOSURES.filter((kind) => kind !== 'synthetic')), text: z.string().max(120) }),
  isSynthetic: z.boolean().default(false),
  startsAt: Instant.nullable().default(null),
});
export const SegmentInput = z.object({
  id: Id.optional(),
  title: z.string().trim().min(1).max(120),
  minutes: z.int().min(1).max(600),
  productId: Id.nullable(),
  notes: z.string().max(4000).default(''),
});
export const OfferInput = z.object({
  variantId: Id,
  priceMinor: z.int().min(1),
  /** Seconds from now; the server sets the moment. */
  lastsSeconds: z.int().min(30).max(86_400),
  limitPerBuyer: z.int().min(1).max(100).nullable(),
});

const OrgParams = z.object({ orgId: Id });
const ShowParams = OrgParams.extend({ showId: Id });
const crew = staff('host', 'producer', 'seller_admin');
const desk = staff('host', 'producer', 'moderator', 'seller_admin');

export const showsRoutes = {
  home: route({
    method: 'GET',
    path: '/api/home',
    access: anyone,
    summary: 'What is on, what comes, what was',
    response: z.object({ live: z.array(ShowCard), upcoming: z.array(ShowCard), replays: z.array(ShowCard) }),
  }),
  shop: route({
    method: 'GET',
    path: '/api/shops/:shopSlug',
    access: anyone,
    summary: 'A shop: about, shows, products',
    params: z.object({ shopSlug: Slug }),
    response: z.object({
      id: Id,
      slug: Slug,
      name: z.string(),
      legalName: z.string(),
      city: z.string().nullable(),
      about: z.string(),
      imageUrl: z.string().nullable(),
      deliveryDays: z.int(),
      returnDays: z.int(),
      live: z.array(ShowCard),
      upcoming: z.array(ShowCard),
      replays: z.array(ShowCard),
      products: z.array(ProductCard),
    }),
  }),
  publicShow: route({
    method: 'GET',
    path: '/api/shows/:showId',
    access: anyone,
    summary: 'A show by id or slug',
    params: z.object({ showId: z.string().max(120) }),
    /** The last event of its log that you know of: the answer is at least as new. */
    query: z.object({ after: z.coerce.number().int().min(0).default(0) }),
    sameForAll: true,
    response: Show,
  }),
  listShows: route({
    method: 'GET',
    path: '/api/orgs/:orgId/shows',
    access: staff(...EVERY_STAFF_ROLE),
    summary: 'Shows of the organisation',
    params: OrgParams,
    query: PageQuery.extend({ state: z.enum(SHOW_STATES).optional() }),
    response: page(ShowCard),
  }),
  createShow: route({
    method: 'POST',
    path: '/api/orgs/:orgId/shows',
    access: crew,
    summary: 'Draft a show',
    params: OrgParams,
    body: ShowInput,
    response: StaffShow,
  }),
  getShow: route({
    method: 'GET',
    path: '/api/orgs/:orgId/shows/:showId',
    access: staff(...EVERY_STAFF_ROLE),
    summary: 'One show, for its crew',
    params: ShowParams,
    response: StaffShow,
  }),
  updateShow: route({
    method: 'PUT',
    path: '/api/orgs/:orgId/shows/:showId',
    access: crew,
    summary: 'Change a show',
    params: ShowParams,
    body: ShowInput,
    response: StaffShow,
    refuses: ['show_ended'],
  }),
  cancelShow: route({
    method: 'POST',
    path: '/api/orgs/:orgId/shows/:showId/cancel',
    access: crew,
    summary: 'Cancel a show that has not started',
    params: ShowParams,
    body: z.object({ notice: z.string().trim().min(1).max(300) }),
    response: StaffShow,
    refuses: ['show_already_live', 'show_ended'],
  }),
  setShelf: route({
    method: 'PUT',
    path: '/api/orgs/:orgId/shows/:showId/shelf',
    access: crew,
    summary: 'Put products on the shelf, in order',
    params: ShowParams,
    body: z.object({ productIds: z.array(Id).max(200) }),
    response: StaffShow,
    refuses: ['show_ended'],
  }),
  setRunOfShow: route({
    method: 'PUT',
    path: '/api/orgs/:orgId/shows/:showId/run',
    access: crew,
    summary: 'Set the run of show',
    params: ShowParams,
    body: z.object({ segments: z.array(SegmentInput).max(200) }),
    response: StaffShow,
    refuses: ['show_ended', 'not_on_shelf'],
  }),
  setNow: route({
    method: 'PUT',
    path: '/api/orgs/:orgId/shows/:showId/now',
    access: desk,
    summary: 'Move to a segment; its product is pinned',
    params: ShowParams,
    body: z.object({ segmentId: Id }),
    response: StaffShow,
    refuses: ['show_not_live'],
  }),
  setPins: route({
    method: 'PUT',
    path: '/api/orgs/:orgId/shows/:showId/pins',
    access: desk,
    summary: 'Pin one to three products',
    params: ShowParams,
    body: z.object({ productIds: z.array(Id).max(3) }),
    response: StaffShow,
    refuses: ['not_on_shelf', 'too_many_pins', 'show_ended'],
  }),
  startOffer: route({
    method: 'POST',
    path: '/api/orgs/:orgId/shows/:showId/offers',
    access: desk,
    summary: 'Start a timed price; it cannot be extended',
    params: ShowParams,
    body: OfferInput,
    response: Offer,
    refuses: ['show_not_live', 'not_on_shelf', 'conflict'],
  }),
  /** Beside this one: `goLive` needs a ready checklist; the picture follows by WHIP. */
  goLive: route({
    method: 'POST',
    path: '/api/orgs/:orgId/shows/:showId/live',
    access: crew,
    summary: 'Go live',
    params: ShowParams,
    response: StaffShow,
    refuses: ['show_not_ready', 'show_already_live', 'show_ended'],
  }),
  endShow: route({
    method: 'POST',
    path: '/api/orgs/:orgId/shows/:showId/end',
    access: crew,
    summary: 'End the show; the replay stays',
    params: ShowParams,
    response: StaffShow,
    refuses: ['show_not_live'],
  }),
  issueTicket: route({
    method: 'POST',
    path: '/api/orgs/:orgId/shows/:showId/ticket',
    access: crew,
    summary: 'A one-use ticket to publish by WHIP',
    params: ShowParams,
    /** Backstage: connected and not seen until called on stage. */
    query: z.object({ place: z.enum(['stage', 'backstage']).default('stage') }),
    refuses: ['show_ended'],
    /** `spot` is how this connection is called in `Stage`. */
    response: z.object({ ticket: z.string(), spot: z.string(), expiresAt: Instant, whipUrl: z.string() }),
    keepsAnswer: false,
  }),
  getStage: route({
    method: 'GET',
    path: '/api/orgs/:orgId/shows/:showId/stage',
    access: staff(...EVERY_STAFF_ROLE),
    summary: 'Who is on stage, and who waits behind it',
    params: ShowParams,
    response: Stage,
  }),
  callOnStage: route({
    method: 'POST',
    path: '/api/orgs/:orgId/shows/:showId/stage',
    access: crew,
    summary: 'Bring a host from backstage on air; answers when they are',
    params: ShowParams,
    body: z.object({
      spot: z.string().max(64),
      /** Whom you saw on stage; refused when it is somebody else by now. */
      insteadOf: z.string().max(64).nullable(),
    }),
    response: Stage,
    refuses: ['not_invited', 'stage_taken', 'not_ready', 'stream_not_live', 'show_ended'],
    keepsAnswer: false,
  }),
  setStageRules: route({
    method: 'PUT',
    path: '/api/orgs/:orgId/shows/:showId/stage/rules',
    access: crew,
    summary: 'Whether hosts take the stage by themselves, and what happens when one is lost',
    params: ShowParams,
    body: z.object({ open: z.boolean(), auto: z.boolean() }),
    response: Stage,
    refuses: ['show_ended'],
  }),
  rotateKey: route({
    method: 'POST',
    path: '/api/orgs/:orgId/shows/:showId/encoder-key',
    access: crew,
    summary: 'A new encoder key; shown once, the old one stops working',
    params: ShowParams,
    refuses: ['show_ended'],
    response: z.object({ key: z.string(), whipUrl: z.string(), rtmpUrl: z.string().nullable() }),
    keepsAnswer: false,
  }),
};
