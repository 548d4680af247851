import type { Clock } from '#lib/clock.ts';
import { LIMITS } from './limits.ts';

const SECOND = 1000;

/** How often something happens, over about the last second: two numbers, no timer. */
export class Frequency {
  #from = 0;
  #before = 0;
  #now = 0;

  add(count: number, now: number): void {
    this.#turn(now);
    this.#now += count;
  }

  perSecond(now: number): number {
    this.#turn(now);
    return this.#now + this.#before * Math.max(0, 1 - (now - this.#from) / SECOND);
  }

  #turn(now: number): void {
    const passed = now - this.#from;
    // A clock that was set back begins anew.
    if (passed >= 0 && passed < SECOND) return;
    this.#before = passed >= 0 && passed < 2 * SECOND ? this.#now : 0;
    this.#now = 0;
    this.#from = passed >= 0 && passed < 2 * SECOND ? this.#from + SECOND : now;
  }
}

/** Decides how long what was said is gathered before it is sent: the only lever on cost is bytes per write. */
export interface Tempo {
  wrote(): void;
  /** All writes since the start. */
  readonly writes: number;
  /** The tick of a room in which so much is said. */
  tickMs(eventsPerSecond: number): number;
}

export function createTempo(clock: Clock): Tempo {
  const writing = new Frequency();
  let step = 0;
  let steppedAt = 0;
  let writes = 0;
  let counted = 0;

  /** One step a second at most: the figure needs a second to show what the last step did. */
  function adapt(now: number): void {
    // Before the last pass is added, which would count the second's both ends.
    const perSecond = writing.perSecond(now);
    writing.add(writes - counted, now);
    counted = writes;
    if (Math.abs(now - steppedAt) < SECOND) return;
    if (perSecond > LIMITS.writesPerSecond && step < LIMITS.ticksMs.length - 1) step += 1;
    else if (step > 0 && perSecond * (LIMITS.ticksMs[step]! / LIMITS.ticksMs[step - 1]!) < LIMITS.writesPerSecond * 0.8) step -= 1;
    else return;
    steppedAt = now;
  }

  return {
    wrote() {
      writes += 1;
    },
    get writes() {
      return writes;
    },
    tickMs(eventsPerSecond) {
      adapt(clock.now());
      // Faster than anybody reads: a frame of five costs what a frame of two does.
      return LIMITS.ticksMs[Math.max(step, eventsPerSecond > LIMITS.calmEventsPerSecond ? 1 : 0)]!;
    },
  };
}
