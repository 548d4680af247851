import type { MediaConfig, MediaUnit } from '#lib/media-unit.ts';
import { createH264Depacketizer, type AccessUnit } from '#lib/h264-depacketizer.ts';
import { createMediaClock, type MediaKind } from '#lib/media-clock.ts';
import { joinAvcc, parseSps } from '#lib/h264.ts';
import { createReorderBuffer } from '#lib/reorder.ts';
import { createUnwrapper, type RtpPacket } from '#lib/rtp.ts';

/**
 * One publisher session's packets to units on the stream's timeline.
 *
 * Nothing is handed out before a decoder could start: the first unit of a session is a key frame.
 */
export interface AssemblerOptions {
  readonly has: Readonly<Record<MediaKind, boolean>>;
  /** Where the session starts on the stream's timeline. */
  readonly firstPtsUs: number;
  readonly on: {
    /** The generation is the caller's: it counts across sessions. */
    configure(config: Omit<MediaConfig, 'generation'>): void;
    unit(unit: MediaUnit): void;
    gap(): void;
    wantKeyFrame(): void;
    askAgain(sequences: readonly number[]): void;
  };
}

export interface Assembler {
  push(kind: MediaKind, packet: RtpPacket, arrivalMs: number): void;
  senderReport(kind: MediaKind, ntpMs: number, rtpTimestamp: number): void;
  /** Every 20 ms or so. */
  tick(nowMs: number): void;
  /** Where the next session may start. */
  readonly endPtsUs: number;
  stats(): { lostPackets: number; droppedPictures: number; pictures: number };
}

const REORDER_MS = 120;
const MAX_HELD = 512;
/** Two parts of 200 ms: a picture must not be stretched further. */
const GAP_MS = 400;
/** What the last picture before a gap, or of a session, is taken to last. */
const NOMINAL_FRAME_US = 33_333;
/** A publisher that offers video but shows none for this long is carried as audio only. */
const NO_PICTURE_MS = 3_000;
/** A tick later than this says that we were away, not the publisher. */
const LATE_TICK_MS = 150;

export function createAssembler({ has, firstPtsUs, on }: AssemblerOptions): Assembler {
  const clock = createMediaClock({ firstPtsUs, rates: { video: 90_000, audio: 48_000 } });
  const depacketizer = createH264Depacketizer({ onUnit: takePicture, onDamage: () => on.wantKeyFrame() });
  const video = createLane((packet, lost, arrivalMs) => depacketizer.push(packet, lost, arrivalMs));
  const audio = createLane((packet, _lost, arrivalMs) => takeSound(packet, arrivalMs));
  const audioConfig = has.audio ? ({ codec: 'opus', channels: 2 } as const) : null;
  let parameters: Pick<AccessUnit, 'sps' | 'pps'> | null = null;
  /** Which kinds the readers know of; null before the first configuration. */
  let shown: 'video' | 'audio' | null = null;
  let waitsForKeyFrame = has.video;
  let startedMs: number | null = null;
  let lastPictureMs = 0;
  let lastSoundMs = 0;
  /** When sound last came, shown or not, and since when it comes without a pause. */
  let heardMs = -Infinity;
  let soundSinceMs = 0;
  let lastTickMs: number | null = null;
  let endPtsUs = firstPtsUs;
  let pictures = 0;

  return {
    push(kind, packet, arrivalMs) {
      startedMs ??= arrivalMs;
      (kind === 'video' ? video : audio).push(packet, arrivalMs);
      if (kind === 'video') on.askAgain(video.takeDue(arrivalMs));
    },
    senderReport: (kind, ntpMs, rtpTimestamp) => clock.senderReport(kind, ntpMs, rtpTimestamp),
    tick(nowMs) {
      const wasLate = lastTickMs !== null && nowMs - lastTickMs > LATE_TICK_MS;
      lastTickMs = nowMs;
      video.tick(nowMs);
      audio.tick(nowMs);
      on.askAgain(video.takeDue(nowMs));
      if (!wasLate) noticeSilence(nowMs);
    },
    get endPtsUs() {
      return endPtsUs;
    },
    stats: () => ({ lostPackets: video.lost + audio.lost, droppedPictures: depacketizer.dropped, pictures }),
  };

  function takePicture({ sps, pps, keyframe, nals, timestamp, arrivalMs }: AccessUnit) {
    if (keyframe && (shown !== 'video' || !sameParameters({ sps, pps }))) configureVideo({ sps, pps });
    if (shown !== 'video' || (waitsForKeyFrame && !keyframe)) return;
    waitsForKeyFrame = false;
    lastPictureMs = arrivalMs;
    pictures++;
    write('video', keyframe, joinAvcc(nals), timestamp, arrivalMs);
  }

  function configureVideo(next: Pick<AccessUnit, 'sps' | 'pps'>) {
    const size = sizeOf(next.sps);
    if (!size) return;
    parameters = next;
    shown = 'video';
    on.configure({ video: { sps: next.sps, pps: next.pps, ...size }, audio: audioConfig });
  }

  function sameParameters(next: Pick<AccessUnit, 'sps' | 'pps'>): boolean {
    return parameters !== null && Buffer.compare(parameters.sps, next.sps) === 0 && Buffer.compare(parameters.pps, next.pps) === 0;
  }

  function takeSound(packet: RtpPacket, arrivalMs: number) {
    if (packet.payload.length === 0) return;
    if (arrivalMs - heardMs > GAP_MS) soundSinceMs = arrivalMs;
    heardMs = arrivalMs;
    if (shown !== 'audio' && lacksPicture(arrivalMs)) {
      shown = 'audio';
      waitsForKeyFrame = false;
      on.configure({ video: null, audio: audioConfig });
    }
    if (shown === null || waitsForKeyFrame) return;
    lastSoundMs = arrivalMs;
    write('audio', true, packet.payload, packet.timestamp, arrivalMs);
  }

  /** Never had one, or the camera was switched off: the sound alone goes on, until a key frame comes. */
  function lacksPicture(nowMs: number): boolean {
    if (shown === null) return !has.video || nowMs - startedMs! > NO_PICTURE_MS;
    return waitsForKeyFrame && nowMs - Math.max(lastPictureMs, soundSinceMs) > NO_PICTURE_MS;
  }

  function write(kind: MediaKind, keyframe: boolean, payload: Uint8Array, timestamp: number, arrivalMs: number) {
    const stamp = clock.stamp(kind, timestamp, arrivalMs);
    endPtsUs = Math.max(endPtsUs, stamp.ptsUs + NOMINAL_FRAME_US);
    on.unit({ kind, keyframe, payload, ...stamp });
  }

  /** Closes the timeline up behind the last picture. With video nothing goes on before the next key frame. */
  function noticeSilence(nowMs: number) {
    const lastMs = shown === 'video' ? lastPictureMs : lastSoundMs;
    if (shown === null || waitsForKeyFrame || lastMs === 0 || nowMs - lastMs <= GAP_MS) return;
    clock.closeGap(NOMINAL_FRAME_US);
    lastSoundMs = 0;
    waitsForKeyFrame = shown === 'video';
    on.gap();
    on.wantKeyFrame();
  }
}

/** Null for parameters that cannot be read: the picture is not shown rather than shown wrongly. */
function sizeOf(sps: Uint8Array): { width: number; height: number } | null {
  try {
    const { width, height } = parseSps(sps);
    return { width, height };
  } catch {
    return null;
  }
}

function createLane(onPacket: (packet: RtpPacket, lost: number, arrivalMs: number) => void) {
  const unwrap = createUnwrapper(16);
  const buffer = createReorderBuffer<{ packet: RtpPacket; arrivalMs: number }>({
    windowMs: REORDER_MS,
    maxHeld: MAX_HELD,
    onPacket: ({ packet, arrivalMs }, lost) => onPacket(packet, lost, arrivalMs),
  });
  return {
    push: (packet: RtpPacket, arrivalMs: number) => buffer.push(unwrap(packet.sequence), { packet, arrivalMs }, arrivalMs),
    tick: (nowMs: number) => buffer.tick(nowMs),
    takeDue: (nowMs: number) => buffer.takeDue(nowMs),
    get lost() {
      return buffer.lost;
    },
  };
}
