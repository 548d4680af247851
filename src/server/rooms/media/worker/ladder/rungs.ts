import type { RungName, RungSide } from '#contract/media.ts';

/**
 * Which smaller pictures a source can have, and what each may cost. Pure.
 *
 * A rung is named by its short side, as people name pictures: a phone's 540x960 has a `480p` of
 * 480x854. Only smaller ones than the source; a larger one would cost and show nothing.
 */
export interface Rung {
  readonly name: RungName;
  readonly width: number;
  readonly height: number;
  /** The most its picture uses over time. A key frame may need half a second of it at once. */
  readonly maxBitsPerSecond: number;
}

/** Declared before the encoder runs, so level and profile are fixed: Main, 3.2 carries 720p at 60 a second. */
export const RUNG_CODEC = 'avc1.4d4020';
export const RUNG_LEVEL = '3.2';

/** What x264 needs for a talking person with goods in the hands; plain pictures use less. */
const CEILING: Record<RungSide, number> = { 720: 1_800_000, 480: 800_000, 240: 250_000 };
/** What may be spent at once beyond the steady rate: a key frame, a cut. */
export const BURST_SECONDS = 0.5;
/** A rung that needs nearly as much as the one above saves nobody anything. */
const SHARE_OF_ABOVE = 0.7;
const LEAST_BITS = 80_000;

/** From the largest down. `bitsPerSecond` is the source's picture as measured. */
export function rungsFor(
  source: { readonly width: number; readonly height: number; readonly bitsPerSecond: number },
  sides: readonly RungSide[],
): Rung[] {
  const short = Math.min(source.width, source.height);
  let above = source.bitsPerSecond;
  return sides
    .filter((side) => side < short)
    .toSorted((a, b) => b - a)
    .map((side) => {
      above = Math.max(LEAST_BITS, Math.round(Math.min(CEILING[side], above * SHARE_OF_ABOVE)));
      const scaled = (length: number) => (length === short ? side : 2 * Math.round((length * side) / short / 2));
      return { name: `${side}p`, width: scaled(source.width), height: scaled(source.height), maxBitsPerSecond: above };
    });
}
