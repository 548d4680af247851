import type { Clock } from '#lib/clock.ts';

/** Counts failures per key in a sliding window; in memory, because a restart is slower than any guesser's patience is worth. */
export interface Attempts {
  /** @returns true when this key failed too often lately */
  spent(key: string): boolean;
  failed(key: string): void;
  forgive(key: string): void;
}

const MAX_KEYS = 20_000;

export function createAttempts(needs: { clock: Clock; max: number; windowMs: number }): Attempts {
  const { clock, max, windowMs } = needs;
  const failures = new Map<string, { count: number; since: number }>();
  const current = (key: string) => {
    const found = failures.get(key);
    return found && clock.now() - found.since < windowMs ? found : undefined;
  };
  return {
    spent: (key) => (current(key)?.count ?? 0) >= max,
    failed(key) {
      const found = current(key);
      if (found) {
        found.count += 1;
        return;
      }
      // Full: the oldest key goes. Whoever fills 20,000 keys meets the limit per address first.
      if (failures.size >= MAX_KEYS) failures.delete(failures.keys().next().value ?? '');
      failures.delete(key);
      failures.set(key, { count: 1, since: clock.now() });
    },
    forgive: (key) => void failures.delete(key),
  };
}
