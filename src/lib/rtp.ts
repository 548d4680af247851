/**
 * RTP (RFC 3550), as far as a server needs it that forwards packets and rebuilds frames.
 */

export interface RtpPacket {
  readonly payloadType: number;
  readonly marker: boolean;
  readonly sequence: number;
  readonly timestamp: number;
  readonly ssrc: number;
  /** A view into the datagram, padding removed. */
  readonly payload: Uint8Array;
}

const FIXED_HEADER_BYTES = 12;

/** Reads one packet; null when the bytes are not RTP. Nothing is copied. */
export function parseRtp(bytes: Uint8Array): RtpPacket | null {
  if (bytes.length < FIXED_HEADER_BYTES || bytes[0]! >> 6 !== 2) return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const start = payloadStart(bytes, view);
  const end = payloadEnd(bytes);
  if (start > end) return null;
  return {
    payloadType: bytes[1]! & 0x7f,
    marker: (bytes[1]! & 0x80) !== 0,
    sequence: view.getUint16(2),
    timestamp: view.getUint32(4),
    ssrc: view.getUint32(8),
    payload: bytes.subarray(start, end),
  };
}

function payloadStart(bytes: Uint8Array, view: DataView): number {
  const afterCsrc = FIXED_HEADER_BYTES + (bytes[0]! & 0x0f) * 4;
  if ((bytes[0]! & 0x10) === 0) return afterCsrc;
  if (afterCsrc + 4 > bytes.length) return Infinity;
  return afterCsrc + 4 + view.getUint16(afterCsrc + 2) * 4;
}

function payloadEnd(bytes: Uint8Array): number {
  if ((bytes[0]! & 0x20) === 0) return bytes.length;
  const padding = bytes[bytes.length - 1]!;
  return padding === 0 ? -1 : bytes.length - padding;
}

/**
 * A packet with the plain 12-byte header: the publisher's extensions carry ids the viewer never agreed to.
 * `roomBefore` bytes in front of it are left for whoever frames the packet, so that nothing is copied twice.
 */
export function writeRtp(packet: RtpPacket, roomBefore = 0): Buffer {
  const bytes = Buffer.allocUnsafe(roomBefore + FIXED_HEADER_BYTES + packet.payload.length);
  bytes[roomBefore] = 0x80;
  bytes[roomBefore + 1] = (packet.marker ? 0x80 : 0) | (packet.payloadType & 0x7f);
  bytes.writeUInt16BE(packet.sequence & 0xffff, roomBefore + 2);
  bytes.writeUInt32BE(packet.timestamp >>> 0, roomBefore + 4);
  bytes.writeUInt32BE(packet.ssrc >>> 0, roomBefore + 8);
  bytes.set(packet.payload, roomBefore + FIXED_HEADER_BYTES);
  return bytes;
}

/** Points an already written packet at another receiver, in place. */
export function readdressRtp(bytes: Buffer, payloadType: number, ssrc: number): void {
  bytes[1] = (bytes[1]! & 0x80) | payloadType;
  bytes.writeUInt32BE(ssrc, 8);
}

/**
 * Turns a counter that wraps at 2^bits into one that does not. The nearest of the possible
 * positions is taken, so packets may come late or early by up to half the range.
 */
export function createUnwrapper(bits: 16 | 32): (value: number) => number {
  const range = 2 ** bits;
  let last: number | null = null;
  return (value) => {
    if (last === null) return (last = value);
    let step = (value - last) % range;
    if (step > range / 2) step -= range;
    if (step < -range / 2) step += range;
    return (last += step);
  };
}
