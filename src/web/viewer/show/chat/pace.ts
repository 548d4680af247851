/** Faster than this, a screen reader gets a count instead of every line. */
const FAST_MS = 2_000;
export const DIGEST_EVERY_MS = 10_000;
const MOST_AT_EASE = DIGEST_EVERY_MS / FAST_MS;
/** Arrivals remembered: more than a window needs to be called fast. */
const MOST_KEPT = 64;

/** How fast others speak: lines of the last ten seconds, and those that nobody heard of yet. */
export interface Pace {
  readonly times: readonly number[];
  readonly isFast: boolean;
  readonly unheard: number;
}
export const AT_EASE: Pace = { times: [], isFast: false, unheard: 0 };

/** Lines came. The one that makes it fast is the first that is not read out: until then each was. */
export function came(pace: Pace, count: number, now: number): Pace {
  const times = [...recent(pace.times, now), ...Array.from({ length: Math.min(count, MOST_KEPT) }, () => now)].slice(-MOST_KEPT);
  const isFast = pace.isFast || times.length > MOST_AT_EASE;
  return { times, isFast, unheard: isFast ? pace.unheard + count : 0 };
}

/** Every ten seconds: what is to be said instead of the lines, and whether they are read out again from here. */
export function digested(pace: Pace, now: number): { pace: Pace; count: number } {
  const times = recent(pace.times, now);
  return { pace: { times, isFast: times.length > MOST_AT_EASE, unheard: 0 }, count: pace.isFast ? pace.unheard : 0 };
}

const recent = (times: readonly number[], now: number) => times.filter((at) => now - at < DIGEST_EVERY_MS);
