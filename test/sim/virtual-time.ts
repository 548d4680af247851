/** Time that moves when told, and chance that a seed decides: with both, a storm can be run again. */
export interface VirtualTime {
  now(): number;
  /** 0 to 1. */
  random(): number;
  /** A whole number below this one. */
  pick(below: number): number;
  /** @returns cancel */
  later(ms: number, act: () => void): () => void;
  sleep(ms: number): Promise<void>;
  /** Lets this much time pass; what is due happens on the way, each thing with all that follows from it. */
  pass(ms: number): Promise<void>;
}

interface Timer {
  readonly at: number;
  readonly act: () => void;
  gone: boolean;
}

export function createVirtualTime(seed: number): VirtualTime {
  let now = 1_000_000_000;
  let state = seed >>> 0;
  const timers: Timer[] = [];

  /** mulberry32 */
  function random(): number {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  /** Sorted by time; of one moment, what was set first comes first. */
  function place(timer: Timer): void {
    let [low, high] = [0, timers.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (timers[middle]!.at <= timer.at) low = middle + 1;
      else high = middle;
    }
    timers.splice(low, 0, timer);
  }

  function later(ms: number, act: () => void): () => void {
    const timer = { at: now + Math.max(0, ms), act, gone: false };
    place(timer);
    return () => void (timer.gone = true);
  }

  return {
    now: () => now,
    random,
    pick: (below) => Math.floor(random() * below),
    later,
    sleep: (ms) => new Promise((resolve) => later(ms, resolve)),
    async pass(ms) {
      const until = now + ms;
      await settled();
      while (timers.length > 0 && timers[0]!.at <= until) {
        const timer = timers.shift()!;
        if (timer.gone) continue;
        now = Math.max(now, timer.at);
        timer.act();
        await settled();
      }
      now = until;
    },
  };
}

/** Every promise that can go on has gone on. */
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
