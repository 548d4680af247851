import { z } from 'zod';
import { Id, Instant } from './common.ts';
import { anyone, route } from './route.ts';
import { SHOW_STATES } from './shows.ts';

/** People who really receive the picture, and who was left out of that number. */
export const WatchingFacts = z.object({
  value: z.int(),
  direct: z.int(),
  hls: z.int(),
  /** Receiving for less than ten seconds. */
  notYet: z.int(),
  /** Those who make the show. */
  crew: z.int(),
  /** Further devices of one account. */
  secondDevices: z.int(),
});
/** `value` is `paid - cancelled - excluded`. */
export const SoldFacts = z.object({
  value: z.int(),
  paid: z.int(),
  cancelled: z.int(),
  /** Bought by the shop's own people: delivered like any other. */
  excluded: z.int(),
  heldNow: z.int(),
});

/** Both as of a moment, with all their parts: what stands behind a counter that is tapped. */
export const CounterFacts = z.object({ asOf: Instant, watching: WatchingFacts, sold: SoldFacts });
export type CounterFacts = z.infer<typeof CounterFacts>;

/** What the counters said at a moment. `connected`: devices that followed the room, with or without a picture. */
export const Counted = z.object({ watching: WatchingFacts, connected: z.int(), sold: SoldFacts });
export type Counted = z.infer<typeof Counted>;

export const CountedMinute = z.object({
  at: Instant,
  watching: z.int(),
  connected: z.int(),
  sold: z.int(),
  paid: z.int(),
  excluded: z.int(),
  cancelled: z.int(),
});
export type CountedMinute = z.infer<typeof CountedMinute>;

export const Counting = z.object({
  show: z.object({
    id: Id,
    slug: z.string(),
    title: z.string(),
    state: z.enum(SHOW_STATES),
    shop: z.object({ slug: z.string(), name: z.string() }),
    startedAt: Instant.nullable(),
    endedAt: Instant.nullable(),
  }),
  asOf: Instant,
  /** One a minute while it was live, oldest first. */
  minutes: z.array(CountedMinute).max(5000),
  /** Of the whole show and its replay, now. */
  sold: SoldFacts,
  /** Entries of the record, and numbers that are missing between the first and the last of them. */
  record: z.object({ entries: z.int(), missing: z.int() }),
});
export type Counting = z.infer<typeof Counting>;

/** Beside it: `GET /api/shows/:show/counting.csv`, and the whole record as `GET /api/shows/:show/record.ndjson`. */
export const countingRoutes = {
  counting: route({
    method: 'GET',
    path: '/api/shows/:show/counting',
    access: anyone,
    summary: 'How a show was counted, minute by minute, and what was left out',
    params: z.object({ show: z.string().max(120) }),
    response: Counting,
    ratePerMinute: 60,
  }),
};
