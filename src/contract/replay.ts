import { z } from 'zod';
import { PAPERS } from './catalog.ts';
import { Id, Instant, Money } from './common.ts';
import { anyone, route } from './route.ts';

/**
 * `preparing`: the recording is being closed. `ready`. `missing`: nothing was recorded.
 * `over`: it was kept for as long as this shop keeps replays.
 */
export const REPLAY_STATES = ['preparing', 'ready', 'missing', 'over'] as const;

/** What was asked for a product at that moment of the show: from the show's record and the past of its price. */
export const ThenPrice = z
  .object({
    variantId: Id,
    variantTitle: z.string(),
    price: Money,
    /** The end of the offer that it was; null for the ordinary price. */
    offerEndsAt: Instant.nullable(),
  })
  .meta({ id: 'ThenPrice' });

export const Chapter = z
  .object({
    /** The number in the show's record of what began it; 0 begins with the show. Stays the same. */
    id: z.int(),
    atMs: z.int(),
    endMs: z.int(),
    startedAt: Instant,
    /** Of the run of show; null when nobody named it. A product's chapter is named by its product. */
    title: z.string().nullable(),
    product: z
      .object({
        id: Id,
        handle: z.string(),
        title: z.string(),
        imageUrl: z.string().nullable(),
        paper: z.enum(PAPERS),
        /** False once the shop took it off sale; whether units are left is the shelf's matter. */
        isOnSale: z.boolean(),
      })
      .nullable(),
    /** What was asked for the product then; null for a talk, or when nobody can say any more. */
    asked: ThenPrice.nullable(),
  })
  .meta({ id: 'Chapter' });
export type Chapter = z.infer<typeof Chapter>;

/** A question that was answered in the show: a chapter inside of the chapter it falls in. */
export const ReplayQuestion = z
  .object({
    id: Id,
    text: z.string(),
    /** Where it was answered. */
    atMs: z.int(),
    /** Null: answered on camera, and to be heard from there on. */
    answer: z.string().nullable(),
    answeredBy: z.string(),
    productId: Id.nullable(),
  })
  .meta({ id: 'ReplayQuestion' });
export type ReplayQuestion = z.infer<typeof ReplayQuestion>;

const Span = z.object({ atMs: z.number(), wallClockMs: z.number(), durationMs: z.number() });

export const Replay = z
  .object({
    state: z.enum(REPLAY_STATES),
    durationMs: z.int(),
    /** Playlists that follow each other; one, unless the show was very long. */
    parts: z.array(z.object({ url: z.string(), atMs: z.number(), durationMs: z.number() })),
    /** Small pictures along it: `{n}` in the address is which `everyMs` of the replay. They may not be there. */
    thumbs: z.object({ url: z.string(), everyMs: z.int() }).nullable(),
    /** Runs of picture without a hole: maps a moment of the show to a position. */
    spans: z.array(Span),
    /** When the recording stopped although the show went on; null when it has the end. */
    stoppedAt: Instant.nullable(),
    chapters: z.array(Chapter),
    /** In the order of their moments. */
    questions: z.array(ReplayQuestion),
  })
  .meta({ id: 'Replay' });
export type Replay = z.infer<typeof Replay>;

export const replayRoutes = {
  replay: route({
    method: 'GET',
    path: '/api/shows/:showId/replay',
    access: anyone,
    summary: 'The replay of a show that has ended: where it is, its chapters, what was asked then',
    params: z.object({ showId: z.string().max(120) }),
    response: Replay,
  }),
};
