import type { Clock } from '#lib/clock.ts';
import { LIMITS } from './limits.ts';
import type { LogEvent } from './tail.ts';
import { Frequency } from './tempo.ts';

/** When a room is written to: at once after a silence, else a tick after the last time. */
export interface Ticks {
  /** Something new was said. */
  heard(events: readonly LogEvent[]): void;
  /** Something may wait. */
  arm(): void;
  stop(): void;
}

export function createTicks(needs: {
  clock: Clock;
  tickMs: (eventsPerSecond: number) => number;
  later: (ms: number, act: () => void) => () => void;
  isUrgent?: (event: LogEvent) => boolean;
  /** Whether there is something to send, and nothing being sent. */
  isDue: () => boolean;
  flush: (now: number) => void;
}): Ticks {
  const { clock, isUrgent } = needs;
  const speaking = new Frequency();
  let cancel: (() => void) | null = null;
  let hurries = false;
  let flushedAt = 0;

  function arm(): void {
    if (cancel || !needs.isDue()) return;
    const now = clock.now();
    const tickMs = hurries ? LIMITS.ticksMs[0] : needs.tickMs(speaking.perSecond(now));
    cancel = needs.later(Math.max(0, flushedAt + tickMs - now), tick);
  }

  function tick(): void {
    cancel = null;
    hurries = false;
    flushedAt = clock.now();
    needs.flush(flushedAt);
  }

  function stop(): void {
    cancel?.();
    cancel = null;
  }

  return {
    heard(events) {
      speaking.add(events.length, clock.now());
      // What is urgent waits for the shortest tick, whatever the present one is: so many more writes, and no more.
      if (!hurries && isUrgent && events.some(isUrgent)) {
        hurries = true;
        stop();
      }
      arm();
    },
    arm,
    stop,
  };
}
