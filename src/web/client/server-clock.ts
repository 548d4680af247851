const OFFSETS_KEPT = 30;

/** The server's clock, estimated from the moments that stand in its frames. */
export function createServerClock(now: () => number) {
  const offsets: number[] = [];
  return {
    learn(serverMs: number): void {
      offsets.push(serverMs - now());
      if (offsets.length > OFFSETS_KEPT) offsets.shift();
    },
    // Delay only ever makes a frame look older, so the largest offset is the truest.
    now: (): number => now() + (offsets.length > 0 ? Math.max(...offsets) : 0),
  };
}
