import type { RecordingStop } from '#contract/room.ts';
import { transact } from '#platform/db.ts';
import type { ShowsNeeds } from './needs.ts';
import { isOver } from './show-machine.ts';
import { FINISH_JOB } from './shows.ts';
import {
  addRecorded,
  findLiveStreams,
  findShow,
  findShowOfStream,
  lockShow,
  type MediaStateName,
  saveMedia,
  saveReplay,
} from './shows.sql.ts';

const ABSENT_JOB = 'shows.host_absent';
/** A host who was away this long is said to be gone; the show stays live and the host may still return. */
const ABSENT_MS = 120_000;
/** News of one show that wait for the database. Beyond it the database is away, and `start` puts things right later. */
const MAX_WAITING = 200;

/** What the picture does becomes part of the record of its show. */
export function createPicture(needs: ShowsNeeds) {
  const { db, media, record, jobs, clock, log } = needs;
  /** One line of news per stream, so that two pieces of news are recorded in the order in which they came. */
  const lines = new Map<string, { waiting: number; tail: Promise<void> }>();
  const showIds = new Map<string, string>();
  const stop: (() => void)[] = [];

  function inOrder(streamId: string, act: (showId: string) => Promise<void>): Promise<void> {
    const line = lines.get(streamId) ?? { waiting: 0, tail: Promise.resolve() };
    lines.set(streamId, line);
    if (line.waiting >= MAX_WAITING) {
      log.warn({ streamId }, 'too much news of this picture waits; some is dropped');
      return line.tail;
    }
    line.waiting += 1;
    line.tail = line.tail
      .then(async () => {
        const showId = await showIdOf(streamId);
        if (showId) await act(showId);
      })
      .catch((error: unknown) => log.error({ streamId, error: String(error) }, 'news of a picture was not recorded'))
      .finally(() => {
        line.waiting -= 1;
        if (line.waiting === 0) lines.delete(streamId);
      });
    return line.tail;
  }

  async function showIdOf(streamId: string): Promise<string | null> {
    const known = showIds.get(streamId);
    if (known) return known;
    const found = (await findShowOfStream(db, streamId))?.id ?? null;
    // A stream belongs to its show for good; the bound is for the years.
    if (showIds.size > 10_000) showIds.clear();
    if (found) showIds.set(streamId, found);
    return found;
  }

  /** @param onlyIf refuses when something newer was said meanwhile */
  function tell(showId: string, state: MediaStateName, generation: number, onlyIf: (since: Date) => boolean = () => true): Promise<void> {
    return transact(db, async (tx) => {
      const show = await lockShow(tx, showId);
      if (!show || (isOver(show.state) && state !== 'replay') || !onlyIf(show.media_since)) return;
      if (show.media_state === state && show.media_generation === generation) return;
      const since = new Date(clock.now());
      await saveMedia(tx, showId, { state, generation, since });
      if (state === 'reconnecting')
        await jobs.add(
          tx,
          ABSENT_JOB,
          { showId, since: since.getTime() },
          { runAt: new Date(since.getTime() + ABSENT_MS), key: `${ABSENT_JOB}:${showId}` },
        );
      await record.append(tx, showId, [{ k: 'media', d: { state, generation }, now: true }]);
    });
  }

  async function sayGone(showId: string, since: number): Promise<void> {
    const show = await findShow(db, showId);
    if (show?.media_state === 'reconnecting') await tell(showId, 'gone', show.media_generation, (at) => at.getTime() === since);
  }

  async function recorded(showId: string, segment: { n: number; sha256: string; startsAtMs: number; durationMs: number }): Promise<void> {
    await transact(db, async (tx) => {
      const { n, sha256, startsAtMs, durationMs } = segment;
      await addRecorded(tx, showId, new Date(startsAtMs), Math.round(durationMs));
      await record.append(tx, showId, [{ k: 'media.segment', d: { n, sha256, startsAtMs, durationMs } }]);
    });
  }

  /** Into the record of a show that is on: what is missing from the replay was told when it happened. */
  async function recording(showId: string, stop: RecordingStop | null): Promise<void> {
    await transact(db, async (tx) => {
      const show = await lockShow(tx, showId);
      if (!show || isOver(show.state)) return;
      const state = stop ? ('stopped' as const) : ('recording' as const);
      await record.append(tx, showId, [{ k: 'recording', d: { state, reason: stop }, now: true }]);
    });
  }

  /** It was deleted, as the operator keeps replays: lists leave it out. */
  async function noReplay(showId: string): Promise<void> {
    await transact(db, (tx) => saveReplay(tx, showId, null, new Date(clock.now())));
  }

  /** Ends the recording; from then on there is a replay, when anything was recorded. Twice does no harm. */
  async function finish(showId: string): Promise<void> {
    const show = await findShow(db, showId);
    if (!show || !isOver(show.state)) return;
    await media.closeStream(show.stream_id);
    // The last segments are news too, and came before the stream was closed.
    await lines.get(show.stream_id)?.tail;
    const replay = show.state === 'ended' ? await media.replay(show.stream_id) : null;
    await transact(db, (tx) => saveReplay(tx, showId, replay, new Date(clock.now())));
    if (replay) await tell(showId, 'replay', show.media_generation);
  }

  return {
    /** Jobs and news; before the jobs start. */
    listen(): void {
      jobs.handle(FINISH_JOB, (payload) => finish((payload as { showId: string }).showId));
      jobs.handle(ABSENT_JOB, (payload) => {
        const { showId, since } = payload as { showId: string; since: number };
        return sayGone(showId, since);
      });
      stop.push(
        media.on('picture', ({ streamId, state, generation }) => void inOrder(streamId, (showId) => tell(showId, state, generation))),
      );
      stop.push(media.on('segment', ({ streamId, segment }) => void inOrder(streamId, (showId) => recorded(showId, segment))));
      stop.push(media.on('recording', (told) => void inOrder(told.streamId, (showId) => recording(showId, told.stop))));
      stop.push(media.on('forgotten', ({ streamId }) => void inOrder(streamId, noReplay)));
    },

    /**
     * After a restart of this process: whoever was on air has no picture now and is told "reconnecting",
     * with the generation that makes players connect again.
     */
    async start(): Promise<void> {
      for (const { id, stream_id: streamId } of await findLiveStreams(db)) {
        const { generation } = await media.openStream(streamId);
        const show = await findShow(db, id);
        const { state } = media.facts(streamId);
        const hadPicture = show !== null && show.media_state !== 'none';
        await inOrder(streamId, () => tell(id, state === 'none' && hadPicture ? 'reconnecting' : state, generation));
      }
    },

    async close(): Promise<void> {
      for (const end of stop.splice(0)) end();
      await Promise.all([...lines.values()].map((line) => line.tail));
    },
  };
}
