import type { Clock } from '#lib/clock.ts';
import type { RungName } from '#contract/media.ts';

/** A part this late makes its viewers wait; players hold about a second. */
const LATE_MS = 1_500;
/** What was waiting for the ended rung is worked off meanwhile; only then is it known whether that was enough. */
const GRACE_MS = 1_000;
/** A rung that did not fit is not tried again at once, and later each time. */
const FIRST_REST_MS = 60_000;
const MOST_REST_MS = 600_000;

/**
 * Which rung ends when the machine does not keep up: always the largest, for it costs most, and one
 * at a time, since what it leaves may be enough for the others.
 */
export function createLadderPressure(clock: Clock) {
  const rests = new Map<RungName, { untilMs: number; times: number }>();
  let lastMs = -Infinity;

  const isDropped = (name: RungName): boolean => (rests.get(name)?.untilMs ?? 0) > clock.now();

  /** @returns the rung to end now, or null. `running` in any order. */
  function look(oldestMs: number, running: readonly RungName[]): RungName | null {
    const nowMs = clock.now();
    if (oldestMs < LATE_MS || nowMs - lastMs < GRACE_MS) return null;
    const victim = running.toSorted((a, b) => Number.parseInt(b) - Number.parseInt(a))[0];
    if (!victim) return null;
    lastMs = nowMs;
    const times = (rests.get(victim)?.times ?? 0) + 1;
    rests.set(victim, { times, untilMs: nowMs + Math.min(MOST_REST_MS, FIRST_REST_MS * 2 ** (times - 1)) });
    return victim;
  }

  return { look, isDropped, dropped: () => [...rests.keys()].filter(isDropped) };
}
