/** Time comes from what you were given, so that a test can own it. */
export interface Clock {
  /** Milliseconds since 1970, UTC. */
  now(): number;
}

export const systemClock: Clock = { now: () => Date.now() };

/** The time of day as it was when the process began, and steady from there: for durations, which a clock that is set must not change. */
export const steadyClock: Clock = { now: () => performance.timeOrigin + performance.now() };
