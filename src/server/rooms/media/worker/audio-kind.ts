import { AAC_FRAME_SAMPLES, aacSilence } from '#lib/aac.ts';
import { audioTimescale, type AudioTrack } from '#lib/fmp4.ts';
import { OPUS_SILENCE, opusSamples } from '#lib/opus.ts';

/** How sound is counted and what stands in for it when it is missing. */
export interface AudioKind {
  /** Samples per second, in which everything here is counted. */
  readonly timescale: number;
  samplesOf(packet: Uint8Array): number;
  readonly silence: Uint8Array;
  readonly silenceSamples: number;
  /** How far the sound may trail the picture before silence takes its place, so that nobody stalls. */
  readonly mostLagMs: number;
}

/** Opus trails the picture by the jitter of its packets; AAC by its encoder's or our transcoder's delay as well. */
const MOST_LAG_MS = { opus: 250, aac: 400 } as const;

export function audioKindOf(track: AudioTrack): AudioKind {
  const shared = { timescale: audioTimescale(track), mostLagMs: MOST_LAG_MS[track.codec] };
  if (track.codec === 'opus') return { ...shared, samplesOf: opusSamples, silence: OPUS_SILENCE, silenceSamples: 960 };
  return { ...shared, samplesOf: () => AAC_FRAME_SAMPLES, silence: aacSilence(track.channels), silenceSamples: AAC_FRAME_SAMPLES };
}

/** True when sound of the one can go on behind sound of the other without a new init segment. */
export function isSameSound(one: AudioTrack | null, other: AudioTrack | null): boolean {
  if (!one || !other) return one === other;
  return one.codec === other.codec && one.channels === other.channels && audioTimescale(one) === audioTimescale(other);
}
