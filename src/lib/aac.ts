/** What an AudioSpecificConfig (ISO/IEC 14496-3, 1.6.2.1) says about the AAC frames that follow it. */
export interface AacConfig {
  /** As it came: decoders want it unchanged. */
  readonly bytes: Uint8Array;
  /** 2 is LC; 5 and 29 are HE-AAC, whose frames decode to twice this rate. */
  readonly objectType: number;
  /** Of the frames themselves: 1,024 samples each at this rate. */
  readonly sampleRate: number;
  readonly channels: number;
}

export const AAC_FRAME_SAMPLES = 1024;

const RATES = [96_000, 88_200, 64_000, 48_000, 44_100, 32_000, 24_000, 22_050, 16_000, 12_000, 11_025, 8_000, 7_350];
const CHANNELS = [0, 1, 2, 3, 4, 5, 6, 8];
const EXPLICIT_RATE = 15;

/** Null when it is cut short or says nothing that is defined. */
export function parseAacConfig(bytes: Uint8Array): AacConfig | null {
  if (bytes.length < 2) return null;
  const bits = (from: number, count: number): number => {
    let value = 0;
    for (let at = from; at < from + count; at++) value = value * 2 + (((bytes[at >> 3] ?? 0) >> (7 - (at & 7))) & 1);
    return value;
  };
  const objectType = bits(0, 5);
  const index = bits(5, 4);
  if (index === EXPLICIT_RATE && bytes.length < 5) return null;
  const sampleRate = index === EXPLICIT_RATE ? bits(9, 24) : RATES[index];
  const channels = CHANNELS[bits(index === EXPLICIT_RATE ? 33 : 9, 4)];
  if (!sampleRate || channels === undefined) return null;
  return { bytes: Uint8Array.from(bytes), objectType, sampleRate, channels };
}

/** Mono or stereo that browsers decode: LC, or HE-AAC in either version. */
export const isSupportedAac = ({ objectType, channels, sampleRate }: AacConfig): boolean =>
  [2, 5, 29].includes(objectType) && (channels === 1 || channels === 2) && sampleRate >= 8_000 && sampleRate <= 96_000;

/** An AAC-LC frame of nothing. */
export const aacSilence = (channels: number): Uint8Array =>
  channels === 1 ? Uint8Array.of(0x00, 0xc8, 0x00, 0x80, 0x23, 0x80) : Uint8Array.of(0x21, 0x00, 0x49, 0x90, 0x02, 0x19, 0x00, 0x23, 0x80);
