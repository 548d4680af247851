import type { Clock } from '#lib/clock.ts';
import { LIMITS } from './limits.ts';
import type { Registers } from './registers.ts';
import type { Ring } from './ring.ts';
import type { Subscriber } from './subscriber.ts';

/**
 * Slow readers: nothing more is queued for them; when their queue has drained they get what they missed. Memory per
 * reader is bounded by that queue, and those who keep up notice nothing.
 */
export function createBehind(needs: {
  ring: () => Ring;
  registers: Registers;
  clock: Clock;
  /** Lets a reader go who cannot be helped. */
  drop: (reader: Subscriber) => void;
}) {
  const { registers, clock } = needs;
  const lagging = new Set<Subscriber>();

  function lag(reader: Subscriber): void {
    reader.laggingSince = clock.now();
    lagging.add(reader);
  }

  /** Writes what a reader lacks until it has everything or its queue is full again. @returns whether it has everything */
  function catchUp(reader: Subscriber): boolean {
    const missed = needs.ring().after(reader.sent);
    if (!missed) {
      needs.drop(reader);
      return false;
    }
    for (const frame of missed) {
      if (reader.wire.pending() > LIMITS.queuedBytes) return false;
      reader.sent = frame.last;
      reader.wire.write(frame.shared.for(reader));
    }
    return true;
  }

  return {
    lag,
    /** Everything it lacks and all registers, or as much as fits: then it counts as slow. @returns whether it has everything */
    bring(reader: Subscriber): boolean {
      const isThere = catchUp(reader);
      if (isThere) reader.wire.write(registers.frame(clock.now()).for(reader));
      else if (reader.index >= 0) lag(reader);
      return isThere;
    },
    /** A reader's queue ran empty. */
    drained(reader: Subscriber): void {
      if (reader.index < 0 || reader.laggingSince === 0 || !catchUp(reader)) return;
      const now = clock.now();
      reader.catchUps = [...reader.catchUps.filter((at) => at > now - 60_000), now];
      if (reader.catchUps.length > LIMITS.catchUpsPerMinute) return needs.drop(reader);
      reader.laggingSince = 0;
      lagging.delete(reader);
      reader.wire.write(registers.frame(now).for(reader));
    },
    /** Once a second: who stayed behind for too long. */
    sweep(now: number): void {
      for (const reader of lagging) if (now - reader.laggingSince > LIMITS.lagMs) needs.drop(reader);
    },
    forget(reader: Subscriber): void {
      lagging.delete(reader);
    },
  };
}
export type Behind = ReturnType<typeof createBehind>;
