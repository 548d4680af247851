import type { Caption } from '#contract/captions.ts';
import type { Span } from '#lib/replay-timeline.ts';
import { type VttCue, writeVtt } from '#lib/webvtt.ts';

/** What is still to be read when the next but one begins is taken away: more than two cues cover the picture. */
const AT_ONCE = 2;
/** Whoever types knows to a few seconds when it was heard: what is this near to a recorded moment belongs to it. */
const NEAR_MS = 5000;
/** Words at the very end are read over the last picture. */
const LAST_MS = 2000;

/**
 * The captions of a replay as WebVTT: each cue where its moment stands in the replay. What was said while nothing was
 * recorded is left out, except near to what was.
 * @param cues in the order in which they were heard
 */
export function replayFile(cues: readonly Caption[], spans: readonly Span[]): string {
  const placed = cues.flatMap((cue) => place(cue, spans)).sort((one, other) => one.startMs - other.startMs);
  return writeVtt(placed.map((cue, at) => ({ ...cue, endMs: until(cue, placed[at + AT_ONCE]) })));
}

function place(cue: Caption, spans: readonly Span[]): VttCue[] {
  const startMs = positionIn(spans, cue.startsAtMs);
  return startMs === null ? [] : [{ startMs, endMs: startMs + cue.endsAtMs - cue.startsAtMs, text: cue.text }];
}

/** Where a moment stands in the replay; null when nothing was recorded anywhere near it. */
function positionIn(spans: readonly Span[], wallMs: number): number | null {
  // The last that began before: after a clock that was set back, what was recorded later counts.
  const at = spans.findLastIndex((span) => span.wallClockMs <= wallMs);
  const [span, next] = [spans[at], spans[at + 1]];
  const intoMs = span ? wallMs - span.wallClockMs : Infinity;
  if (span && intoMs <= span.durationMs) return span.atMs + intoMs;
  const farMs = Math.min(span ? intoMs - span.durationMs : Infinity, next ? next.wallClockMs - wallMs : Infinity);
  if (farMs > NEAR_MS) return null;
  // Where the picture goes on, else over its last moments.
  return next ? next.atMs : Math.max(span!.atMs, span!.atMs + span!.durationMs - LAST_MS);
}

const until = (cue: VttCue, later: VttCue | undefined): number =>
  later && later.startMs > cue.startMs ? Math.min(cue.endMs, later.startMs) : cue.endMs;
