/**
 * Where a moment of the show stands in its replay. The replay has the holes closed up (the host was away, a process
 * died), so the two clocks run apart. Pure; times in milliseconds.
 */
export interface ReplaySpan {
  /** Where it begins in the replay. */
  readonly startMs: number;
  readonly durationMs: number;
  /** When its first frame was captured, ms since 1970. */
  readonly wallClockMs: number;
}

/** Segments follow each other with this much rounding and jitter between their clocks; more than that is a hole. */
const SEAM_MS = 250;

/**
 * The position of a moment in the replay. In a hole: where the picture goes on, and `inHole`.
 * @returns null when the replay is over before it, or has not begun
 */
export function replayMsOf(spans: readonly ReplaySpan[], wallMs: number): { ms: number; inHole: boolean } | null {
  // The last that began before: after a clock that was set back, what was recorded later counts.
  const at = spans.findLastIndex((span) => span.wallClockMs <= wallMs);
  const next = spans[at + 1];
  const span = spans[at];
  if (!span) return next ? { ms: next.startMs, inHole: true } : null;
  const intoMs = wallMs - span.wallClockMs;
  if (intoMs <= span.durationMs + SEAM_MS) return { ms: span.startMs + Math.min(intoMs, span.durationMs), inHole: false };
  return next ? { ms: next.startMs, inHole: true } : null;
}

/** When the moment at this position happened; null beyond the end. */
export function wallMsOf(spans: readonly ReplaySpan[], replayMs: number): number | null {
  const span = spans.findLast(({ startMs }) => startMs <= replayMs);
  if (!span || replayMs - span.startMs > span.durationMs) return null;
  return span.wallClockMs + (replayMs - span.startMs);
}
