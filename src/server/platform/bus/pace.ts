import type { Grown } from '../signals.ts';

/** Batches of one log that wait for their turn; beyond it listeners are told to read. */
const MOST_WAITING = 50;

/**
 * Says what a log grew by at once, and what comes within the pace after it in one message: a busy show costs the bus a
 * fixed number of messages a second, whatever is said in it.
 */
export function createPace(needs: { paceMs: number; say: (key: string, grown: Grown) => void }) {
  const waiting = new Map<string, Grown[]>();
  const timers = new Set<NodeJS.Timeout>();

  function tell(key: string, grown: Grown): void {
    const before = waiting.get(key);
    if (before && before.length >= MOST_WAITING) return void before.splice(0, before.length, { ...grown, events: null });
    if (before) return void before.push(grown);
    needs.say(key, grown);
    if (needs.paceMs > 0) rest(key);
  }

  function rest(key: string): void {
    waiting.set(key, []);
    const timer = setTimeout(() => {
      timers.delete(timer);
      const gathered = waiting.get(key)!;
      waiting.delete(key);
      if (gathered.length === 0) return;
      for (const grown of joined(gathered)) needs.say(key, grown);
      rest(key);
    }, needs.paceMs);
    timers.add(timer);
  }

  return {
    tell,
    close(): void {
      for (const timer of timers) clearTimeout(timer);
      timers.clear();
      waiting.clear();
    },
  };
}

/** Those that follow on one another become one. */
function joined(all: readonly Grown[]): Grown[] {
  const runs: Grown[] = [];
  for (const next of all.toSorted((a, b) => a.first - b.first)) {
    const last = runs.at(-1);
    const one = last?.epoch === next.epoch && last.last + 1 === next.first && join(last, next);
    if (one) runs[runs.length - 1] = one;
    else runs.push(next);
  }
  return runs;
}

/** Null when only one of them has its events. */
function join(before: Grown, after: Grown): Grown | null {
  if (!before.events !== !after.events) return null;
  return { ...before, last: after.last, events: before.events && after.events && [...before.events, ...after.events] };
}
