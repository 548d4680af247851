import { createUnwrapper } from '#lib/rtp.ts';

/**
 * Puts the timestamps of one RTMP connection on the stream's timeline. Both kinds count in the same
 * milliseconds: video in decoding order with an offset to when it is shown, audio when it is heard.
 */
export interface RtmpTimeline {
  /** Null when the picture must wait for a key frame, because the encoder's clock began anew. */
  video(timestamp: number, compositionMs: number, keyframe: boolean, arrivalMs: number): VideoPlace | null;
  /** Null before the first picture's time, unless the sound comes alone. */
  audio(timestamp: number, arrivalMs: number, alone: boolean): Place | null;
  readonly endPtsUs: number;
}

interface Place {
  readonly ptsUs: number;
  readonly wallClockMs: number;
  /** Without the stream's start and holes: for packets, which have a timeline of their own. */
  readonly sourceMs: number;
}

interface VideoPlace extends Place {
  readonly compositionUs: number;
  /** The encoder's clock jumped: what follows is joined to what was there. */
  readonly isBreak: boolean;
}

/** An encoder that skips pictures for longer was short of network: the hole is closed, as everywhere. */
const HOLE_MS = 400;
/** A clock that goes back so far, or on so far, is another clock. */
const BACKWARDS_MS = 1_000;
const FORWARD_MS = 30_000;
const NOMINAL_FRAME_MS = 33;
/** The least seen delay forgets, slower than a bad quartz drifts: 200 ppm at 30 pictures per second. */
const FORGET_MS = 0.007;

interface Anchor {
  /** The encoder's time that lies at `startUs`. */
  readonly sourceMs: number;
  readonly startUs: number;
  closedMs: number;
  /** Server clock minus encoder clock. */
  offsetMs: number;
}

export function createRtmpTimeline({ firstPtsUs }: { readonly firstPtsUs: number }): RtmpTimeline {
  let unwrap = createUnwrapper(32);
  let anchor: Anchor | null = null;
  /** How much earlier than shown the first picture was decoded: with it, shown and decoded begin together. */
  let leadMs = 0;
  let lastMs = 0;
  let frameMs = NOMINAL_FRAME_MS;
  let endPtsUs = firstPtsUs;

  return {
    video(timestamp, compositionMs, keyframe, arrivalMs) {
      let ms = unwrap(timestamp);
      const isBreak = anchor !== null && (ms - lastMs < -BACKWARDS_MS || ms - lastMs > FORWARD_MS);
      if (isBreak) {
        anchor = null;
        unwrap = createUnwrapper(32);
        ms = unwrap(timestamp);
      }
      if (!anchor && !keyframe) return null;
      anchor ??= begin(ms, compositionMs, arrivalMs);
      closeHole(anchor, ms);
      lastMs = ms;
      const place = placeOf(anchor, ms + leadMs, arrivalMs);
      endPtsUs = Math.max(endPtsUs, place.ptsUs + Math.round(frameMs * 1000));
      return { ...place, compositionUs: (compositionMs - leadMs) * 1000, isBreak };
    },
    audio(timestamp, arrivalMs, alone) {
      const ms = unwrap(timestamp);
      if (alone) anchor ??= begin(ms, 0, arrivalMs);
      if (!anchor || ms < anchor.sourceMs) return null;
      const place = placeOf(anchor, ms, arrivalMs);
      if (alone) {
        lastMs = ms;
        endPtsUs = Math.max(endPtsUs, place.ptsUs + Math.round(frameMs * 1000));
      }
      return place;
    },
    get endPtsUs() {
      return endPtsUs;
    },
  };

  function begin(ms: number, compositionMs: number, arrivalMs: number): Anchor {
    leadMs = compositionMs;
    lastMs = ms;
    return { sourceMs: ms + leadMs, startUs: endPtsUs, closedMs: 0, offsetMs: arrivalMs - ms };
  }

  function closeHole(into: Anchor, ms: number): void {
    const stepMs = ms - lastMs;
    if (stepMs > HOLE_MS) into.closedMs += stepMs - frameMs;
    else if (stepMs > 0) frameMs = stepMs;
  }

  function placeOf(from: Anchor, ms: number, arrivalMs: number): Place {
    from.offsetMs = Math.min(from.offsetMs + FORGET_MS, arrivalMs - ms);
    return {
      ptsUs: Math.round(from.startUs + (ms - from.sourceMs - from.closedMs) * 1000),
      wallClockMs: ms + from.offsetMs,
      sourceMs: ms,
    };
  }
}
