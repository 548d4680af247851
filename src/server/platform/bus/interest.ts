import type { Bus } from './bus.ts';

const LOOK_MS = 1000;

/**
 * Follows on the bus what somebody follows in this process. `look` at once when somebody came to a log that nobody
 * followed; what nobody follows any more is noticed within a second.
 */
export function createInterest(needs: { bus: Pick<Bus, 'follow'>; keys: () => readonly string[] }): { look(): void; close(): void } {
  const following = new Map<string, () => void>();
  const timer = setInterval(look, LOOK_MS);
  timer.unref();

  function look(): void {
    const wanted = new Set(needs.keys());
    for (const key of wanted) if (!following.has(key)) following.set(key, needs.bus.follow(key));
    for (const [key, stop] of following) {
      if (wanted.has(key)) continue;
      following.delete(key);
      stop();
    }
  }

  return {
    look,
    close() {
      clearInterval(timer);
      for (const stop of following.values()) stop();
      following.clear();
    },
  };
}
