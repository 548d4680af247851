import type { Caption } from '#contract/captions.ts';
import { replayMsOf, type ReplaySpan } from '#lib/replay-times.ts';
import { type VttCue, writeVtt } from '#lib/webvtt.ts';

/** What is still to be read when the next but one begins is taken away: more than two cues cover the picture. */
const AT_ONCE = 2;

/**
 * The captions of a replay as WebVTT: each cue where its moment stands in the replay. What was heard while nothing was
 * recorded is left out, except where it reaches into what was.
 * @param cues in the order in which they were heard
 */
export function replayFile(cues: readonly Caption[], spans: readonly ReplaySpan[]): string {
  const placed = cues.flatMap((cue) => place(cue, spans)).sort((one, other) => one.startMs - other.startMs);
  return writeVtt(placed.map((cue, at) => ({ ...cue, endMs: until(cue, placed[at + AT_ONCE]) })));
}

function place(cue: Caption, spans: readonly ReplaySpan[]): VttCue[] {
  const start = replayMsOf(spans, cue.startsAtMs);
  if (!start) return [];
  const lastsMs = cue.endsAtMs - cue.startsAtMs;
  const text = cue.text;
  if (!start.inHole) return [{ startMs: start.ms, endMs: start.ms + lastsMs, text }];
  const end = replayMsOf(spans, cue.endsAtMs);
  return end && !end.inHole && end.ms > start.ms ? [{ startMs: start.ms, endMs: end.ms, text }] : [];
}

const until = (cue: VttCue, later: VttCue | undefined): number =>
  later && later.startMs > cue.startMs ? Math.min(cue.endMs, later.startMs) : cue.endMs;
