export interface Recorded {
  readonly showId: string;
  readonly durationMs: number;
}

export interface Moment {
  /** Which of the recordings. */
  readonly at: number;
  readonly positionMs: number;
  readonly startsAtMs: number;
  readonly endsAtMs: number;
}

/** Where a round of recordings is that began at `sinceMs` and repeats for ever; null when there is nothing to play. */
export function momentOf(recordings: readonly Recorded[], sinceMs: number, nowMs: number): Moment | null {
  const roundMs = recordings.reduce((sum, { durationMs }) => sum + durationMs, 0);
  if (roundMs <= 0) return null;
  let leftMs = Math.max(0, nowMs - sinceMs) % roundMs;
  for (const [at, { durationMs }] of recordings.entries()) {
    if (leftMs < durationMs) return { at, positionMs: leftMs, startsAtMs: nowMs - leftMs, endsAtMs: nowMs - leftMs + durationMs };
    leftMs -= durationMs;
  }
  return null;
}
