import { randomUUID } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { mediaPaths } from '#contract/media.ts';
import type { Clock } from '#lib/clock.ts';
import { done, refuse, type Outcome } from '#lib/outcome.ts';
import type { Db } from '#platform/db.ts';
import type { Storage } from '#platform/storage/storage.ts';
import { recordingFolder, type Recordings } from '../recordings.ts';
import { longestPiece, type Span } from '../replay-timeline.ts';
import { initFile, segmentFile } from '../worker/recording.ts';
import { countClips, findClip, findClipOfSpan, insertClip, type ClipRow } from './clips.sql.ts';
import { createCutter } from './cutter.ts';

/** A piece of a show that was cut out, as a file of its own. Times are on the replay's timeline. */
export interface MediaClip {
  readonly clipId: string;
  /** One MP4, for ever the same. */
  readonly url: string;
  readonly durationMs: number;
  readonly bytes: number;
  /** The first moment it shows: the start that was asked for, or what could be shown nearest after it. */
  readonly startsAtMs: number;
}

export type ClipRefusal = 'not_found' | 'span_wrong' | 'busy' | 'clips_full';

export interface Clips {
  make(streamId: string, span: { fromMs: number; toMs: number }): Promise<Outcome<MediaClip, ClipRefusal>>;
  find(clipId: string): Promise<ClipRow | null>;
  /** Clears away what a process that was killed left half done. */
  start(): Promise<void>;
  close(): Promise<void>;
}

export interface ClipsNeeds {
  readonly db: Db;
  readonly clock: Clock;
  readonly recordings: Recordings;
  /** Where finished clips stay. */
  readonly storage: Storage;
  readonly dataDir: string;
  readonly log: { warn(facts: object, sentence: string): void };
}

export const CLIP_LEAST_MS = 1_000;
export const CLIP_MOST_MS = 180_000;
const MOST_PER_STREAM = 500;
/** One is cut, these wait: each takes a fraction of a second, so nobody waits for long. */
const MOST_AT_ONCE = 12;
/** Segments before the span that may be needed when it begins in one without a key frame. */
const LEAD_SEGMENTS = 3;

export function createClips({ db, clock, recordings, storage, dataDir, log }: ClipsNeeds): Clips {
  const cutter = createCutter();
  const workDir = join(dataDir, 'clips-at-work');
  let atOnce = 0;

  async function make(streamId: string, span: { fromMs: number; toMs: number }): Promise<Outcome<MediaClip, ClipRefusal>> {
    const recorded = await recordings.read(streamId);
    if (!recorded || recorded.segments.length === 0) return refuse('not_found');
    const fromMs = Math.round(span.fromMs);
    const toMs = Math.min(Math.round(span.toMs), Math.floor(recorded.durationMs));
    const facts = { leastMs: CLIP_LEAST_MS, mostMs: CLIP_MOST_MS, replayMs: Math.floor(recorded.durationMs) };
    // Written so that a NaN is refused as well.
    if (!(fromMs >= 0 && toMs - fromMs >= CLIP_LEAST_MS && toMs - fromMs <= CLIP_MOST_MS)) return refuse('span_wrong', facts);
    const made = await findClipOfSpan(db, streamId, fromMs, toMs);
    if (made) return done(view(made));
    if ((await countClips(db, streamId)) >= MOST_PER_STREAM) return refuse('clips_full', { most: MOST_PER_STREAM });
    const piece = longestPiece(recorded.runs, fromMs, toMs);
    if (!piece || piece.toMs - piece.fromMs < CLIP_LEAST_MS) return refuse('span_wrong', facts);
    if (atOnce >= MOST_AT_ONCE) return refuse('busy');
    atOnce++;
    try {
      return await cutOut(streamId, { fromMs, toMs }, piece);
    } finally {
      atOnce--;
    }
  }

  async function cutOut(
    streamId: string,
    asked: { fromMs: number; toMs: number },
    piece: Span,
  ): Promise<Outcome<MediaClip, 'not_found' | 'span_wrong' | 'busy'>> {
    await mkdir(workDir, { recursive: true });
    const dir = await mkdtemp(join(workDir, 'cut-'));
    try {
      const files = await gather(streamId, piece, dir);
      if (!files) return refuse('not_found');
      const outFile = join(dir, 'clip.mp4');
      const cut = await cutter.cut({ ...files, fromMs: piece.fromMs, toMs: piece.toMs, outFile });
      if (!cut) return refuse('span_wrong');
      const storageKey = `clips/${streamId}/${cut.sha256}.mp4`;
      const refused = await storage.put(storageKey, { file: outFile }).catch((error: unknown) => String(error));
      if (refused) {
        log.warn({ streamId, error: refused }, 'a clip could not be kept');
        return refuse('busy');
      }
      const row = await insertClip(db, {
        id: randomUUID(),
        streamId,
        ...asked,
        startsAtMs: Math.round(cut.fromMs - piece.run.startMs + piece.run.atMs),
        durationMs: Math.round(cut.durationMs),
        bytes: cut.bytes,
        storageKey,
        now: new Date(clock.now()),
      });
      return done(view(row));
    } finally {
      await rm(dir, { recursive: true, force: true }).catch((error: unknown) =>
        log.warn({ error: String(error) }, 'a working folder stayed behind'),
      );
    }
  }

  /** The files of the piece on this machine; what lies elsewhere is brought here. Null when one is gone. */
  async function gather(streamId: string, { run, fromMs, toMs }: Span, dir: string) {
    const first = run.segments.findIndex(({ startMs, durationMs }) => startMs + durationMs > fromMs);
    // Sound may trail the picture into the next segment.
    const last = run.segments.findLastIndex(({ startMs }) => startMs < toMs) + 1;
    const from = Math.max(0, first - LEAD_SEGMENTS);
    const names = [initFile(run.init), ...run.segments.slice(from, last + 1).map(({ n }) => segmentFile(n))];
    const files = await Promise.all(names.map((name) => fileOf(streamId, name, dir)));
    if (files.some((file) => file === null)) return null;
    const [init, ...segmentFiles] = files as string[];
    return { initFile: init!, segmentFiles, lead: first - from };
  }

  async function fileOf(streamId: string, name: string, dir: string): Promise<string | null> {
    if (await recordings.isHere(streamId, name)) return join(dataDir, recordingFolder(streamId), name);
    const bytes = await recordings.bytes(streamId, name);
    if (!bytes) return null;
    await writeFile(join(dir, name), bytes);
    return join(dir, name);
  }

  return {
    make,
    find: (clipId) => findClip(db, clipId),
    start: () => rm(workDir, { recursive: true, force: true }),
    close: cutter.close,
  };
}

const view = ({ id, durationMs, bytes, startsAtMs }: ClipRow): MediaClip => ({
  clipId: id,
  url: mediaPaths.clip(id),
  durationMs,
  bytes,
  startsAtMs,
});
