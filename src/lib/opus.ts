/** What a packet of Opus tells about itself without being decoded (RFC 6716, 3.1). Always counted at 48,000 Hz. */

const SILK = [480, 960, 1920, 2880];
const HYBRID = [480, 960];
const CELT = [120, 240, 480, 960];

/** How many samples a packet lasts; 0 for an empty or invalid one. */
export function opusSamples(packet: Uint8Array): number {
  const toc = packet[0];
  if (toc === undefined) return 0;
  const config = toc >> 3;
  const frame = (config < 12 ? SILK[config % 4] : config < 16 ? HYBRID[config % 2] : CELT[config % 4]) ?? 0;
  const code = toc & 3;
  const frames = code === 0 ? 1 : code < 3 ? 2 : (packet[1] ?? 0) & 0x3f;
  const samples = frame * frames;
  return samples <= 5760 ? samples : 0; // 120 ms is the longest packet the RFC allows
}

/** 20 ms of silence: one full-band CELT frame. Decoders take it for mono and stereo alike. */
export const OPUS_SILENCE = Uint8Array.of(0xf8, 0xff, 0xfe);
