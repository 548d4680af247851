/** A person reads four to eight lines a second; more than that is a blur to everybody. */
export const READABLE_PER_SECOND = 8;
/** A moment of joy (a giveaway, a joke) is shown whole: five seconds' worth at once. */
const BURST_SECONDS = 5;

export interface Pace {
  readonly left: number;
  readonly atMs: number;
}

/** What may still be shown now. Kept in the room's row, so that all processes share one. */
export function paceNow(kept: { left: number | null; atMs: number | null }, nowMs: number, perSecond: number): Pace {
  const burst = perSecond * BURST_SECONDS;
  if (kept.left === null || kept.atMs === null) return { left: burst, atMs: nowMs };
  // A clock that is behind the one that wrote refills nothing.
  const passedMs = Math.max(0, nowMs - kept.atMs);
  return { left: Math.min(burst, kept.left + (passedMs / 1000) * perSecond), atMs: Math.max(nowMs, kept.atMs) };
}

/**
 * Reservoir sampling: of any number of lines exactly `count` stay, each with the same chance.
 * @param random 0 to 1
 */
export function sample<T>(items: readonly T[], count: number, random: () => number): Set<T> {
  const kept = items.slice(0, Math.max(0, count));
  for (let at = kept.length; at < items.length; at++) {
    const slot = Math.floor(random() * (at + 1));
    if (slot < kept.length) kept[slot] = items[at]!;
  }
  return new Set(kept);
}
