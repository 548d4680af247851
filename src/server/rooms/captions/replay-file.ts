import type { Caption } from '#contract/captions.ts';
import type { Span } from '#lib/replay-timeline.ts';
import { type VttCue, writeVtt } from '#lib/webvtt.ts';

/** What is still to be read when the next but one begins is taken away: more than two cues cover the picture. */
const AT_ONCE = 2;
/** Runs of picture follow each other with this much jitter between their clocks; more than that is a hole. */
const SEAM_MS = 250;

/**
 * The captions of a replay as WebVTT: each cue where its moment stands in the replay. What was heard while nothing was
 * recorded is left out, except where it reaches into what was.
 * @param cues in the order in which they were heard
 */
export function replayFile(cues: readonly Caption[], spans: readonly Span[]): string {
  const placed = cues.flatMap((cue) => place(cue, spans)).sort((one, other) => one.startMs - other.startMs);
  return writeVtt(placed.map((cue, at) => ({ ...cue, endMs: until(cue, placed[at + AT_ONCE]) })));
}

function place(cue: Caption, spans: readonly Span[]): VttCue[] {
  const start = positionIn(spans, cue.startsAtMs);
  if (!start) return [];
  const lastsMs = cue.endsAtMs - cue.startsAtMs;
  const { text } = cue;
  if (!start.inHole) return [{ startMs: start.ms, endMs: start.ms + lastsMs, text }];
  const end = positionIn(spans, cue.endsAtMs);
  return end && !end.inHole && end.ms > start.ms ? [{ startMs: start.ms, endMs: end.ms, text }] : [];
}

/** In a hole: where the picture goes on. Null when the recording is over by then. */
function positionIn(spans: readonly Span[], wallMs: number): { ms: number; inHole: boolean } | null {
  // The last that began before: after a clock that was set back, what was recorded later counts.
  const at = spans.findLastIndex((span) => span.wallClockMs <= wallMs);
  const [span, next] = [spans[at], spans[at + 1]];
  const intoMs = span ? wallMs - span.wallClockMs : Infinity;
  if (span && intoMs <= span.durationMs + SEAM_MS) return { ms: span.atMs + Math.min(intoMs, span.durationMs), inHole: false };
  return next ? { ms: next.atMs, inHole: true } : null;
}

const until = (cue: VttCue, later: VttCue | undefined): number =>
  later && later.startMs > cue.startMs ? Math.min(cue.endMs, later.startMs) : cue.endMs;
