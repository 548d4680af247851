import { startsKeyFrame } from '#lib/h264-depacketizer.ts';
import type { MediaKind } from '#lib/media-clock.ts';
import { createUnwrapper, writeRtp, type RtpPacket } from '#lib/rtp.ts';

/**
 * Copies each packet to every direct viewer, on one RTP timeline per stream.
 *
 * Sequence numbers and timestamps go on across publisher sessions, so that a viewer never notices
 * a takeover. They must: SRTP refuses to send a number far below the last one, for good.
 */
export interface DirectViewer {
  readonly id: string;
  /** True when a packet of this kind would arrive. */
  isOpen(kind: MediaKind): boolean;
  /** Sends a copy; the buffer may be changed (payload type, SSRC) and is reused for the next viewer. */
  send(kind: MediaKind, packet: Buffer): void;
  close(): void;
  /** When the viewer was last heard of. */
  readonly heardMs: number;
  readonly joinedMs: number;
  /** Media that really arrived, by the viewer's own reports. */
  readonly receivedMs: number;
  readonly rttMs: number | null;
}

export interface Fanout {
  add(viewer: DirectViewer): void;
  remove(id: string): boolean;
  /** The next packets come from another publisher session. */
  newSession(): void;
  forward(kind: MediaKind, packet: RtpPacket, nowMs: number): void;
  /** True while somebody waits for a key frame. */
  readonly waiting: boolean;
  readonly size: number;
  viewers(): IterableIterator<DirectViewer>;
  /** Closes viewers that have not been heard of. Returns their ids. */
  reap(nowMs: number): string[];
  readonly sendErrors: number;
  close(): void;
}

/** Viewers report many times a second; this long without is a closed tab. */
const SILENCE_MS = 5_000;
/** Nobody is given up before this: setting up may take a while on a slow phone. */
const MIN_AGE_MS = 10_000;

const RATES: Readonly<Record<MediaKind, number>> = { video: 90_000, audio: 48_000 };

export function createFanout(): Fanout {
  const viewers = new Map<string, DirectViewer>();
  const started = new Set<string>();
  const lanes: Record<MediaKind, Lane> = { video: createLane(RATES.video), audio: createLane(RATES.audio) };
  let sendErrors = 0;
  /** Since when packets flow without a pause: viewers of a silent stream have nothing to report. */
  let flowingSinceMs = 0;
  let lastPacketMs = 0;

  return {
    add(viewer) {
      viewers.set(viewer.id, viewer);
    },
    remove,
    newSession() {
      lanes.video.restart();
      lanes.audio.restart();
    },
    forward(kind, packet, nowMs) {
      if (nowMs - lastPacketMs > SILENCE_MS) flowingSinceMs = nowMs;
      lastPacketMs = nowMs;
      const bytes = lanes[kind].rewrite(packet, nowMs);
      if (!bytes) return;
      const isKey = kind === 'video' && startsKeyFrame(packet.payload);
      for (const viewer of viewers.values()) sendTo(viewer, kind, bytes, isKey);
    },
    get waiting() {
      for (const viewer of viewers.values()) if (viewer.isOpen('video') && !started.has(viewer.id)) return true;
      return false;
    },
    get size() {
      return viewers.size;
    },
    viewers: () => viewers.values(),
    reap(nowMs) {
      const silent = [...viewers.values()].filter((viewer) => isSilent(viewer, nowMs));
      for (const { id } of silent) remove(id);
      return silent.map(({ id }) => id);
    },
    get sendErrors() {
      return sendErrors;
    },
    close() {
      for (const id of viewers.keys()) remove(id);
    },
  };

  function remove(id: string): boolean {
    const viewer = viewers.get(id);
    viewers.delete(id);
    started.delete(id);
    viewer?.close();
    return viewer !== undefined;
  }

  /** One viewer's trouble is never another's. */
  function sendTo(viewer: DirectViewer, kind: MediaKind, bytes: Buffer, isKey: boolean) {
    if (!viewer.isOpen(kind)) return;
    if (kind === 'video' && !started.has(viewer.id)) {
      if (!isKey) return;
      started.add(viewer.id);
    }
    try {
      viewer.send(kind, bytes);
    } catch {
      sendErrors++;
    }
  }

  function isSilent(viewer: DirectViewer, nowMs: number): boolean {
    if (nowMs - viewer.joinedMs < MIN_AGE_MS || nowMs - lastPacketMs > SILENCE_MS) return false;
    return nowMs - Math.max(viewer.heardMs, viewer.joinedMs, flowingSinceMs) > SILENCE_MS;
  }
}

interface Lane {
  restart(): void;
  /** Null for a packet from before the session's start. */
  rewrite(packet: RtpPacket, nowMs: number): Buffer | null;
}

/** 20 ms of audio or a frame of video: the least that two sessions lie apart. */
const MIN_APART_MS = 20;

function createLane(rate: number): Lane {
  let highestSequence = 0;
  let highestTimestamp = 0;
  let lastMs = 0;
  let session: {
    sequence: (n: number) => number;
    timestamp: (n: number) => number;
    firstSequence: number;
    firstTimestamp: number;
    atSequence: number;
    atTimestamp: number;
  } | null = null;

  return {
    restart() {
      session = null;
    },
    rewrite(packet, nowMs) {
      session ??= begin(packet, nowMs);
      const sequence = session.sequence(packet.sequence) - session.firstSequence;
      if (sequence < 0) return null;
      const timestamp = session.atTimestamp + session.timestamp(packet.timestamp) - session.firstTimestamp;
      highestSequence = Math.max(highestSequence, session.atSequence + sequence);
      highestTimestamp = Math.max(highestTimestamp, timestamp);
      lastMs = nowMs;
      return writeRtp({ ...packet, sequence: (session.atSequence + sequence) % 0x1_0000, timestamp: timestamp % 0x1_0000_0000 });
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
