/** Time as the room sees it; a test brings its own. */
export interface Timers {
  now(): number;
  set(run: () => void, ms: number): unknown;
  clear(timer: unknown): void;
  /** 0 to 1. */
  random(): number;
}

export const systemTimers: Timers = {
  now: Date.now,
  set: (run, ms) => setTimeout(run, ms),
  clear: (timer) => clearTimeout(timer as ReturnType<typeof setTimeout>),
  random: Math.random,
};
