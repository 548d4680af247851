import { NAL, nalType } from './h264.ts';
import type { RtpPacket } from './rtp.ts';

/**
 * RTP payloads of H.264 (RFC 6184, packetization mode 0 and 1) to whole pictures.
 * Packets must come in order (see reorder.ts). After any loss pictures are dropped until the next
 * IDR, because a decoder would show the hole for as long as it is referred to.
 */
export interface AccessUnit {
  /** The 32-bit RTP timestamp. */
  readonly timestamp: number;
  readonly keyframe: boolean;
  /** Slices only: parameter sets, delimiters, SEI and filler are taken out. */
  readonly nals: readonly Uint8Array[];
  /** The parameter sets in force. */
  readonly sps: Uint8Array;
  readonly pps: Uint8Array;
  /** When its first packet came. */
  readonly arrivalMs: number;
}

export interface DepacketizerOptions {
  readonly onUnit: (unit: AccessUnit) => void;
  /** A picture was lost: ask the publisher for a key frame. */
  readonly onDamage: () => void;
}

export interface H264Depacketizer {
  push(packet: RtpPacket, lost: number, arrivalMs: number): void;
  /** Pictures thrown away, damaged ones and those that refer to them. */
  readonly dropped: number;
}

/** NAL unit types that exist only in RTP. */
const PACKET = { stapA: 24, fuA: 28 } as const;

/** A picture larger than this is refused: a publisher's honest worst IDR is far below it. */
const MAX_PICTURE_BYTES = 4 * 1024 * 1024;

export function createH264Depacketizer({ onUnit, onDamage }: DepacketizerOptions): H264Depacketizer {
  let sps: Uint8Array | null = null;
  let pps: Uint8Array | null = null;
  let needsIdr = true;
  let dropped = 0;
  let picture: Picture | null = null;

  return {
    push(packet, lost, arrivalMs) {
      if (lost > 0) damage();
      if (picture && picture.timestamp !== packet.timestamp) finish();
      picture ??= emptyPicture(packet.timestamp, arrivalMs);
      if (packet.payload.length > 0 && !take(picture, packet.payload)) damage();
      if (packet.marker) finish();
    },
    get dropped() {
      return dropped;
    },
  };

  /** False when the payload does not fit what came before it. */
  function take(into: Picture, payload: Uint8Array): boolean {
    into.bytes += payload.length;
    if (into.bytes > MAX_PICTURE_BYTES) return false;
    const type = nalType(payload);
    if (type === PACKET.stapA) return takeAggregate(into, payload);
    if (type === PACKET.fuA) return takeFragment(into, payload);
    if (type >= 1 && type <= 23) takeNal(into, payload);
    return true;
  }

  function takeAggregate(into: Picture, payload: Uint8Array): boolean {
    for (let at = 1; at + 2 <= payload.length;) {
      const end = at + 2 + ((payload[at]! << 8) | payload[at + 1]!);
      if (end > payload.length) return false;
      if (end > at + 2) takeNal(into, payload.subarray(at + 2, end));
      at = end;
    }
    return true;
  }

  function takeFragment(into: Picture, payload: Uint8Array): boolean {
    if (payload.length < 3) return false;
    const starts = (payload[1]! & 0x80) !== 0;
    const ends = (payload[1]! & 0x40) !== 0;
    if (starts) into.fragments = [Uint8Array.of((payload[0]! & 0xe0) | (payload[1]! & 0x1f))];
    if (!into.fragments) return false;
    into.fragments.push(payload.subarray(2));
    if (!ends) return true;
    takeNal(into, Buffer.concat(into.fragments));
    into.fragments = null;
    return true;
  }

  function takeNal(into: Picture, nal: Uint8Array): void {
    const type = nalType(nal);
    if (type === NAL.sps) sps = nal.slice();
    else if (type === NAL.pps) pps = nal.slice();
    else if (type >= NAL.slice && type <= NAL.idr) {
      into.nals.push(nal);
      into.keyframe ||= type === NAL.idr;
    }
  }

  function damage(): void {
    picture = null;
    if (needsIdr) return;
    needsIdr = true;
    onDamage();
  }

  function finish(): void {
    const whole = picture;
    picture = null;
    if (!whole || whole.nals.length === 0) return;
    if (whole.fragments) return damage();
    if (whole.keyframe && sps && pps) needsIdr = false;
    if (needsIdr || !sps || !pps) {
      dropped++;
      return;
    }
    onUnit({ timestamp: whole.timestamp, keyframe: whole.keyframe, nals: whole.nals, sps, pps, arrivalMs: whole.arrivalMs });
  }
}

interface Picture {
  readonly timestamp: number;
  readonly arrivalMs: number;
  readonly nals: Uint8Array[];
  keyframe: boolean;
  fragments: Uint8Array[] | null;
  bytes: number;
}

const emptyPicture = (timestamp: number, arrivalMs: number): Picture => ({
  timestamp,
  arrivalMs,
  nals: [],
  keyframe: false,
  fragments: null,
  bytes: 0,
});

/** True for a packet with which a decoder can start: parameter sets, or the first piece of an IDR. */
export function startsKeyFrame(payload: Uint8Array): boolean {
  if (payload.length < 2) return false;
  const type = nalType(payload);
  if (type === PACKET.fuA) return (payload[1]! & 0x80) !== 0 && (payload[1]! & 0x1f) === NAL.idr;
  if (type !== PACKET.stapA) return isKeyNal(type);
  for (let at = 1; at + 2 < payload.length; at += 2 + ((payload[at]! << 8) | payload[at + 1]!)) {
    if (isKeyNal(payload[at + 2]! & 0x1f)) return true;
  }
  return false;
}

const isKeyNal = (type: number) => type === NAL.idr || type === NAL.sps;
