/**
 * RTCP (RFC 3550, RFC 4585): reading compound packets and building the few that a server sends.
 */

export const RTCP = { senderReport: 200, receiverReport: 201, transportFeedback: 205, payloadFeedback: 206 } as const;
/** Feedback formats within 205 and 206. */
export const FEEDBACK = { nack: 1, transportCc: 15, pictureLoss: 1, fullIntra: 4 } as const;

export interface RtcpPacket {
  readonly type: number;
  /** Report count, or the feedback format. */
  readonly count: number;
  /** Everything after the 4-byte header. */
  readonly body: DataView;
}

export interface SenderReport {
  readonly ssrc: number;
  /** The sender's wall clock in ms since 1970. */
  readonly ntpMs: number;
  readonly rtpTimestamp: number;
}

export interface ReceptionBlock {
  readonly ssrc: number;
  /** 0 to 1, since the last report. */
  readonly fractionLost: number;
  readonly highestSequence: number;
  /** Middle 32 bits of the NTP time of the last sender report, 0 when none was seen. */
  readonly lastSenderReport: number;
  /** In 1/65536 s. */
  readonly delaySinceLastSenderReport: number;
}

/** More than any real client packs into one datagram; the rest is ignored. */
const MAX_PACKETS = 32;
const NTP_TO_UNIX_MS = 2_208_988_800_000;

/** Splits a compound packet. Stops at the first part that does not fit, so that rubbish yields nothing. */
export function parseRtcp(bytes: Uint8Array): RtcpPacket[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const packets: RtcpPacket[] = [];
  for (let at = 0; at + 4 <= bytes.length && packets.length < MAX_PACKETS;) {
    const length = 4 + view.getUint16(at + 2) * 4;
    if (view.getUint8(at) >> 6 !== 2 || at + length > bytes.length) break;
    packets.push({
      type: view.getUint8(at + 1),
      count: view.getUint8(at) & 0x1f,
      body: new DataView(bytes.buffer, bytes.byteOffset + at + 4, length - 4),
    });
    at += length;
  }
  return packets;
}

export function asksForKeyFrame(packet: RtcpPacket): boolean {
  return packet.type === RTCP.payloadFeedback && (packet.count === FEEDBACK.pictureLoss || packet.count === FEEDBACK.fullIntra);
}

export function readSenderReport({ type, body }: RtcpPacket): SenderReport | null {
  if (type !== RTCP.senderReport || body.byteLength < 24) return null;
  return {
    ssrc: body.getUint32(0),
    ntpMs: body.getUint32(4) * 1000 + (body.getUint32(8) / 2 ** 32) * 1000 - NTP_TO_UNIX_MS,
    rtpTimestamp: body.getUint32(12),
  };
}

/** The reception blocks of a sender or receiver report; empty for anything else. */
export function readReceptionBlocks({ type, count, body }: RtcpPacket): ReceptionBlock[] {
  if (type !== RTCP.senderReport && type !== RTCP.receiverReport) return [];
  const start = type === RTCP.senderReport ? 24 : 4;
  const blocks: ReceptionBlock[] = [];
  for (let i = 0; i < count && start + (i + 1) * 24 <= body.byteLength; i++) {
    const at = start + i * 24;
    blocks.push({
      ssrc: body.getUint32(at),
      fractionLost: body.getUint8(at + 4) / 256,
      highestSequence: body.getUint32(at + 8),
      lastSenderReport: body.getUint32(at + 16),
      delaySinceLastSenderReport: body.getUint32(at + 20),
    });
  }
  return blocks;
}

/** Round trip in ms by RFC 3550 6.4.1; null when the receiver has not seen a sender report of ours. */
export function roundTripMs(block: ReceptionBlock, nowMs: number): number | null {
  if (block.lastSenderReport === 0) return null;
  const nowMiddle = Math.floor((((nowMs + NTP_TO_UNIX_MS) / 1000) % 65_536) * 65_536);
  const ticks = (nowMiddle - block.lastSenderReport - block.delaySinceLastSenderReport) >>> 0;
  return ticks > 0x8000_0000 ? null : (ticks / 65_536) * 1000;
}

export function writePictureLoss(senderSsrc: number, mediaSsrc: number): Buffer {
  const bytes = Buffer.alloc(12);
  writeFeedbackHeader(bytes, RTCP.payloadFeedback, FEEDBACK.pictureLoss, senderSsrc, mediaSsrc);
  return bytes;
}

/** Generic NACK: asks for each sequence number again. Ascending order packs best (17 per word). */
export function writeNack(senderSsrc: number, mediaSsrc: number, sequences: readonly number[]): Buffer {
  const words: [base: number, mask: number][] = [];
  for (const sequence of sequences) {
    const last = words.at(-1);
    const distance = last ? (sequence - last[0]) & 0xffff : 0;
    if (last && distance >= 1 && distance <= 16) last[1] |= 1 << (distance - 1);
    else words.push([sequence & 0xffff, 0]);
  }
  const bytes = Buffer.alloc(12 + words.length * 4);
  writeFeedbackHeader(bytes, RTCP.transportFeedback, FEEDBACK.nack, senderSsrc, mediaSsrc);
  words.forEach(([base, mask], i) => {
    bytes.writeUInt16BE(base, 12 + i * 4);
    bytes.writeUInt16BE(mask, 14 + i * 4);
  });
  return bytes;
}

export function writeFeedbackHeader(bytes: Buffer, type: number, format: number, senderSsrc: number, mediaSsrc: number): void {
  bytes[0] = 0x80 | format;
  bytes[1] = type;
  bytes.writeUInt16BE(bytes.length / 4 - 1, 2);
  bytes.writeUInt32BE(senderSsrc >>> 0, 4);
  bytes.writeUInt32BE(mediaSsrc >>> 0, 8);
}
