import type { RoomState } from '#contract/room.ts';
import { type ShowCard, showsRoutes } from '#contract/shows.ts';
import { priceChanged, productChanged } from '#rooms/catalog/catalog.events.ts';
import { type Executor, transact } from '#platform/db.ts';
import type { Http } from '#platform/http.ts';
import { makeReady } from '#platform/ready.ts';
import type { Entry } from '#rooms/record/index.ts';
import { createClips } from './clips.ts';
import { createHead } from './head.ts';
import type { ShowsNeeds, Tally } from './needs.ts';
import { createPicture } from './picture.ts';
import { createPlaces } from './places.ts';
import { createReplays } from './replay.ts';
import { serveReplays } from './replay.routes.ts';
import { findSegments, findShelf } from './shelf.sql.ts';
import { isPublic, type ShowState } from './show-machine.ts';
import { createShowVerbs } from './shows.ts';
import { serveShows } from './shows.routes.ts';
import { findLive, findLiveOf, findReplays, findShow, findShowByKey, findShowOfStream, findShowsWithProduct } from './shows.sql.ts';
import { createSharedShow, type MadeShow } from './shared-show.ts';
import { createStageDoor } from './stage.ts';
import { createViews } from './views.ts';

export type { ShowsNeeds, Tally } from './needs.ts';
export type { ShowState } from './show-machine.ts';
export type { NewShow } from './shows.ts';

export interface ShowAtAddress {
  readonly id: string;
  readonly slug: string;
  readonly title: string;
  readonly state: ShowState;
  readonly orgId: string;
  readonly streamId: string;
  readonly startedAt: Date | null;
  readonly endedAt: Date | null;
}

/** Of a shop, to choose from. */
const MOST_REPLAYS = 100;
/** Nobody above has connected yet. */
const NO_TALLY: Tally = {
  counts: async () => new Map(),
  takings: async () => ({ soldUnits: 0, takenNetMinor: 0, orders: 0, holds: 0 }),
};

/** The shows room: what is planned, what is on, and what the crew does. See README.md for what it promises. */
export function createShows(needs: ShowsNeeds) {
  const { db, catalog, media, record, events } = needs;
  let tally = NO_TALLY;
  const verbs = createShowVerbs(needs);
  const views = createViews({ ...needs, tally: () => tally });
  const picture = createPicture(needs);
  const stage = createStageDoor(needs);
  const replays = createReplays(needs);
  const clips = createClips({ ...needs, replays });
  const shared = createSharedShow({ clock: needs.clock, read: readPublic });
  picture.listen();
  stage.listen();
  listenToCatalog();
  media.knowAudience(async (streamId, visitorIds) => {
    const show = await findShowOfStream(db, streamId);
    return show ? needs.accounts.owners(db, show.org_id, visitorIds) : new Map();
  });

  /** A price or a product changed: every show that still sells it says so in its record. */
  function listenToCatalog(): void {
    events.listen(priceChanged, 'shows', async ({ changes }) => {
      for (const { productId, variantId, priceMinor, currency } of changes)
        await tellShows(productId, { k: 'price', d: { productId, variantId, minor: priceMinor, currency }, now: true });
    });
    events.listen(productChanged, 'shows', async ({ productIds }) => {
      for (const productId of productIds) await tellShows(productId, { k: 'shelf', d: { productIds: [productId] }, now: true });
    });
  }

  /** The log's place is read first: what is read after it can only be newer. */
  async function readPublic(key: string): Promise<MadeShow | null> {
    const found = await findShowByKey(db, key);
    if (!found || !isPublic(found.state)) return null;
    const seq = (await record.head(db, found.id))?.last ?? 0;
    const show = await findShow(db, found.id);
    return show && { showId: show.id, seq, ready: makeReady(showsRoutes.publicShow.response, await views.publicShow(db, show)) };
  }

  async function tellShows(productId: string, entry: Entry): Promise<void> {
    for (const showId of await findShowsWithProduct(db, productId, ['scheduled', 'live']))
      await transact(db, (tx) => record.append(tx, showId, [entry]));
  }

  return {
    routes(http: Http): void {
      serveShows(http, needs, verbs, views, stage, shared);
      serveReplays(http, needs, replays, clips);
    },
    /** Takes up what was on air when the process last ended; after `media.start`. */
    start: picture.start,
    async close(): Promise<void> {
      await stage.close();
      await picture.close();
    },
    /** What a link to a show or shop says; null for other addresses. */
    head: createHead({ ...needs, clips }),

    ...verbs,
    /** Rooms above connect their numbers here. */
    tallyWith(numbers: Tally): void {
      tally = numbers;
    },

    /** What an order must know of the show it was placed in; null when there is no such show to buy in. */
    async forOrder(
      ex: Executor,
      showId: string,
      variantId: string,
    ): Promise<{ orgId: string; showTitle: string; state: ShowState; onShelf: boolean } | null> {
      const show = await findShow(ex, showId);
      if (!show || !isPublic(show.state)) return null;
      const variant = await catalog.variant(ex, variantId);
      const shelf = await findShelf(ex, showId);
      const onShelf = variant !== null && shelf.some((row) => row.product_id === variant.productId);
      return { orgId: show.org_id, showTitle: show.title, state: show.state, onShelf };
    },

    /** What happened in a show, in a process that shows it to people. */
    heard: shared.heard,

    /** What a newcomer to the room must know of the show. */
    async roomState(ex: Executor, showId: string): Promise<RoomState['show'] | null> {
      const show = await findShow(ex, showId);
      if (!show) return null;
      const media = { state: show.media_state, generation: show.media_generation };
      // From the record, so that it is true in every process and as of the same moment as the rest.
      const [recording] = await record.latest(ex, showId, 'recording', { limit: 1 });
      const recordingStop = recording?.d.state === 'stopped' ? recording.d.reason : null;
      return { state: show.state, media, recordingStop, pins: show.pins, nowSegmentId: show.now_segment_id };
    },

    /** Shows that are live, at most 500, the newest first. */
    async onAir(ex: Executor): Promise<{ showId: string; streamId: string }[]> {
      return (await findLive(ex, null, 500)).map((show) => ({ showId: show.id, streamId: show.stream_id }));
    },
    /** The show at an address, by id or slug; null for drafts and what does not exist. */
    async key(ex: Executor, key: string): Promise<ShowAtAddress | null> {
      const show = await findShowByKey(ex, key);
      if (!show || !isPublic(show.state)) return null;
      const { id, slug, title, state, org_id: orgId, stream_id: streamId, started_at: startedAt, ended_at: endedAt } = show;
      return { id, slug, title, state, orgId, streamId, startedAt, endedAt };
    },

    /** Who runs it and whether it is on; null when there is no such show. */
    async facts(ex: Executor, showId: string): Promise<{ orgId: string; state: ShowState; streamId: string; language: string } | null> {
      const show = await findShow(ex, showId);
      return show && { orgId: show.org_id, state: show.state, streamId: show.stream_id, language: show.language };
    },

    async shelfVariantIds(ex: Executor, showId: string): Promise<string[]> {
      const products = await catalog.cards(
        ex,
        (await findShelf(ex, showId)).map((row) => row.product_id),
      );
      return products.flatMap((product) => product.variants.map((variant) => variant.id));
    },

    liveOf: (ex: Executor, showIds: readonly string[]): Promise<Set<string>> => findLiveOf(ex, showIds),
    isOnShelf: async (ex: Executor, showId: string, productId: string): Promise<boolean> =>
      (await findShelf(ex, showId)).some((row) => row.product_id === productId),
    placesOf: createPlaces(needs),

    /** What a shop shows now, and what of it can be seen again, the newest first. */
    async broadcastsOf(ex: Executor, orgId: string): Promise<{ live: ShowCard | null; replays: ShowCard[] }> {
      const [live] = await findLive(ex, orgId, 1);
      const [onAir] = live && live.media_state !== 'none' ? await views.cards(ex, [live]) : [];
      return { live: onAir ?? null, replays: await views.cards(ex, await findReplays(ex, orgId, MOST_REPLAYS)) };
    },

    /** These ended shows of a shop, in this order; a length of null means that the recording is gone, or never was. */
    async recordedOf(ex: Executor, orgId: string, showIds: readonly string[]): Promise<{ show: ShowCard; durationMs: number | null }[]> {
      const rows = (await Promise.all(showIds.map((id) => findShow(ex, id)))).filter(
        (show) => show?.org_id === orgId && show.state === 'ended',
      );
      const shown = rows.filter((show) => show !== null);
      const lengths = await Promise.all(shown.map(async (show) => (show.replay_url ? await media.timeline(show.stream_id) : null)));
      return (await views.cards(ex, shown)).map((show, at) => ({ show, durationMs: lengths[at]?.durationMs ?? null }));
    },

    /** Shows that are on and have this product on their shelf. */
    selling: (ex: Executor, productId: string): Promise<string[]> => findShowsWithProduct(ex, productId, ['live']),
    /** The run of show, in order. */
    async segments(ex: Executor, showId: string): Promise<{ id: string; productId: string | null }[]> {
      return (await findSegments(ex, showId)).map((row) => ({ id: row.id, productId: row.product_id }));
    },
    showIdOfStream: async (ex: Executor, streamId: string): Promise<string | null> => (await findShowOfStream(ex, streamId))?.id ?? null,
  };
}
export type Shows = ReturnType<typeof createShows>;
