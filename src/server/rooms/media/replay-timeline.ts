import { missingBefore, type RecordedSegment } from './worker/recording.ts';

/**
 * Segments that play one after the other as one piece: the same init segment, no hole, no new session.
 *
 * A replay's timeline is that of its playlist: it starts at 0 with the first segment that is kept, and
 * has no holes. Inside the segments are the stream's own times, from which a hole can be seen.
 */
export interface Run {
  readonly init: number;
  readonly segments: readonly RecordedSegment[];
  /** Where it begins on the replay's timeline. */
  readonly atMs: number;
  /** Where it begins on the stream's timeline. */
  readonly startMs: number;
  readonly durationMs: number;
  /** How much of the show was not recorded before it: 0, except after a hole. */
  readonly missingMs: number;
}

export function runsOf(segments: readonly RecordedSegment[]): Run[] {
  const runs: (Run & { segments: RecordedSegment[]; durationMs: number })[] = [];
  let atMs = 0;
  segments.forEach((segment, at) => {
    const missingMs = missingBefore(segment, segments[at - 1]);
    const last = runs.at(-1);
    if (last && last.init === segment.init && !segment.discontinuity && missingMs === 0) {
      last.segments.push(segment);
      last.durationMs += segment.durationMs;
    } else {
      runs.push({ init: segment.init, segments: [segment], atMs, startMs: segment.startMs, durationMs: segment.durationMs, missingMs });
    }
    atMs += segment.durationMs;
  });
  return runs;
}

export interface Span {
  readonly run: Run;
  /** On the stream's timeline, inside the run. */
  readonly fromMs: number;
  readonly toMs: number;
}

/** The longest piece of a span that one run covers: what can be cut out without encoding again. Null beyond the end. */
export function longestPiece(runs: readonly Run[], fromMs: number, toMs: number): Span | null {
  let best: Span | null = null;
  for (const run of runs) {
    const from = Math.max(fromMs, run.atMs);
    const to = Math.min(toMs, run.atMs + run.durationMs);
    if (to - from <= (best ? best.toMs - best.fromMs : 0)) continue;
    const shiftMs = run.startMs - run.atMs;
    best = { run, fromMs: from + shiftMs, toMs: to + shiftMs };
  }
  return best;
}
