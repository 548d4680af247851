import { mediaPaths } from '#contract/media.ts';
import { type Span, spansOf } from '#lib/replay-timeline.ts';
import type { Recordings } from './recordings.ts';
import type { RecordedSegment } from './worker/recording.ts';

/** A piece of a replay that a player can hold: a playlist of its own. Positions in milliseconds. */
export interface ReplayPart {
  readonly url: string;
  readonly atMs: number;
  readonly durationMs: number;
}

export interface Timeline {
  readonly durationMs: number;
  /** Runs of picture without a hole, in order. */
  readonly spans: readonly Span[];
  readonly parts: readonly ReplayPart[];
}

/**
 * A playlist of 72 hours has 130,000 segments: ten megabytes of text and ten times that in a phone's player. So a
 * replay is handed out in parts that are a playlist each; most shows have one.
 */
const PART_MS = 2 * 3_600_000;

/** Null when nothing was recorded, or nothing of it is kept. */
export async function findTimeline(recordings: Recordings, streamId: string): Promise<Timeline | null> {
  const recorded = await recordings.read(streamId);
  return !recorded || recorded.forgotten ? null : timelineOf(recorded.segments, mediaPaths.replay(streamId));
}

type Listed = Pick<RecordedSegment, 'n' | 'wallClockMs' | 'durationMs'>;

export function timelineOf(segments: readonly Listed[], url: string): Timeline {
  const parts: { first: number; last: number; atMs: number; durationMs: number }[] = [];
  let atMs = 0;
  for (const { n, durationMs } of segments) {
    const part = parts.at(-1);
    if (part && part.durationMs < PART_MS) {
      part.last = n;
      part.durationMs += durationMs;
    } else parts.push({ first: n, last: n, atMs, durationMs });
    atMs += durationMs;
  }
  return {
    durationMs: Math.round(atMs),
    spans: spansOf(segments),
    parts: parts.map(({ first, last, ...part }) => ({ ...part, url: parts.length === 1 ? url : `${url}?from=${first}&to=${last}` })),
  };
}
