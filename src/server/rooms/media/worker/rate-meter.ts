import type { Clock } from '#lib/clock.ts';

/** Bitrate and frame rate over the time since they were last read. */
export function createRateMeter(clock: Clock) {
  let bytes = 0;
  let frames = 0;
  let sinceMs = clock.now();
  return {
    add(count: number) {
      bytes += count;
    },
    frame() {
      frames++;
    },
    read() {
      const elapsedMs = Math.max(1, clock.now() - sinceMs);
      const rates = {
        bitsPerSecond: Math.round((bytes * 8000) / elapsedMs),
        framesPerSecond: Math.round((frames * 10_000) / elapsedMs) / 10,
      };
      bytes = 0;
      frames = 0;
      sinceMs = clock.now();
      return rates;
    },
  };
}
