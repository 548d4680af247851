/** Where somebody was in a replay, on this device only. */
const KEY = 'replays';
const MOST = 50;
/** Nobody wants to continue in the first moments, or in the last. */
const EDGE_MS = 15_000;

type Kept = [showId: string, positionMs: number][];

export function createResume(storage: Pick<Storage, 'getItem' | 'setItem'>) {
  function read(): Kept {
    try {
      const kept: unknown = JSON.parse(storage.getItem(KEY) ?? '[]');
      return Array.isArray(kept) ? (kept as Kept).filter((entry) => Array.isArray(entry) && Number.isFinite(entry[1])) : [];
    } catch {
      return [];
    }
  }
  return {
    /** Null when there is nothing to continue. */
    at: (showId: string): number | null => read().find(([id]) => id === showId)?.[1] ?? null,
    /** The newest first; the oldest are forgotten. */
    keep(showId: string, positionMs: number, durationMs: number): void {
      const others = read().filter(([id]) => id !== showId);
      const isWorth = positionMs > EDGE_MS && positionMs < durationMs - EDGE_MS;
      const kept: Kept = isWorth ? [[showId, Math.round(positionMs)], ...others] : others;
      try {
        storage.setItem(KEY, JSON.stringify(kept.slice(0, MOST)));
      } catch {
        // Private windows may have no room; then nothing is remembered.
      }
    },
  };
}
