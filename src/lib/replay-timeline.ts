/**
 * Where a moment lies in a recording. A recording closes its holes up (the host was away, a worker was replaced), so
 * a position is not "wall clock minus start": it goes through spans, runs of picture without a hole. Pure; milliseconds.
 */
export interface Span {
  /** Position in the replay. */
  readonly atMs: number;
  /** When its first frame was captured, ms since 1970. */
  readonly wallClockMs: number;
  readonly durationMs: number;
}

export interface Hole {
  /** Position in the replay where something is missing. */
  readonly atMs: number;
  /** When it began, ms since 1970. */
  readonly wallClockMs: number;
  readonly lostMs: number;
}

/** Clocks of cameras wander, and a frame more or less is no hole. */
const DRIFT_MS = 500;
/** Shorter than this nobody misses anything. */
const HOLE_MS = 2_000;
/** A clock that jumps with every segment must not make a list as long as the recording. */
const MAX_SPANS = 2_000;

export function spansOf(segments: readonly Pick<Span, 'wallClockMs' | 'durationMs'>[]): Span[] {
  const spans: { atMs: number; wallClockMs: number; durationMs: number }[] = [];
  let atMs = 0;
  for (const { wallClockMs, durationMs } of segments) {
    const last = spans.at(-1);
    const goesOn = last !== undefined && Math.abs(wallClockMs - (last.wallClockMs + last.durationMs)) <= DRIFT_MS;
    if (last && (goesOn || spans.length >= MAX_SPANS)) last.durationMs += durationMs;
    else spans.push({ atMs, wallClockMs, durationMs });
    atMs += durationMs;
  }
  return spans;
}

/** Before the recording is its beginning; inside of a hole is where the picture comes back; after it is its end. */
export function positionOf(spans: readonly Span[], wallClockMs: number): number {
  const span = spans.findLast((candidate) => candidate.wallClockMs <= wallClockMs);
  return span ? span.atMs + Math.min(wallClockMs - span.wallClockMs, span.durationMs) : 0;
}

/** When this position was captured; null when nothing was recorded. */
export function momentOf(spans: readonly Span[], positionMs: number): number | null {
  const span = spans.findLast((candidate) => candidate.atMs <= positionMs) ?? spans[0];
  return span ? span.wallClockMs + Math.min(Math.max(0, positionMs - span.atMs), span.durationMs) : null;
}

export function holesOf(spans: readonly Span[]): Hole[] {
  return spans.slice(1).flatMap((span, at) => {
    const before = spans[at]!;
    const wallClockMs = before.wallClockMs + before.durationMs;
    const lostMs = span.wallClockMs - wallClockMs;
    return lostMs >= HOLE_MS ? [{ atMs: span.atMs, wallClockMs, lostMs }] : [];
  });
}
