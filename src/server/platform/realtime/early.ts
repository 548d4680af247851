import type { LogEvent } from './tail.ts';

/** Events that came before those that precede them. Full means that what comes next is read from the log instead. */
export function createEarly(most: number) {
  const held = new Map<number, LogEvent>();
  return {
    get size() {
      return held.size;
    },
    hold(events: readonly LogEvent[]): void {
      for (const event of events) if (held.size < most) held.set(event.s, event);
    },
    /** Takes out those that follow on without a hole; forgets what is not needed any more. */
    after(seq: number): LogEvent[] {
      if (held.size === 0) return [];
      const following: LogEvent[] = [];
      for (let next = held.get(seq + 1); next; next = held.get(next.s + 1)) following.push(next);
      const last = following.at(-1)?.s ?? seq;
      for (const s of held.keys()) if (s <= last) held.delete(s);
      return following;
    },
    clear: (): void => held.clear(),
  };
}
