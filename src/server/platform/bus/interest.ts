import type { Bus } from './bus.ts';

const LOOK_MS = 1000;

/**
 * Follows on the bus what somebody follows in this process, and tells the others how many do. `look` at once when
 * somebody came to a log that nobody followed; what nobody follows any more is noticed within a second.
 */
export function createInterest(needs: {
  bus: Pick<Bus, 'follow' | 'numbers'>;
  keys: () => readonly string[];
  /** Of this process. */
  followers: (key: string) => number;
}) {
  const following = new Map<string, () => void>();
  const timer = setInterval(look, LOOK_MS);
  timer.unref();

  function look(): void {
    const wanted = new Set(needs.keys());
    for (const key of wanted) {
      if (!following.has(key)) following.set(key, needs.bus.follow(key));
      needs.bus.numbers.share(`room.${key}`, { followers: needs.followers(key) });
    }
    for (const [key, stop] of following) {
      if (wanted.has(key)) continue;
      following.delete(key);
      needs.bus.numbers.share(`room.${key}`, { followers: 0 });
      stop();
    }
  }

  return {
    look,
    /** In all processes; those of another are two seconds old. */
    followers: (key: string): number => needs.followers(key) + needs.bus.numbers.elsewhere(`room.${key}`, 'followers'),
    close(): void {
      clearInterval(timer);
      for (const stop of following.values()) stop();
      following.clear();
    },
  };
}
