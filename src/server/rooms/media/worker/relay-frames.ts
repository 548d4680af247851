import type { MediaKind } from '#lib/media-clock.ts';

/**
 * How packets travel from a worker to its relays: two bytes of length, one of flags, the RTP packet.
 * The length counts what follows it.
 */
export interface RelayFrame {
  readonly kind: MediaKind;
  readonly isKey: boolean;
  /** Owned by the reader: it may be changed. */
  readonly packet: Buffer;
}

/** Free bytes that a packet needs in front of it to become a frame. */
export const FRAME_HEAD_BYTES = 3;
const LENGTH_BYTES = 2;
const FLAG = { video: 1, key: 2 } as const;

/** Writes the head into the bytes left free in front of the packet. */
export function stampFrame(frame: Buffer, kind: MediaKind, isKey: boolean): void {
  frame.writeUInt16BE(frame.length - LENGTH_BYTES, 0);
  frame[LENGTH_BYTES] = (kind === 'video' ? FLAG.video : 0) | (isKey ? FLAG.key : 0);
}

/** Cuts a byte stream into frames, wherever the chunks happen to end. */
export function createFrameReader(onFrame: (frame: RelayFrame) => void): (chunk: Buffer) => void {
  let rest: Buffer | null = null;
  return (chunk) => {
    const bytes = rest ? Buffer.concat([rest, chunk]) : chunk;
    let at = 0;
    while (at + LENGTH_BYTES <= bytes.length) {
      const end = at + LENGTH_BYTES + bytes.readUInt16BE(at);
      if (end > bytes.length) break;
      if (end > at + FRAME_HEAD_BYTES) onFrame(readFrame(bytes, at, end));
      at = end;
    }
    rest = at < bytes.length ? bytes.subarray(at) : null;
  };
}

function readFrame(bytes: Buffer, at: number, end: number): RelayFrame {
  const flags = bytes[at + LENGTH_BYTES]!;
  return {
    kind: flags & FLAG.video ? 'video' : 'audio',
    isKey: (flags & FLAG.key) !== 0,
    packet: bytes.subarray(at + FRAME_HEAD_BYTES, end),
  };
}
