import { createUnwrapper } from './rtp.ts';

/**
 * Puts the video and audio of one publisher session on one timeline.
 *
 * Each kind counts in its own RTP clock with a random start. Until sender reports have come the two
 * are aligned by arrival; from then on by the publisher's own wall clock. Audio is moved to fit,
 * slowly, because video frames are what people notice and because the two sample clocks drift for
 * as long as the show lasts.
 */
export type MediaKind = 'video' | 'audio';

export interface MediaClockOptions {
  /** Where this session starts on the stream's timeline. */
  readonly firstPtsUs: number;
  readonly rates: Readonly<Record<MediaKind, number>>;
}

export interface MediaClock {
  stamp(kind: MediaKind, rtpTimestamp: number, arrivalMs: number): { ptsUs: number; wallClockMs: number };
  senderReport(kind: MediaKind, ntpMs: number, rtpTimestamp: number): void;
  /** The source was away: what comes next follows what was there, `keepUs` after the last frame. */
  closeGap(keepUs: number): void;
}

/** Audio moves at most this much per packet (20 ms): 1 %, which nobody hears. */
const SLEW_US = 200;
/** Beyond this the two were never aligned; sliding would take too long, so audio jumps forward or waits. */
const JUMP_US = 250_000;
/** Beyond this a report is not believed: no queue on the way is that long. */
const BELIEVED_MS = 10_000;
/** An encoder's own time that leaps ahead of the clock on the wall, or back, was set anew. */
const LEAP_AHEAD_MS = 2_000;
const LEAP_BACK_MS = 1_000;
/** What the last frame before such a leap is taken to last at least. */
const NOMINAL_US = 20_000;

interface Track {
  readonly unwrap: (timestamp: number) => number;
  readonly rate: number;
  /** RTP ticks and arrival of the first packet. */
  anchor: { ticks: number; arrivalMs: number } | null;
  report: { ntpMs: number; ticks: number } | null;
  /** Added to the arrival mapping, on its way to what the reports ask. */
  shiftUs: number;
  lastPtsUs: number;
  last: { ticks: number; arrivalMs: number } | null;
}

export function createMediaClock({ firstPtsUs, rates }: MediaClockOptions): MediaClock {
  const tracks: Record<MediaKind, Track> = { video: newTrack(rates.video), audio: newTrack(rates.audio) };
  let startMs: number | null = null;
  let closedUs = 0;
  /** Server clock minus publisher clock: the least seen, so that queueing on the way does not count. */
  let offsetMs = Infinity;
  let gapFrom: { keepUs: number } | null = null;

  return {
    stamp(kind, rtpTimestamp, arrivalMs) {
      const track = tracks[kind];
      const ticks = track.unwrap(rtpTimestamp);
      startMs ??= arrivalMs;
      track.anchor ??= { ticks, arrivalMs };
      if (leaps(track, ticks, arrivalMs)) beginAnew(track, ticks, arrivalMs);
      track.last = { ticks, arrivalMs };
      if (kind === 'audio') slew(ticks);
      const wall = wallClock(track, ticks, arrivalMs);
      const ptsUs = Math.max(position(track, ticks) - closedOver(track, ticks), track.lastPtsUs + 1);
      track.lastPtsUs = ptsUs;
      return { ptsUs, wallClockMs: wall };
    },
    senderReport(kind, ntpMs, rtpTimestamp) {
      tracks[kind].report = { ntpMs, ticks: tracks[kind].unwrap(rtpTimestamp) };
    },
    closeGap(keepUs) {
      gapFrom = { keepUs };
    },
  };

  /** Microseconds since the session's first packet, plus where the session starts. */
  function position(track: Track, ticks: number): number {
    const sinceAnchorUs = ((ticks - track.anchor!.ticks) / track.rate) * 1e6;
    return Math.round(firstPtsUs + (track.anchor!.arrivalMs - startMs!) * 1000 + sinceAnchorUs + track.shiftUs);
  }

  /** The first packet after a gap, of either kind, decides how much of the timeline is taken out. */
  function closedOver(track: Track, ticks: number): number {
    if (gapFrom) {
      const lastUs = Math.max(tracks.video.lastPtsUs, tracks.audio.lastPtsUs);
      closedUs = Math.max(closedUs, position(track, ticks) - (lastUs + gapFrom.keepUs));
      gapFrom = null;
    }
    return closedUs;
  }

  /** Without this one absurd timestamp would hold everything after it at a microsecond per frame, for hours. */
  function beginAnew(track: Track, ticks: number, arrivalMs: number) {
    const wantedUs = track.lastPtsUs + Math.max(NOMINAL_US, (arrivalMs - track.last!.arrivalMs) * 1000);
    track.anchor = { ticks, arrivalMs };
    track.report = null;
    track.shiftUs = 0;
    track.shiftUs = wantedUs + closedUs - position(track, ticks);
  }

  function wallClock(track: Track, ticks: number, arrivalMs: number): number {
    if (!track.report) return arrivalMs;
    const sentMs = publisherTime(track, ticks);
    offsetMs = Math.min(offsetMs, arrivalMs - sentMs);
    // A report that told nonsense would otherwise date the rest of the show by the worst it said.
    if (Math.abs(sentMs + offsetMs - arrivalMs) > BELIEVED_MS) offsetMs = arrivalMs - sentMs;
    return sentMs + offsetMs;
  }

  function slew(ticks: number) {
    const { video, audio } = tracks;
    if (!video.report || !audio.report || !video.anchor) return;
    const error = audioErrorUs(ticks);
    if (!(Math.abs(error) < BELIEVED_MS * 1000)) return;
    if (Math.abs(error) > JUMP_US) audio.shiftUs -= error;
    else audio.shiftUs -= Math.max(-SLEW_US, Math.min(SLEW_US, error));
  }

  /** How much later audio sits on the timeline than its capture time, seen from video. */
  function audioErrorUs(ticks: number): number {
    const { video, audio } = tracks;
    const apartUs = position(audio, ticks) - position(video, video.report!.ticks);
    return apartUs - (publisherTime(audio, ticks) - video.report!.ntpMs) * 1000;
  }
}

const newTrack = (rate: number): Track => ({
  unwrap: createUnwrapper(32),
  rate,
  anchor: null,
  report: null,
  shiftUs: 0,
  lastPtsUs: -1,
  last: null,
});

function leaps({ last, rate }: Track, ticks: number, arrivalMs: number): boolean {
  if (!last) return false;
  const stepMs = ((ticks - last.ticks) / rate) * 1000;
  return stepMs < -LEAP_BACK_MS || stepMs > arrivalMs - last.arrivalMs + LEAP_AHEAD_MS;
}

const publisherTime = ({ report, rate }: Track, ticks: number) => report!.ntpMs + ((ticks - report!.ticks) / rate) * 1000;
