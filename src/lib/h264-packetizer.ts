import type { RtpPacket } from './rtp.ts';

/**
 * Whole pictures to RTP payloads of H.264 (RFC 6184, packetization mode 1): small NAL units together
 * (STAP-A), large ones in pieces (FU-A), parameter sets in front of every key frame, since a viewer may
 * join at any of them.
 */
export interface H264Packetizer {
  /** @param timestamp 90 kHz, not wrapped; all packets of a picture carry it and the last one the marker */
  picture(nals: readonly Uint8Array[], timestamp: number): RtpPacket[];
}

/** Leaves room in 1,280 bytes, the least that any IPv6 path carries, for IP, UDP, SRTP and extensions. */
const MAX_PAYLOAD = 1_150;
const STAP_A = 24;
const FU_A = 28;
const START = 0x80;
const END = 0x40;

export function createH264Packetizer({ maxPayload = MAX_PAYLOAD }: { readonly maxPayload?: number } = {}): H264Packetizer {
  let sequence = 0;
  return {
    picture(nals, timestamp) {
      const payloads = group(nals, maxPayload).flatMap((together) => payloadsOf(together, maxPayload));
      return payloads.map((payload, at) => ({
        payloadType: 0,
        ssrc: 0,
        marker: at === payloads.length - 1,
        sequence: sequence++ % 0x1_0000,
        timestamp: timestamp % 0x1_0000_0000,
        payload,
      }));
    },
  };
}

/** Neighbours that fit into one packet; order is kept, because decoders need it. */
function group(nals: readonly Uint8Array[], maxPayload: number): Uint8Array[][] {
  const groups: Uint8Array[][] = [];
  let room = 0;
  for (const nal of nals) {
    if (nal.length === 0) continue;
    const together = groups.at(-1);
    if (together && nal.length + 2 <= room) {
      together.push(nal);
      room -= nal.length + 2;
    } else {
      groups.push([nal]);
      room = maxPayload - 1 - (nal.length + 2);
    }
  }
  return groups;
}

function payloadsOf(together: readonly Uint8Array[], maxPayload: number): Uint8Array[] {
  const [only] = together;
  if (together.length > 1) return [aggregate(together)];
  if (!only || only.length <= maxPayload) return only ? [only] : [];
  return fragments(only, maxPayload);
}

/** The header repeats the highest importance among its units (RFC 6184, 5.7). */
function aggregate(nals: readonly Uint8Array[]): Uint8Array {
  const importance = Math.max(...nals.map((nal) => nal[0]! & 0x60));
  const lengths = nals.map((nal) => Buffer.of(nal.length >> 8, nal.length & 255));
  return Buffer.concat([Buffer.of(importance | STAP_A), ...nals.flatMap((nal, at) => [lengths[at]!, nal])]);
}

function fragments(nal: Uint8Array, maxPayload: number): Uint8Array[] {
  const indicator = (nal[0]! & 0xe0) | FU_A;
  const type = nal[0]! & 0x1f;
  const body = nal.subarray(1);
  const size = maxPayload - 2;
  const pieces: Uint8Array[] = [];
  for (let at = 0; at < body.length; at += size) {
    const piece = body.subarray(at, at + size);
    const edge = (at === 0 ? START : 0) | (at + size >= body.length ? END : 0);
    pieces.push(Buffer.concat([Buffer.of(indicator, edge | type), piece]));
  }
  return pieces;
}
