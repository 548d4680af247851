import type { MediaKind } from '#lib/media-clock.ts';
import { createUnwrapper, writeRtp, type RtpPacket } from '#lib/rtp.ts';

/**
 * One RTP timeline per stream: sequence numbers and timestamps go on across publisher sessions, so
 * that a viewer never notices a takeover. They must: SRTP refuses to send a number far below the
 * last one, for good.
 */
export interface RtpTimeline {
  /** The next packets come from another publisher session. */
  newSession(): void;
  /** The packet as viewers get it, behind `roomBefore` free bytes; null for one from before the session's start. */
  rewrite(kind: MediaKind, packet: RtpPacket, nowMs: number, roomBefore?: number): Buffer | null;
}

const RATES: Readonly<Record<MediaKind, number>> = { video: 90_000, audio: 48_000 };
/** 20 ms of audio or a frame of video: the least that two sessions lie apart. */
const MIN_APART_MS = 20;

export function createRtpTimeline(): RtpTimeline {
  const lanes = { video: createLane(RATES.video), audio: createLane(RATES.audio) };
  return {
    newSession() {
      lanes.video.restart();
      lanes.audio.restart();
    },
    rewrite: (kind, packet, nowMs, roomBefore = 0) => lanes[kind].rewrite(packet, nowMs, roomBefore),
  };
}

function createLane(rate: number) {
  let highestSequence = 0;
  let highestTimestamp = 0;
  let lastMs = 0;
  let session: ReturnType<typeof begin> | null = null;

  return {
    restart() {
      session = null;
    },
    rewrite(packet: RtpPacket, nowMs: number, roomBefore: number): Buffer | null {
      session ??= begin(packet, nowMs);
      const sequence = session.sequence(packet.sequence) - session.firstSequence;
      if (sequence < 0) return null;
      const timestamp = session.atTimestamp + session.timestamp(packet.timestamp) - session.firstTimestamp;
      highestSequence = Math.max(highestSequence, session.atSequence + sequence);
      highestTimestamp = Math.max(highestTimestamp, timestamp);
      lastMs = nowMs;
      return writeRtp(
        { ...packet, sequence: (session.atSequence + sequence) % 0x1_0000, timestamp: timestamp % 0x1_0000_0000 },
        roomBefore,
      );
    },
  };

  function begin(packet: RtpPacket, nowMs: number) {
    const sequence = createUnwrapper(16);
    const timestamp = createUnwrapper(32);
    const apartMs = lastMs === 0 ? 0 : Math.max(MIN_APART_MS, nowMs - lastMs);
    return {
      sequence,
      timestamp,
      firstSequence: sequence(packet.sequence),
      firstTimestamp: timestamp(packet.timestamp),
      atSequence: highestSequence + 1,
      atTimestamp: highestTimestamp + Math.round((apartMs * rate) / 1000),
    };
  }
}
