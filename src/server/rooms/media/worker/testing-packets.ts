import type { MediaKind } from '#lib/media-clock.ts';
import type { RtpPacket } from '#lib/rtp.ts';

/** What a publisher of 30 pictures a second sends, for tests and benches: 2.5 Mb/s unless told otherwise. */
export interface TestPackets {
  /** The next picture's packets, and the sound that goes with it. */
  next(isKey: boolean): { kind: MediaKind; packet: RtpPacket }[];
}

export const FRAMES_PER_SECOND = 30;
/** 300 of video and 50 of audio. */
export const PACKETS_PER_SECOND = 350;
const PACKETS_PER_FRAME = 10;
const VIDEO_BYTES = 1_030;
const AUDIO_BYTES = 160;
const VIDEO_TICKS = 90_000 / FRAMES_PER_SECOND;
const AUDIO_TICKS = 960;
const NAL = { key: 0x65, other: 0x41 } as const;

export function createTestPackets(): TestPackets {
  const sequences = { video: 0, audio: 0 };
  let frame = 0;
  const make = (kind: MediaKind, bytes: number, timestamp: number, marker: boolean) => ({
    payloadType: kind === 'video' ? 96 : 111,
    marker,
    sequence: sequences[kind]++ & 0xffff,
    timestamp: timestamp >>> 0,
    ssrc: kind === 'video' ? 1 : 2,
    payload: Buffer.alloc(bytes, 7),
  });

  return {
    next(isKey) {
      const pieces: { kind: MediaKind; packet: RtpPacket }[] = [];
      for (let n = 0; n < PACKETS_PER_FRAME; n++) {
        const packet = make('video', VIDEO_BYTES, frame * VIDEO_TICKS, n === PACKETS_PER_FRAME - 1);
        packet.payload[0] = isKey && n === 0 ? NAL.key : NAL.other;
        pieces.push({ kind: 'video', packet });
      }
      frame++;
      // 20 ms each: five for three pictures.
      while (sequences.audio < Math.floor((frame * 5) / 3)) {
        pieces.push({ kind: 'audio', packet: make('audio', AUDIO_BYTES, sequences.audio * AUDIO_TICKS, true) });
      }
      return pieces;
    },
  };
}
