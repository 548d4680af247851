import type { RungName } from '#contract/media.ts';

/**
 * What a viewer wants to receive. `auto`: the best the network allows, directly where possible.
 * `smallest`: the data saver's. `audio`: sound alone, nothing is decoded but that.
 */
export type WantedQuality = 'auto' | 'smallest' | RungName | 'audio';
/** What is really received. */
export type PlayedQuality = 'source' | RungName | 'audio';

/** One line of the multivariant playlist, as players list them. */
export interface Level {
  readonly id: string;
  readonly width: number;
  readonly height: number;
}

/** Pictures of this playlist; the same with another codec, for players that know no Opus, is left out. */
export const isOurs = (id: string): boolean => id === 'source' || /^\d+p$/.test(id);

const short = ({ width, height }: Level): number => Math.min(width, height);

/**
 * The level for a wish; null lets the player choose. What is wanted may have gone since it was
 * listed: then the next smaller one does, and the source only when there is nothing smaller.
 */
export function pickLevel(levels: readonly Level[], wanted: WantedQuality): Level | null {
  if (wanted === 'auto' || wanted === 'audio') return null;
  const bySize = levels.filter(({ id }) => isOurs(id)).toSorted((a, b) => short(b) - short(a));
  if (wanted === 'smallest') return bySize.at(-1) ?? null;
  const side = Number.parseInt(wanted);
  return bySize.find((level) => level.id !== 'source' && short(level) <= side) ?? bySize.at(-1) ?? null;
}

/** Files of a stream lie beside each other. */
export const besideUrl = (hlsUrl: string, name: string): string => hlsUrl.replace(/[^/?]+\.m3u8/, name);

/** Bits a second over the last few seconds, from what arrived. */
export function createBitMeter(windowMs = 4000) {
  let arrived: { atMs: number; bytes: number }[] = [];
  return {
    add(bytes: number, atMs: number): void {
      arrived = [...arrived.filter((one) => atMs - one.atMs < windowMs), { atMs, bytes }];
    },
    /** Null until there is something to measure. */
    read(atMs: number): number | null {
      const fresh = arrived.filter((one) => atMs - one.atMs < windowMs);
      const first = fresh[0];
      if (!first || atMs - first.atMs < windowMs / 4) return null;
      return Math.round((fresh.reduce((sum, { bytes }) => sum + bytes, 0) * 8000) / (atMs - first.atMs));
    },
  };
}
