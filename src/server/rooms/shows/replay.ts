import { mediaPaths, REPLAY_THUMB_MS } from '#contract/media.ts';
import type { Chapter, Replay, ReplayQuestion } from '#contract/replay.ts';
import type { RoomEvent, RoomEventKind } from '#contract/room.ts';
import { momentOf } from '#lib/replay-timeline.ts';
import type { Timeline } from '#rooms/media/index.ts';
import { answersOf, chaptersOf, type Scene, type Turn } from './chapters.ts';
import type { ShowsNeeds } from './needs.ts';
import { findSegments } from './shelf.sql.ts';
import type { ShowRow } from './shows.sql.ts';
import { type ThenPrice, thenPrice } from './then-price.ts';

const PAGE = 500;
/** Of one kind; a 72-hour show that changes its pin every half minute stays below it. */
const MAX_EVENTS = 10_000;
/** Replays whose chapters are kept. What an ended show said does not change; whether its recording is still there may. */
const MAX_KEPT = 100;
const KEPT_MS = 60_000;
/** The host stops the picture some seconds before the show; longer than this the recording has no end. */
const STOPPED_EARLY_MS = 30_000;

interface Made {
  readonly timeline: Timeline;
  readonly scenes: readonly (Scene & { readonly asked: ThenPrice | null })[];
  readonly questions: readonly ReplayQuestion[];
}

/** Reads the replay of an ended show: where it is, what its chapters are, what was asked then. Never what is asked now. */
export function createReplays(needs: Pick<ShowsNeeds, 'db' | 'catalog' | 'media' | 'record' | 'clock'>) {
  const { db, catalog, media, record, clock } = needs;
  const kept = new Map<string, { at: number; made: Promise<Made | null> }>();

  async function view(show: ShowRow): Promise<Replay> {
    if (show.recording_closed_at === null) return without('preparing');
    // A start is noted with the first segment: something was recorded once, and is not kept any more.
    if (show.replay_url === null) return without(show.replay_starts_at ? 'over' : 'missing');
    const made = await keptOrMade(show);
    return made ? ready(show, made) : without('over');
  }

  function keptOrMade(show: ShowRow): Promise<Made | null> {
    const there = kept.get(show.id);
    if (there && clock.now() - there.at < KEPT_MS) return there.made;
    const made = make(show);
    kept.delete(show.id);
    if (kept.size >= MAX_KEPT) kept.delete(kept.keys().next().value!);
    kept.set(show.id, { at: clock.now(), made });
    // What could not be read, or is not there, is looked for again.
    made.then(
      (value) => value ?? kept.delete(show.id),
      () => kept.delete(show.id),
    );
    return made;
  }

  async function make(show: ShowRow): Promise<Made | null> {
    const timeline = await media.timeline(show.stream_id);
    if (!timeline || !show.started_at || !show.ended_at) return null;
    const run = await findSegments(db, show.id);
    const length = { spans: timeline.spans, durationMs: timeline.durationMs, endedMs: show.ended_at.getTime() };
    const scenes = chaptersOf({
      turns: await turnsOf(show.id),
      run: new Map(run.map((row) => [row.id, { title: row.title, productId: row.product_id }])),
      startedMs: show.started_at.getTime(),
      ...length,
    });
    const questions = answersOf(
      (await all(show.id, 'question')).map((event) => event.d),
      length,
    );
    const offers = (await all(show.id, 'offer')).map((event) => event.d);
    const prices = await catalog.pastPrices(db, productsOf(scenes), show.started_at);
    return {
      timeline,
      scenes: scenes.map((scene) => ({ ...scene, asked: isOfProduct(scene) ? thenPrice(scene, offers, prices) : null })),
      questions,
    };
  }

  async function turnsOf(showId: string): Promise<Turn[]> {
    const pins = (await all(showId, 'pin')).map(({ s, t, d }) => ({ kind: 'pin' as const, seq: s, atMs: t, productIds: d.productIds }));
    const moves = (await all(showId, 'segment')).map(({ s, t, d }) => ({
      kind: 'segment' as const,
      seq: s,
      atMs: t,
      segmentId: d.segmentId,
    }));
    return [...pins, ...moves].toSorted((one, other) => one.seq - other.seq);
  }

  /** Every event of one kind, oldest first. */
  async function all<K extends RoomEventKind>(showId: string, kind: K): Promise<Extract<RoomEvent, { k: K }>[]> {
    const found: Extract<RoomEvent, { k: K }>[] = [];
    for (let before: number | undefined; found.length < MAX_EVENTS;) {
      const page = await record.latest(db, showId, kind, { limit: PAGE, ...(before === undefined ? {} : { before }) });
      found.push(...page);
      if (page.length < PAGE) break;
      before = page.at(-1)!.s;
    }
    return found.toReversed();
  }

  async function ready(show: ShowRow, { timeline, scenes, questions }: Made): Promise<Replay> {
    const heads = new Map((await catalog.heads(db, productsOf(scenes))).map((head) => [head.id, head]));
    const { durationMs, spans, parts } = timeline;
    const lastMs = momentOf(spans, durationMs) ?? 0;
    const endedMs = show.ended_at!.getTime();
    return {
      state: 'ready',
      durationMs,
      parts: [...parts],
      thumbs: { url: mediaPaths.replayThumb(show.stream_id, 0).replace(/0\.jpg$/, '{n}.jpg'), everyMs: REPLAY_THUMB_MS },
      spans: [...spans],
      stoppedAt: endedMs - lastMs > STOPPED_EARLY_MS ? new Date(lastMs).toISOString() : null,
      chapters: scenes.map(({ id, atMs, endMs, startedMs, title, productId, asked }): Chapter => {
        const product = (productId && heads.get(productId)) || null;
        return { id, atMs, endMs, startedAt: new Date(startedMs).toISOString(), title, product, asked };
      }),
      questions: [...questions],
    };
  }

  /** What a stretch of the replay shows longest; null when that is a talk. */
  async function productIn(show: ShowRow, fromMs: number, toMs: number): Promise<string | null> {
    const scenes = (await keptOrMade(show))?.scenes ?? [];
    const within = ({ atMs, endMs }: Scene) => Math.min(endMs, toMs) - Math.max(atMs, fromMs);
    return scenes.reduce<Scene | null>((most, scene) => (most && within(most) >= within(scene) ? most : scene), null)?.productId ?? null;
  }

  return { view, productIn };
}
export type Replays = ReturnType<typeof createReplays>;

const without = (state: 'preparing' | 'missing' | 'over'): Replay => ({
  state,
  durationMs: 0,
  parts: [],
  thumbs: null,
  spans: [],
  stoppedAt: null,
  chapters: [],
  questions: [],
});

const isOfProduct = (scene: Scene): scene is Scene & { productId: string } => scene.productId !== null;
const productsOf = (scenes: readonly Scene[]): string[] => [...new Set(scenes.flatMap((scene) => scene.productId ?? []))];
