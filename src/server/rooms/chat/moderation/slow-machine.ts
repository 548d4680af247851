import type { ChatMode } from '#contract/room.ts';

/** More than ten times what people read, and nobody reads any of it. */
const RAISE_TIMES = 10;
/** Far below, so that letting go does not raise it again at once. */
const RELEASE_TIMES = 3;
const STEPS = [0, 5, 10, 30] as const;
/** A step needs this long to show what it does. */
const DWELL_MS = 15_000;

/**
 * Slow mode by itself: a step up while far more is said than read, a step down when it is calm. What a person set is
 * never touched, only a chat that is not slowed.
 * @param perSecond lines that were accepted lately
 * @param readable lines that people read
 * @returns the new mode, or null when it stays
 */
export function nextMode(mode: ChatMode, facts: { perSecond: number; readable: number; sinceMs: number }): ChatMode | null {
  if (mode.paused || (!mode.auto && mode.slowSeconds > 0)) return null;
  if (mode.auto && facts.sinceMs < DWELL_MS) return null;
  const at = STEPS.indexOf(mode.slowSeconds as (typeof STEPS)[number]);
  if (facts.perSecond > facts.readable * RAISE_TIMES) {
    const slower = STEPS[at + 1];
    return slower === undefined ? null : { ...mode, slowSeconds: slower, auto: true };
  }
  if (!mode.auto || facts.perSecond > facts.readable * RELEASE_TIMES) return null;
  const faster = STEPS[at - 1] ?? 0;
  return { ...mode, slowSeconds: faster, auto: faster > 0 };
}
